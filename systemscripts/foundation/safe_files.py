"""Files are whole or not there: written under another name, then renamed."""

import errno
import glob
import hashlib
import itertools
import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from systemscripts.foundation import locks
from systemscripts.foundation.errors import ConfigError, EtlError, TransientError

BLOCK = 1 << 20
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def unwritable(path: Path | str, error: OSError) -> EtlError:
    """An error of the file system in our words."""
    if error.errno in NO_SPACE:
        return TransientError(f"{path}: no space left", hint="Free some disk space, then again.")
    return ConfigError(f"{path}: {error.strerror}", hint="Look at owner, mode and mount.")


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def forget_unfinished(target: Path) -> None:
    """What processes that were killed left of it goes."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        if not locks.alive(left.suffixes[-2][1:]):
            left.unlink(missing_ok=True)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def write_whole(target: Path, write: Callable[[BinaryIO], object], mode: int = 0o660) -> Path:
    """Let `write` fill a file that appears under its name only when it is complete.

    Until then only its owner can read it.
    """
    unfinished = _unfinished(target)
    try:
        target.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
        with open(unfinished, "wb", opener=_for_the_owner) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(mode)
        unfinished.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return target


def _is_so(target: Path, content: bytes, mode: int) -> bool:
    try:
        return stat.S_IMODE(target.stat().st_mode) == mode and target.read_bytes() == content
    except OSError:
        return False


def replace_text(target: Path, text: str, mode: int = 0o644) -> bool:
    """Return whether the file had to change, be it only in its mode."""
    content = text.encode()
    if _is_so(target, content, mode):
        return False
    write_whole(target, lambda file: file.write(content), mode)
    return True


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _numbered(name: str, number: int) -> str:
    """name.csv, name.1.csv, name.2.csv …"""
    stem, dot, ending = name.rpartition(".")
    if number == 0:
        return name
    return f"{stem}.{number}.{ending}" if dot else f"{name}.{number}"


def free_name(folder: Path, name: str) -> Path:
    """A name in the folder that nobody has; an empty file holds it, so nobody else gets it."""
    number = 0
    while True:
        candidate = folder / _numbered(name, number)
        try:
            candidate.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return candidate


def _move(path: Path, target: Path) -> None:
    """Rename; across file systems copy, under another name until the copy is complete."""
    try:
        path.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy = _unfinished(target)
        try:
            shutil.copy2(path, copy)
            copy.replace(target)
        finally:
            copy.unlink(missing_ok=True)
        path.unlink()


def _linked(path: Path, folder: Path) -> Path | None:
    """A second name first, then the old one goes: a move that was cut short is continued.

    None where files cannot have two names, such as across file systems.
    """
    try:
        for number in itertools.count():
            kept = folder / _numbered(path.name, number)
            try:
                os.link(path, kept, follow_symlinks=False)
            except FileExistsError:
                if not os.path.samestat(path.lstat(), kept.lstat()):
                    continue
            path.unlink(missing_ok=True)
            return kept
    except OSError:
        return None
    return None


def move_aside(path: Path, folder: Path) -> Path:
    """Move a file into a folder without ever overwriting one there."""
    try:
        folder.mkdir(mode=0o770, parents=True, exist_ok=True)
        if linked := _linked(path, folder):
            return linked
        kept = free_name(folder, path.name)
        try:
            _move(path, kept)
        except OSError:
            if os.path.lexists(path) or kept.stat().st_size == 0:
                kept.unlink()
            raise
    except OSError as error:
        raise unwritable(folder, error) from error
    return kept
