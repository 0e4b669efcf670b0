"""Debian's own cron, with a file of ours as its only one, in rooms that nobody else sees."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

CRON = Path("/usr/sbin/cron")
READY_SECONDS = 10
ROOMS = r"""
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/spool/cron
mkdir /var/spool/cron/crontabs /run/cron.d
cp "$1" /run/cron.d/etl_jobs
chmod 644 /run/cron.d/etl_jobs
mount --bind /run/cron.d /etc/cron.d
mount --bind /dev/null /etc/crontab
exec cron -f -L 15
"""


def reason_not_to() -> str:
    if os.geteuid() != 0:
        return "only root can give cron rooms of its own"
    if not CRON.exists():
        return "Debian's cron is not installed"
    done = subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True)
    return "" if done.returncode == 0 else "this machine allows no mount namespaces"


def accepts(text: str, folder: Path, *awaited: Path, seconds: float = READY_SECONDS) -> bool:
    """Whether cron reads the whole file: then it runs at once what is told to run at a reboot.

    Waits until that line, the last one, and everything that is awaited, was done.
    """
    done = folder / "cron read the file to its end"
    done.unlink(missing_ok=True)
    (folder / "etl_jobs").write_text(f"{text}@reboot root touch '{done}'\n")
    command = ["unshare", "-m", "bash", "-c", ROOMS, "rooms", str(folder / "etl_jobs")]
    with subprocess.Popen(command, start_new_session=True) as cron:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and cron.poll() is None:
            if all(path.exists() for path in (done, *awaited)):
                break
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            os.kill(cron.pid, 15)
    return all(path.exists() for path in (done, *awaited))
