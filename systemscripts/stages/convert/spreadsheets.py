"""Spreadsheets to rows of text; the kind is told by the content, never by the name."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import cells

Rows = Iterator[list[str]]
Reader = Callable[[Path], Rows]
CELLS = ("th", "td")
NO_EVENT = re.compile(r"Invalid\s+Event\s+ID\b.*", re.IGNORECASE)


def _xls(path: Path) -> Rows:
    """The first sheet of a legacy workbook."""
    import xlrd

    with open(os.devnull, "w", encoding="utf-8") as silence:
        book = xlrd.open_workbook(str(path), on_demand=True, logfile=silence)
        sheet = book.sheet_by_index(0)
        for number in range(sheet.nrows):
            yield [_xls_cell(cell.ctype, cell.value, book.datemode) for cell in sheet.row(number)]


def _xls_cell(kind: int, value: Any, datemode: Literal[0, 1]) -> str:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        return _xls_moment(value, datemode)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.biffh.error_text_from_code.get(value, f"#ERR{value}"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return cells.text(bool(value))
    return cells.text(value)


def _xls_moment(value: float, datemode: Literal[0, 1]) -> str:
    """A number that is no date, though its format says so, stays a number."""
    import xlrd

    try:
        moment = xlrd.xldate.xldate_as_datetime(value, datemode)
    except OverflowError:
        return cells.text(value)
    return cells.text(moment.time() if 0 <= value < 1 else moment)


def _xlsx(path: Path) -> Rows:
    """The first sheet of a workbook; formulas give their stored value."""
    import openpyxl

    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        width = 0
        for row in sheet.iter_rows(values_only=True):
            texts = [cells.text(value) for value in row]
            width = width or (len(texts) if any(texts) else 0)
            yield texts + [""] * (width - len(texts))  # empty cells at the end are not stored


def _guarded(read: Reader) -> Reader:
    """What a damaged workbook does to a reader cannot be foreseen: it is the file's fault."""

    def guarded(path: Path) -> Rows:
        try:
            yield from read(path)
        except Exception as error:
            raise DataError(
                f"{path.name}: not a readable workbook: {str(error) or type(error).__name__}",
                hint="Open it in a spreadsheet program; a password must be taken off.",
            ) from error

    return guarded


def read_html(path: Path) -> Rows:
    """The first table of a page that was saved under the name of a spreadsheet."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(path.read_bytes(), "html.parser")
    table = page.find("table")
    if table is None:
        said = NO_EVENT.search(page.get_text(" "))
        if said is None:
            raise DataError(f"{path.name}: a web page without a table", hint="Look at it.")
        yield [said.group()]
        return
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            cells_below = row.find_all(CELLS)
            yield [_own_text(cell) for cell in cells_below if cell.find_parent("tr") is row]


def _own_text(cell: Any) -> str:
    """Where end tags are left out, the next cell stands inside this one; it is not meant."""
    texts = [text for text in cell.strings if text.find_parent(CELLS) is cell]
    return " ".join(" ".join(texts).split())


READERS: dict[bytes, Reader] = {
    b"\xd0\xcf\x11\xe0": _guarded(_xls),
    b"PK\x03\x04": _guarded(_xlsx),
}
HTML = re.compile(
    rb"[\xef\xbb\xbf\s]*<(!--|(!doctype|\?xml|html|head|body|table|meta|div)\b)", re.I
)


def reader_for(path: Path) -> Reader | None:
    """Who can read it as a spreadsheet; None when it is something else."""
    with path.open("rb") as file:
        start = file.read(4096)
    for signature, reader in READERS.items():
        if start.startswith(signature):
            return reader
    return read_html if HTML.match(start) else None
