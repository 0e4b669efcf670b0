"""Workbooks: what is one, which sheets it has, and the rows of a sheet as text."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from systemscripts.foundation.errors import DataError, EtlError
from systemscripts.stages.convert import ods, sheet_rows, xls, xlsx
from systemscripts.stages.convert.sheet_rows import Place, Row
from systemscripts.stages.convert.xls_container import SIGNATURE

ZIP = b"PK\x03\x04"
OLD_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # BIFF2 to BIFF4
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
PARTS = (b"xl/", b"[Content_Types].xml", OPEN_DOCUMENT)
SAVE_AGAIN = "Open it in a spreadsheet program and save it as .xlsx."


class _Reader(NamedTuple):
    sheet_names: Callable[[Path], list[str]]
    rows: Callable[[Path, Place], Iterator[Row]]


XLS = _Reader(xls.sheet_names, xls.rows)
XLSX = _Reader(xlsx.sheet_names, xlsx.rows)
ODS = _Reader(ods.sheet_names, ods.rows)


def is_workbook(path: Path) -> bool:
    """Told by the content, never by the name; a zip that holds anything else is none."""
    return _reader(path) is not None


def _reader(path: Path) -> _Reader | None:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((SIGNATURE, *OLD_XLS)):
        return XLS
    if not start.startswith(ZIP):
        return None
    if OPEN_DOCUMENT in start:
        return ODS
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and OPEN_DOCUMENT in archive.open("mimetype").read(1000):
                return ODS
    except (BadZipFile, ValueError, RuntimeError, OSError, zlib.error):
        return XLSX if any(part in start for part in PARTS) else None
    return XLSX if any(name.lower().startswith(("xl/", "/xl/", "xl\\")) for name in names) else None


def sheet_names(path: Path, name: str) -> list[str]:
    """Hidden sheets too; a chart that has a tab of its own is none."""
    with _refusing(name):
        return _known(path, name).sheet_names(path)


def rows(path: Path, name: str, sheet: str | None) -> Iterator[Row]:
    """Blank rows are given too, those after the last filled one are not.

    Every row is as wide as the widest filled row so far. `sheet` is None for the first one,
    a name, or a number from 1; `name` is the file as people know it.
    """
    with _refusing(name):
        reader = _known(path, name)
        place = Place(name, _chosen(reader.sheet_names(path), name, sheet))
        yield from sheet_rows.even(reader.rows(path, place))


def _known(path: Path, name: str) -> _Reader:
    reader = _reader(path)
    if reader is None:
        raise DataError(f"{name} is no workbook", hint="Save it as .xlsx, .xls or .ods.")
    return reader


def _chosen(names: list[str], name: str, sheet: str | None) -> str:
    """A sheet that is called 2 is meant before the second one."""
    if not names:
        raise DataError(f"{name} holds no sheet with cells", hint="A chart alone has no rows.")
    if sheet is None:
        return names[0]
    for known in names:
        if known == sheet or known.casefold() == sheet.strip().casefold():
            return known
    if sheet.strip().isdecimal() and 1 <= int(sheet) <= len(names):
        return names[int(sheet) - 1]
    raise DataError(f"{name} has no sheet {sheet}", hint=f"Its sheets: {', '.join(names)}.")


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """What a damaged workbook does to a reader cannot be foreseen: it is the file's fault."""
    try:
        yield
    except EtlError:
        raise
    except PermissionError as error:
        if error.errno:
            raise
        raise DataError(
            f"{name} {error}", hint="Take the password off and save it again."
        ) from error
    except NotImplementedError as error:
        raise DataError(f"{name} {error}", hint=SAVE_AGAIN) from error
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise DataError(f"{name}: not a readable workbook: {reason}", hint=SAVE_AGAIN) from error
