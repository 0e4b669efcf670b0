"""Words of Python run as a process, where wanted on a disk of a few kilobytes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import HOME

UNSHARE = ("unshare", "-m") if os.geteuid() == 0 else ("unshare", "-rm")
MOUNT = 'mount -t tmpfs -o size="$0" none "$1" && shift && exec "$@"'
FRAME = """
import os, time
from pathlib import Path
from systemscripts.foundation import errors, safe_files
def told(call):
    try:
        call()
    except errors.EtlError as error:
        print(f"{type(error).__name__}: {error} | {error.hint}")
"""


def run_words(words: str, folder: Path, *before: str) -> list[str]:
    """What they print; they stand in the folder."""
    command = [*before, sys.executable, "-c", FRAME + words]
    env = {**os.environ, "PYTHONPATH": str(HOME)}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def run_on_small_disk(words: str, folder: Path, disk: Path, size: str) -> list[str]:
    """The disk is seen by these words alone, and is gone with them."""
    disk.mkdir(exist_ok=True)
    return run_words(words, folder, *UNSHARE, "sh", "-c", MOUNT, size, str(disk))


def _can_mount() -> bool:
    probe = subprocess.run([*UNSHARE, "sh", "-c", MOUNT, "64k", "/mnt", "true"], check=False)
    return probe.returncode == 0


needs_small_disk = pytest.mark.skipif(not _can_mount(), reason="a small disk cannot be mounted")
