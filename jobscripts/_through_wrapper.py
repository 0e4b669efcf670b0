"""Started directly, a job starts again through the wrapper, which brings settings, lock and record.

Every job imports this first; it needs nothing but Python itself.
"""

import os
import sys

WRAPPER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_python_etl_script.sh")

if "ETL_REPORT_FD" not in os.environ:
    job = os.path.basename(sys.argv[0])
    os.execv("/bin/bash", ["bash", WRAPPER, job, *sys.argv[1:]])
