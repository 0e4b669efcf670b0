"""The rows of a sheet of an .xlsx, block by block.

Nearly all rows of a sheet look alike. One expression takes such a row apart; whatever it does
not match goes to the careful reader, which is slow and knows everything.
"""

import re
from collections.abc import Iterable, Iterator

from systemscripts.stages.convert import cells as cell_texts
from systemscripts.stages.convert.sheet_rows import MOST_ROWS, Place, Row, letters
from systemscripts.stages.convert.xlsx_cells import Cells
from systemscripts.stages.convert.xlsx_odd_rows import OddRows

BEGIN = re.compile(r"<sheetData\b[^<>]*?(/?)>")
END, ROW_END = "</sheetData>", "</row>"
BLANK_ROWS = re.compile(r"(?:\s*+<row\b[^<>]*/>)*+")
CELL_BEGINS = re.compile(r'.*<c\b[^<>]*?\br="([A-Z]+\d+)"', re.DOTALL)
LONGEST = 64 << 20  # a row, or what stands before the first one
WIDEST = 1000  # columns; the expression for more would cost more than it saves
ROW = r'\s*+<row r="(\d++)"[^>]*+>'
# nothing; a value, perhaps of a formula; a text of its own
CELL = (
    r"([^<]*+(?:(?:<f[^<]*+(?:</f>)?+)?+(?:<v>[^<]*+</v>)?+</c>"
    r"|<is><t[^<]*+</t></is></c>)?+)"
)


def rows(chunks: Iterable[str], cells: Cells, place: Place) -> Iterator[Row]:
    reader = _Reader(cells, place)
    for block in _blocks(iter(chunks), place):
        yield from reader.rows(block)


def _blocks(chunks: Iterator[str], place: Place) -> Iterator[str]:
    """Whole rows each; what follows them is read as well, for its checksum."""
    text = _first(chunks)
    while (end := text.find(END)) < 0:
        cut = text.rfind(ROW_END) + len(ROW_END)
        if cut >= len(ROW_END):
            yield text[:cut]
            text = text[cut:]
        if len(text) > cell_texts.LONGEST:
            text = text[BLANK_ROWS.match(text).end() :]  # type: ignore[union-attr]  # matches ""
            _must_end_soon(text, place)
        chunk = next(chunks, None)
        if chunk is None:
            raise place.refusal("ends in the middle")
        text += chunk
    yield text[:end]
    for _ in chunks:
        pass


def _first(chunks: Iterator[str]) -> str:
    """From the first row on."""
    text = ""
    for chunk in chunks:
        text += chunk
        if found := BEGIN.search(text):
            return END if found.group(1) else text[found.end() :]
        if len(text) > LONGEST:
            break
    raise ValueError("holds a sheet without rows")


def _must_end_soon(text: str, place: Place) -> None:
    since = len(text) - text.rfind("<")
    begins = CELL_BEGINS.match(text) if since > cell_texts.LONGEST else None
    if begins:
        reason = f"holds a text of more than {cell_texts.LONGEST:,} characters"
        raise place.refusal(f"cell {begins.group(1)} {reason}")
    if len(text) > LONGEST:
        raise place.refusal(f"a row has more than {LONGEST:,} characters")


class _Reader:
    def __init__(self, cells: Cells, place: Place) -> None:
        self.cells = cells
        self.place = place
        self.odd_rows = OddRows(cells, place)
        self.last = self.width = 0  # the number of the row before; the columns so far
        self._widen(0)

    def rows(self, block: str) -> Iterator[Row]:
        at, end, text_of = 0, len(block), self.cells.__getitem__
        self.cells.forget()
        while at < end:
            found = self.match(block, at)
            if found is None:
                stop = block.find(ROW_END, at) + len(ROW_END)
                stop = stop if stop >= len(ROW_END) else end
                yield from self._odd(block[at:stop])
                at = stop
                continue
            at = found.end()
            row, *xml = found.groups("")
            number = self._next(int(row))
            try:
                texts = list(map(text_of, xml))
            except ValueError as error:
                raise self._refusal(number, xml) from error
            yield number, texts

    def _odd(self, xml: str) -> Iterator[Row]:
        for number, texts in self.odd_rows.read(xml, self.last):
            if len(texts) > self.width:
                self._widen(len(texts))
            yield self._next(number), texts

    def _widen(self, columns: int) -> None:
        """By a quarter at least, so that ever wider rows do not cost an expression each."""
        self.width = min(max(columns, self.width * 5 // 4), WIDEST) if columns else 0
        cells = (rf'(?:<c r="{letters(n)}\1"{CELL})?+' for n in range(self.width))
        self.match = re.compile(f"{ROW}{''.join(cells)}{ROW_END}").match

    def _next(self, number: int) -> int:
        if not self.last < number <= MOST_ROWS:
            raise self.place.refusal(f"comes after row {self.last}", number)
        self.last = number
        return number

    def _refusal(self, row: int, xml: list[str]) -> Exception:
        for column, cell in enumerate(xml):
            try:
                self.cells[cell]
            except ValueError as error:
                return self.place.refusal(str(error), row, column)
        return self.place.refusal("changes while it is read", row)
