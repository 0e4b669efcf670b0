"""Spreadsheets to rows of text; the kind is told by the content, never by the name."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import cells

Rows = Iterator[list[str]]


def read_xls(path: Path) -> Rows:
    """The first sheet of a legacy workbook."""
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = xlrd.open_workbook(str(path), on_demand=True)
    except (xlrd.biffh.XLRDError, CompDocError, AssertionError, IndexError) as error:
        raise DataError(f"{path.name}: not a readable workbook: {error}") from error
    sheet = book.sheet_by_index(0)
    for number in range(sheet.nrows):
        yield [_xls_cell(cell.ctype, cell.value, book.datemode) for cell in sheet.row(number)]


def _xls_cell(kind: int, value: Any, datemode: Any) -> str:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate.xldate_as_datetime(value, datemode)
        return cells.text(moment.time() if value < 1 else moment)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.biffh.error_text_from_code.get(value, f"#ERR{value}"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return cells.text(bool(value))
    return cells.text(value)


def read_xlsx(path: Path) -> Rows:
    """The first sheet of a workbook; formulas give their stored value."""
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [cells.text(value) for value in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise DataError(f"{path.name}: not a readable workbook: {error}") from error


def read_html(path: Path) -> Rows:
    """The first table of a page that was saved under the name of a spreadsheet."""
    from bs4 import BeautifulSoup

    table = BeautifulSoup(path.read_bytes(), "html.parser").find("table")
    if table is None:
        raise DataError(f"{path.name}: a web page without a table", hint="Open it in a browser.")
    for row in table.find_all("tr"):
        yield [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]


READERS: dict[bytes, Callable[[Path], Rows]] = {
    b"\xd0\xcf\x11\xe0": read_xls,
    b"PK\x03\x04": read_xlsx,
}


def reader_for(path: Path) -> Callable[[Path], Rows] | None:
    """Who can read it as a spreadsheet; None when it is something else."""
    with path.open("rb") as file:
        start = file.read(4096)
    for signature, reader in READERS.items():
        if start.startswith(signature):
            return reader
    looks_like_html = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<", b"<!doctype"))
    return read_html if looks_like_html else None
