"""Is somebody still writing a file? The kernel knows."""

import fcntl
import os
import signal
from pathlib import Path

from systemscripts.foundation import clock

QUIET_NS = 5 * 10**9  # without a change, where the kernel does not tell


def being_written(path: Path) -> bool:
    """A lease for reading is granted only while nobody has the file open for writing.

    Where there are no leases (other people's files, some file systems), a file that changed
    a moment ago counts as being written.
    """
    with path.open("rb") as file:
        # who opens it now is held up, and we are told: by a signal that does not end us
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        try:
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            return True
        except OSError:
            age = clock.real_ns() - os.fstat(file.fileno()).st_mtime_ns
            return 0 <= age < QUIET_NS
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return False
