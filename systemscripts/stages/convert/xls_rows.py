"""The rows of a sheet of an .xls (BIFF8), block by block.

One expression takes the cells of a row apart, and learns what the columns hold; what it does
not match is read record by record.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from struct import pack, unpack, unpack_from

from systemscripts.stages.convert.sheet_rows import Place, Row
from systemscripts.stages.convert.xls_book import BOF, CUT, EOF
from systemscripts.stages.convert.xls_cells import Cells
from systemscripts.stages.convert.xls_odd_cells import OddCells

ROW = rb"(?=.{4}(..))"  # of the first record
SHARED = 0xFD
# behind kind, size, row and column: what `Cells` tells apart by its size
USUAL = {
    SHARED: (b"\xfd\x00\x0a\x00", rb"..(.{4})"),  # the number of a shared text
    0x0203: (b"\x03\x02\x0e\x00", rb"(.{10})"),  # a float
    0x027E: (b"\x7e\x02\x0a\x00", rb"(.{6})"),  # a packed number
    0x0205: (b"\x05\x02\x08\x00", rb"(.{4})"),  # a truth value or an error
    0x0201: (b"\x01\x02\x06\x00", rb"(.{2})"),  # nothing
}
INDEX = 0x020B
MOST_LEARNED = 100  # expressions; a sheet that needs more has no pattern


class Reader:
    """Rows count from 1, as people do; in the file they count from 0."""

    def __init__(self, cells: Cells, place: Place) -> None:
        self.cells = cells
        self.place = place
        self.odd_cells = OddCells(cells)
        self.first = 0  # the header is made of texts only, and teaches nothing
        self.row = 0  # the one that is being read
        self.texts: list[str] = []
        self.depth = 0  # a chart in a sheet has records of its own
        self.indexed = False  # then its rows are in order
        self.columns: dict[int, list[int]] = {}  # which kinds of records each one holds
        self.learned = 0
        self._learn()

    def rows(self, blocks: Iterable[bytes]) -> Iterator[Row]:
        """In the order of the file; a row may come in parts."""
        data = b""
        for block in blocks:
            data += block
            at = 0
            while at + 4 <= len(data):
                if self.depth == 1:
                    usual, at = self._usual(data, at)
                    for row, texts in usual:
                        if row == self.row or not self.row or self.has_learned:
                            yield from self._next(row, texts)
                        else:  # nearly always
                            yield self.row, self.texts
                            self.row, self.texts = row, texts
                    if at + 4 > len(data):
                        break
                kind, size = unpack_from("<HH", data, at)
                following = at + 4 + size
                if following > len(data):
                    break
                yield from self._next(*self._record(kind, data[at + 4 : following]))
                at = following
                if kind == EOF and not self.depth:
                    if self.row:
                        yield self.row, self.texts
                    return
            data = data[at:]
        raise self.place.refusal(CUT)

    def _next(self, row: int, texts: list[str]) -> Iterator[Row]:
        if row == self.row:
            self._add(texts)
        elif row:
            if self.row:
                yield self.row, self.texts
            self.row, self.texts = row, texts
            if self.has_learned:
                self._learn()

    def _usual(self, data: bytes, at: int) -> tuple[Iterable[Row], int]:
        """The rows from here on that the expression matches, and where they end."""
        found = []
        while (match := self.match(data, at)) and match.end() > at:
            found.append(match.groups(b""))
            at = match.end()
        if not found:
            return (), at
        rows, *columns = zip(*found, strict=True)
        numbers = [number + 1 for number in unpack(f"<{len(rows)}H", b"".join(rows))]
        if not columns:
            return (), at
        try:
            texts = [says(column) for says, column in zip(self.says, columns, strict=True)]
        except ValueError:
            self._refuse(numbers, columns)
            raise
        blank = [""] * len(rows)
        for begin, end in self.several:
            texts[begin:end] = [list(map("".join, zip(blank, *texts[begin:end], strict=True)))]
        return zip(numbers, map(list, zip(*texts, strict=True)), strict=True), at

    def _record(self, kind: int, data: bytes) -> Row:
        if kind == BOF:
            self.depth += 1
        elif kind == EOF:
            self.depth -= 1
        elif kind == INDEX:
            self.indexed = True
        elif self.depth == 1 and kind in USUAL:
            return self._cell(kind, data)
        elif self.depth == 1:
            return self._odd(kind, data)
        return 0, []

    def _cell(self, kind: int, data: bytes) -> Row:
        row, column = unpack_from("<HH", data)
        kinds = self.columns.setdefault(column, [])
        self.first = self.first or row + 1
        if kind not in kinds and row >= self.first and self.learned < MOST_LEARNED:
            kinds.append(kind)
            self.has_learned = True
        try:
            text = self.cells.shared(data[6:10]) if kind == SHARED else self.cells[data[4:]]
        except ValueError as error:
            raise self.place.refusal(str(error), row + 1, column) from error
        return row + 1, ["" for _ in range(column)] + [text]

    def _odd(self, kind: int, data: bytes) -> Row:
        try:
            found = self.odd_cells.read(kind, data)
        except ValueError as error:
            row, column = unpack_from("<HH", data)
            raise self.place.refusal(str(error), row + 1, column) from error
        if not found:
            return 0, []
        row, column, _ = found[0]
        return row + 1, ["" for _ in range(column)] + [text for _, _, text in found]

    def _add(self, texts: list[str]) -> None:
        self.texts += [""] * (len(texts) - len(self.texts))
        for column, text in enumerate(texts):
            if text:
                self.texts[column] = text

    def _learn(self) -> None:
        """One group for each kind of record that a column has held."""
        self.has_learned = False
        self.learned += 1
        self.says: list[Callable[[Sequence[bytes]], list[str]]] = []
        expression, self.several, groups = ROW, list[tuple[int, int]](), 0
        for column in range(max(self.columns, default=-1) + 1):
            kinds = self.columns.get(column, [])
            place = rb"\1(?:" + re.escape(pack("<H", column)) + b")"
            ways = (re.escape(USUAL[kind][0]) + place + USUAL[kind][1] for kind in kinds)
            expression += b"(?:" + b"|".join(ways) + b")?+" if kinds else b""
            if len(kinds) != 1:
                self.several.insert(0, (groups, groups + len(kinds)))  # the last one first
            groups += len(kinds)
            for kind in kinds:
                self.says.append(self.cells.shared_column if kind == SHARED else self.cells.column)
        self.match = re.compile(expression, re.DOTALL).match

    def _refuse(self, rows: list[int], columns: list[tuple[bytes, ...]]) -> None:
        """The first row with a cell that no table can hold."""
        groups = [column for column in sorted(self.columns) for _ in self.columns[column]]
        for row, values in zip(rows, zip(*columns, strict=True), strict=True):
            for column, says, value in zip(groups, self.says, values, strict=True):
                try:
                    says([value])
                except ValueError as error:
                    raise self.place.refusal(str(error), row, column) from error
