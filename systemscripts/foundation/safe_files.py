"""Files are whole or not there: written under another name, then renamed."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from systemscripts.foundation.errors import ConfigError, EtlError, TransientError

BLOCK = 1 << 20
NO_SPACE, QUOTA = 28, 122


def unwritable(path: Path | str, error: OSError) -> EtlError:
    """An error of the file system in our words."""
    if error.errno in (NO_SPACE, QUOTA):
        return TransientError(f"{path}: no space left", hint="Free some disk space, then again.")
    return ConfigError(f"{path}: {error.strerror}", hint="Look at owner, mode and mount.")


def write_whole(target: Path, write: Callable[[BinaryIO], object], mode: int = 0o660) -> Path:
    """Let `write` fill a file that appears under its name only when it is complete."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(mode)
        unfinished.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def replace_text(target: Path, text: str, mode: int = 0o644) -> bool:
    """Return whether the file had to change."""
    content = text.encode()
    try:
        if target.read_bytes() == content:
            return False
    except OSError:
        pass
    write_whole(target, lambda file: file.write(content), mode)
    return True


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def free_name(folder: Path, name: str) -> Path:
    """A name in the folder that nobody has: name.csv, name.1.csv, name.2.csv …"""
    stem, dot, ending = name.rpartition(".")
    candidate = folder / name
    number = 0
    while candidate.exists():
        number += 1
        candidate = folder / (f"{stem}.{number}.{ending}" if dot else f"{name}.{number}")
    return candidate


def move_aside(path: Path, folder: Path) -> Path:
    """Move a file into a folder without ever overwriting one there."""
    try:
        folder.mkdir(mode=0o770, parents=True, exist_ok=True)
        kept = free_name(folder, path.name)
        shutil.move(path, kept)
    except OSError as error:
        raise unwritable(folder, error) from error
    return kept
