"""Started directly, a job starts again through the wrapper, which brings settings, lock and record.

Every job imports this first; it needs nothing but Python itself.
"""

import os
import sys

WRAPPER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_python_etl_script.sh")

# Not asked of the environment, which a job hands on to whatever it starts.
started = os.path.realpath(getattr(sys.modules["__main__"], "__file__", ""))
if (
    os.path.dirname(started) == os.path.dirname(os.path.realpath(__file__))
    and "systemscripts.flows.supervise_run" not in sys.modules
):
    os.execv("/bin/bash", ["bash", WRAPPER, os.path.basename(started), *sys.argv[1:]])
