"""Workbooks from before Excel 97 (BIFF2 to BIFF5), read by xlrd."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from systemscripts.stages.convert import cells, serial_days
from systemscripts.stages.convert.number_formats import Kind, kind_of_code
from systemscripts.stages.convert.sheet_rows import Place, Row
from systemscripts.stages.convert.xls_cells import error

if TYPE_CHECKING:
    import xlrd

EMPTY, TEXT, NUMBER, DATE, TRUTH, ERROR, BLANK = range(7)  # what xlrd says of a cell


def sheet_names(path: Path) -> list[str]:
    return [str(name) for name in _book(path).sheet_names()]


def rows(path: Path, place: Place) -> Iterator[Row]:
    book = _book(path)
    sheet = book.sheet_by_name(place.sheet)
    for number in range(sheet.nrows):
        yield number + 1, [_text(book, cell) for cell in sheet.row(number)]


def _book(path: Path) -> "xlrd.Book":
    import xlrd

    with open(os.devnull, "w", encoding="utf-8") as silence:
        return xlrd.open_workbook(str(path), formatting_info=True, logfile=silence)


def _text(book: "xlrd.Book", cell: "xlrd.sheet.Cell") -> str:
    value: Any = cell.value
    if cell.ctype in (NUMBER, DATE):
        style = book.xf_list[cell.xf_index or 0]
        kind = kind_of_code(book.format_map[style.format_key].format_str)
        if kind is Kind.NUMBER:
            return cells.number(value)
        return serial_days.text(value, kind, bool(book.datemode))
    if cell.ctype == TRUTH:
        return cells.truth(bool(value))
    return error(value) if cell.ctype == ERROR else cells.sound(str(value))
