"""Locks that die with the process that holds them, and jobs that do not outlive their lock."""

import fcntl
import os

LONGEST_LOCK_NAME = 200  # a file name has 255 bytes
KILL = 9  # signal.SIGKILL, without the import


def lock_name(words: list[str]) -> str:
    """A file name of its own for each job with its arguments."""
    text = "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or byte in b"._-" else f"%{byte:02x}"
        for byte in os.fsencode(" ".join(words))
    ).replace("%20", "+")
    if len(text) > LONGEST_LOCK_NAME:
        from hashlib import sha256

        text = text[:100] + sha256(text.encode()).hexdigest()
    return f"{text}.lock"


def take_lock(folder: str, name: str) -> int | None:
    """The lock's file descriptor; None when the same job with the same arguments holds it."""
    os.makedirs(folder, mode=0o770, exist_ok=True)
    lock = os.open(f"{folder}/{name}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def alive(pid: str) -> bool:
    """Whether a process still runs; dead, but not yet missed by its parent, it does not."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return not file.read().rpartition(b") ")[2].startswith((b"Z", b"X"))
    except OSError:
        return False


class Leash:
    """A pipe between a parent and the process group of its child.

    When the parent is gone, however it went, its end closes and the kernel itself kills the whole
    group (fcntl(2), F_SETSIG): nothing goes on without the lock, and nobody has to keep watch.
    """

    def __init__(self) -> None:
        self._parent = os.getpid()
        self._far, self._held = os.pipe()

    def put_on(self) -> None:
        """In the child: begin a group of its own, tied to the parent, also after exec."""
        os.close(self._held)
        os.setsid()
        fcntl.fcntl(self._far, fcntl.F_SETOWN, -os.getpid())
        fcntl.fcntl(self._far, fcntl.F_SETSIG, KILL)
        fcntl.fcntl(self._far, fcntl.F_SETFL, os.O_ASYNC)
        os.set_inheritable(self._far, True)
        if os.getppid() != self._parent:  # it died before we were tied
            os.kill(os.getpid(), KILL)

    def take_off(self) -> None:
        """In the parent, when the child has ended: what it left behind may go on."""
        fcntl.fcntl(self._far, fcntl.F_SETFL, 0)
