"""The rows of a sheet of an .xls (BIFF8), block by block.

One expression takes the cells of a row apart, and learns what the columns hold; what it does
not match is read record by record.
"""

import re
from collections.abc import Iterable, Iterator
from struct import pack, unpack_from

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert.sheet_rows import Place, Row
from systemscripts.stages.convert.xls_book import BOF, CUT, EOF
from systemscripts.stages.convert.xls_cells import Cells
from systemscripts.stages.convert.xls_odd_cells import OddCells

ROW = rb"(?=.{4}(..))"  # of the first record
# behind kind, size, row and column: what `Cells` tells apart by its size
USUAL = {
    0xFD: (b"\xfd\x00\x0a\x00", rb".(.{5})", 5),  # the number of a shared text
    0x0203: (b"\x03\x02\x0e\x00", rb"(.{10})", 4),  # a float
    0x027E: (b"\x7e\x02\x0a\x00", rb"(.{6})", 4),  # a packed number
    0x0205: (b"\x05\x02\x08\x00", rb"(.{4})", 4),  # a truth value or an error
    0x0201: (b"\x01\x02\x06\x00", rb"(.{2})", 4),  # nothing
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
            self.cells.forget()
            at = 0
            while at + 4 <= len(data):
                found = self.match(data, at) if self.depth == 1 else None
                if found is not None and found.end() > at:
                    row, texts = self._usual(found)
                    at = found.end()
                else:
                    kind, size = unpack_from("<HH", data, at)
                    following = at + 4 + size
                    if following > len(data):
                        break
                    row, texts = self._record(kind, data[at + 4 : following])
                    at = following
                    if kind == EOF and not self.depth:
                        if self.row:
                            yield self.row, self.texts
                        return
                if row == self.row:
                    self._add(texts)
                elif row:
                    if self.row:
                        yield self.row, self.texts
                    self.row, self.texts = row, texts
                    if self.has_learned:
                        self._learn()
            data = data[at:]
        raise self.place.refusal(CUT)

    def _usual(self, found: "re.Match[bytes]") -> Row:
        row, *values = found.groups(b"")
        number = int.from_bytes(row, "little") + 1
        try:
            texts = list(map(self.cells.__getitem__, values))
        except ValueError as error:
            raise self._refusal(number, values) from error
        for begin, end in self.several:
            texts[begin:end] = ["".join(texts[begin:end])]
        return number, texts

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
        value = data[USUAL[kind][2] :]
        try:
            return row + 1, ["" for _ in range(column)] + [self.cells[value]]
        except ValueError as error:
            raise self.place.refusal(str(error), row + 1, column) from error

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
        expression, self.several, groups = ROW, list[tuple[int, int]](), 0
        for column in range(max(self.columns, default=-1) + 1):
            kinds = self.columns.get(column, [])
            place = rb"\1(?:" + re.escape(pack("<H", column)) + b")"
            ways = (re.escape(USUAL[kind][0]) + place + USUAL[kind][1] for kind in kinds)
            expression += b"(?:" + b"|".join(ways) + b")?+" if kinds else b""
            if len(kinds) != 1:
                self.several.insert(0, (groups, groups + len(kinds)))  # the last one first
            groups += len(kinds)
        self.match = re.compile(expression, re.DOTALL).match

    def _refusal(self, row: int, values: list[bytes]) -> DataError:
        groups = [column for column in sorted(self.columns) for _ in self.columns[column]]
        for column, value in zip(groups, values, strict=True):
            try:
                self.cells[value]
            except ValueError as error:
                return self.place.refusal(str(error), row, column)
        return self.place.refusal("changes while it is read", row)
