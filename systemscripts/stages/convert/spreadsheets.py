"""Spreadsheets to rows of text; the kind is told by the content, never by the name."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import workbooks

Rows = Iterator[list[str]]
Reader = Callable[[Path], Rows]
CELLS = ("th", "td")
NO_EVENT = re.compile(r"Invalid\s+Event\s+ID\b.*", re.IGNORECASE)


def _read_workbook(path: Path) -> Rows:
    return (texts for _, texts in workbooks.rows(path, path.name, None))


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


HTML = re.compile(
    rb"[\xef\xbb\xbf\s]*<(!--|(!doctype|\?xml|html|head|body|table|meta|div)\b)", re.I
)


def reader_for(path: Path) -> Reader | None:
    """Who can read it as a spreadsheet; None when it is something else."""
    if workbooks.is_workbook(path):
        return _read_workbook
    with path.open("rb") as file:
        return read_html if HTML.match(file.read(4096)) else None
