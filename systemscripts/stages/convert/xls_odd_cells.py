"""The rarer records of cells in an .xls (BIFF8): formulas, texts of their own, many at once."""

from struct import unpack_from

from systemscripts.stages.convert import cells, xls_texts
from systemscripts.stages.convert.xls_cells import Cells, error, packed_number

FORMULA, STRING, LABEL, RSTRING, MULRK = 0x06, 0x0207, 0x0204, 0xD6, 0xBD
TEXT, TRUTH, ERROR = 0, 1, 2
NO_NUMBER = b"\xff\xff"

Found = tuple[int, int, str]  # row and column, from 0; text


class OddCells:
    def __init__(self, known: Cells) -> None:
        self.known = known
        self.row, self.column = -1, -1  # the formula whose text is in the next record
        self.cut: list[bytes] = []  # that text, while records continue it
        self.readers = {
            FORMULA: self._formula,
            STRING: self._text_of_formula,
            LABEL: self._label,
            RSTRING: self._label,
            MULRK: self._many,
        }

    def read(self, kind: int, data: bytes) -> list[Found]:
        reader = self.readers.get(kind)
        return reader(data) if reader else []

    def _formula(self, data: bytes) -> list[Found]:
        row, column, style = unpack_from("<HHH", data)
        if data[12:14] != NO_NUMBER:
            return [(row, column, self.known.number(style, unpack_from("<d", data, 6)[0]))]
        kind, value = data[6], data[8]
        if kind == TEXT:
            self.row, self.column = row, column
        said = {TRUTH: cells.truth(bool(value)), ERROR: error(value)}.get(kind, "")
        return [(row, column, said)]

    def _text_of_formula(self, data: bytes) -> list[Found]:
        return [(self.row, self.column, cells.sound(xls_texts.single(data)))]

    def _label(self, data: bytes) -> list[Found]:
        row, column = unpack_from("<HH", data)
        return [(row, column, cells.sound(xls_texts.single(data, 6)))]

    def _many(self, data: bytes) -> list[Found]:
        row, column = unpack_from("<HH", data)
        values = (unpack_from("<Hi", data, at) for at in range(4, len(data) - 2, 6))
        return [
            (row, column + n, self.known.number(style, packed_number(packed)))
            for n, (style, packed) in enumerate(values)
        ]
