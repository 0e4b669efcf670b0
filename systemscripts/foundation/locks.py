"""Locks that die with the process that holds them."""

import fcntl
import os

LONGEST_LOCK_NAME = 200  # a file name has 255 bytes


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
