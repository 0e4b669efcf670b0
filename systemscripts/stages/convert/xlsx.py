"""Workbooks of today (.xlsx, .xlsm): the values are read, macros never run."""

from collections.abc import Iterator
from pathlib import Path

from systemscripts.stages.convert import xlsx_package, xlsx_rows, xlsx_texts, xml_chunks
from systemscripts.stages.convert.sheet_rows import Place, Row
from systemscripts.stages.convert.xlsx_cells import Cells
from systemscripts.stages.convert.zip_parts import Parts

LARGEST_SHEET = 4 << 30  # bytes of XML, as much as a zip of the usual kind can hold


def sheet_names(path: Path) -> list[str]:
    with Parts(path) as parts:
        return list(xlsx_package.book(parts).sheets)


def rows(path: Path, place: Place) -> Iterator[Row]:
    with Parts(path) as parts:
        book = xlsx_package.book(parts)
        shared = xlsx_texts.Shared()
        if book.texts and book.texts in parts:
            blocks = parts.blocks(book.texts, xlsx_texts.MOST)
            shared = xlsx_texts.shared(xml_chunks.chunks(blocks))
        cells = Cells(shared, xlsx_package.kinds(parts, book.styles), book.since_1904)
        sheet = xml_chunks.chunks(parts.blocks(book.sheets[place.sheet], LARGEST_SHEET))
        yield from xlsx_rows.rows(sheet, cells, place)
