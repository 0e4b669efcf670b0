"""What is packed: .gz, and .zip with a single file in it; nothing inside decides a path."""

import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EINVAL
from gzip import GzipFile
from pathlib import Path
from typing import IO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from systemscripts.foundation import secrets
from systemscripts.foundation.errors import DataError, TransientError
from systemscripts.stages.convert.opened import Opened

BLOCK = 1 << 20
HARMLESS = 100_000_000  # bytes, however little they were packed into
MOST_TIMES = 200
ENCRYPTED = 1
METHODS = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2)
NAMED = 5
AGAIN = "Have it sent again."

Unpack = Callable[[Opened], Path]


def is_gzip(opened: Opened) -> bool:
    return opened.start.startswith(b"\x1f\x8b\x08")


def is_zip(opened: Opened) -> bool:
    return opened.start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def gunzip(opened: Opened) -> Path:
    with (
        damage_is_told(opened.name),
        opened.path.open("rb") as packed,
        GzipFile(fileobj=packed) as file,
    ):
        return _written(opened, file)


def unzip(opened: Opened) -> Path:
    with damage_is_told(opened.name), ZipFile(opened.path) as archive:
        only = _only_one(opened, archive)
        with archive.open(only) as file:
            return _written(opened, file)


def _only_one(opened: Opened, archive: ZipFile) -> ZipInfo:
    """Folders, and what a Mac adds, are nobody's data."""
    found = [
        one for one in archive.infolist() if not one.is_dir() and "__MACOSX" not in one.filename
    ]
    if len(found) != 1:
        raise DataError(
            f"{opened.name}: {_named(found)} in the zip, where one file should be",
            hint="Unpack it, and deliver each file by itself.",
        )
    if found[0].flag_bits & ENCRYPTED:
        raise DataError(
            f"{opened.name}: the zip is encrypted", hint="Its password must be taken off."
        )
    if found[0].compress_type not in METHODS:
        raise DataError(
            f"{opened.name}: packed in an unusual way (method {found[0].compress_type})",
            hint="Pack it as an ordinary zip.",
        )
    return found[0]


def _named(found: list[ZipInfo]) -> str:
    names = ", ".join(secrets.one_line(one.filename[:80]) for one in found[:NAMED])
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return f"{names}{more}" if found else "nothing"


@contextmanager
def damage_is_told(name: str) -> Iterator[None]:
    try:
        yield
    except EOFError as error:
        raise DataError(f"{name}: cut off within the packed data", hint=AGAIN) from error
    except (BadZipFile, zlib.error, NotImplementedError, ValueError) as error:
        raise DataError(f"{name}: damaged or cut off: {error}", hint=AGAIN) from error
    except OSError as error:
        if error.errno not in (None, EINVAL):  # the archive may say to begin before its beginning
            raise
        raise DataError(f"{name}: damaged: {error}", hint=AGAIN) from error


def _written(opened: Opened, file: IO[bytes] | GzipFile) -> Path:
    unpacked, size = opened.folder / "unpacked", 0
    packed, room = opened.path.stat().st_size, shutil.disk_usage(opened.folder).free
    with unpacked.open("wb") as target:
        while block := file.read(BLOCK):
            size += len(block)
            if size > HARMLESS and size > MOST_TIMES * packed:
                raise DataError(
                    f"{opened.name}: more than {MOST_TIMES} times as large as packed",
                    hint="Unpack it, and look whether it is what it should be.",
                )
            if size > room:
                raise TransientError(
                    f"{opened.name}: no space for what is packed in it",
                    hint="Free some disk space, then again.",
                )
            target.write(block)
    return unpacked
