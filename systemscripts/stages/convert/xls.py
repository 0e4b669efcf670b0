"""Legacy workbooks (.xls): BIFF8 by our own reader, older ones by xlrd."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from systemscripts.stages.convert import xls_book, xls_container, xls_old
from systemscripts.stages.convert.sheet_rows import Place, Row
from systemscripts.stages.convert.xls_cells import Cells
from systemscripts.stages.convert.xls_container import Container
from systemscripts.stages.convert.xls_rows import Reader

STREAM = "Workbook"
PROTECTED = ("EncryptedPackage", "EncryptionInfo")


def is_old(path: Path) -> bool:
    """Before Excel 97: in no container, or under another name in it."""
    with path.open("rb") as file:
        if not file.read(8).startswith(xls_container.SIGNATURE):
            return True
        file.seek(0)
        container = Container(file)
        if any(name in container for name in PROTECTED):
            raise PermissionError("is protected by a password")
        if STREAM in container:
            return xls_book.version(container.blocks(STREAM)) != xls_book.BIFF8
        if "Book" not in container:
            raise ValueError("holds no sheets, though its kind of file could")
        return True


def sheet_names(path: Path) -> list[str]:
    if is_old(path):
        return xls_old.sheet_names(path)
    with path.open("rb") as file:
        return xls_book.sheet_names(Container(file).blocks(STREAM))


def rows(path: Path, place: Place) -> Iterator[Row]:
    if is_old(path):
        yield from xls_old.rows(path, place)
        return
    with path.open("rb") as file:
        container = Container(file)
        book = xls_book.book(container.blocks(STREAM))
        reader = Reader(Cells(book), place)
        found = reader.rows(container.blocks(STREAM, book.sheets[place.sheet]))
        first = next(found, None)
        if first is not None:
            yield from _in_order(chain([first], found), reader.indexed, place)


def _in_order(found: Iterator[Row], indexed: bool, place: Place) -> Iterator[Row]:
    """Only some programs write rows in any order; then they wait in memory for each other."""
    if not indexed:
        waiting: dict[int, list[str]] = {}
        for number, texts in found:
            waiting[number] = _merged(waiting[number], texts) if number in waiting else texts
        yield from sorted(waiting.items())
        return
    last = 0
    for number, texts in found:
        if number <= last:
            raise place.refusal(f"comes after row {last}", number)
        last = number
        yield number, texts


def _merged(texts: list[str], more: list[str]) -> list[str]:
    texts += [""] * (len(more) - len(texts))
    more = more + [""] * (len(texts) - len(more))
    return [later or text for text, later in zip(texts, more, strict=True)]
