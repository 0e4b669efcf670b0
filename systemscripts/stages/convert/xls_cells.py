"""What the records of cells in an .xls (BIFF8) say; values that come again are looked up."""

from collections.abc import Iterator
from struct import Struct, pack, unpack

from systemscripts.stages.convert import cells, serial_days
from systemscripts.stages.convert.number_formats import Kind
from systemscripts.stages.convert.xls_book import Book

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
MOST_KNOWN = 1 << 15
MANY = 1 << 10
IN_HUNDREDTHS, IS_WHOLE = 0x01, 0x02
STYLE_AND_FLOAT = Struct("<Hd").unpack
STYLE_AND_PACKED = Struct("<Hi").unpack


class Cells(dict[bytes, str]):
    """From the format and the value of a cell, as bytes, to its text; the size tells the kind."""

    def __init__(self, book: Book) -> None:
        super().__init__(_keys_of_sound(book.texts))
        self[b""] = ""
        self.numbers: list[bytes] = []  # which of the keys may be forgotten
        self.texts = book.texts
        self.kinds = dict(enumerate(book.kinds))
        self.since_1904 = book.since_1904
        self.says = {
            10: self._float,
            6: self._packed,
            5: self._shared,  # only the last byte of its format
            4: _truth_or_error,
            2: _nothing,
        }

    def __missing__(self, data: bytes) -> str:
        says = self.says.get(len(data))
        if says is None:
            raise ValueError("is damaged")
        said = self[data] = says(data)
        self.numbers.append(data)
        return said

    def forget(self) -> None:
        """Called now and then: what comes again soon is worth its memory, the rest is not."""
        if len(self.numbers) > MOST_KNOWN:
            for data in self.numbers:
                del self[data]
            self.numbers.clear()

    def number(self, style: int, value: float) -> str:
        kind = self.kinds.get(style, Kind.NUMBER)
        if kind is Kind.NUMBER:
            return cells.number(value)
        return serial_days.text(value, kind, self.since_1904)

    def _float(self, data: bytes) -> str:
        style, value = STYLE_AND_FLOAT(data)
        kind = self.kinds.get(style, Kind.NUMBER)
        if kind is Kind.NUMBER:
            return cells.number(value)
        return serial_days.text(value, kind, self.since_1904)

    def _packed(self, data: bytes) -> str:
        style, packed = STYLE_AND_PACKED(data)
        if packed & 3 == IS_WHOLE and self.kinds.get(style) is Kind.NUMBER:
            return str(packed >> 2)
        return self.number(style, packed_number(packed))

    def _shared(self, data: bytes) -> str:
        number = int.from_bytes(data[1:], "little")
        if number >= len(self.texts):
            raise ValueError(f"shows the shared text {number}, of {len(self.texts):,}")
        return cells.sound(self.texts[number])


def _keys_of_sound(texts: list[str]) -> Iterator[tuple[bytes, str]]:
    """Whether one of them is refused is found sooner for many at once."""
    for begin in range(0, len(texts), MANY):
        some = texts[begin : begin + MANY]
        keys = [b"\0" + number.to_bytes(4, "little") for number in range(begin, begin + len(some))]
        if _is_sound("".join(some)) and max(map(len, some)) <= cells.LONGEST:
            yield from zip(keys, some, strict=True)


def _is_sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def packed_number(packed: int) -> float:
    """30 bits of a float or of a whole number, perhaps in hundredths."""
    value = (
        float(packed >> 2) if packed & IS_WHOLE else unpack("<d", pack("<Ii", 0, packed & ~3))[0]
    )
    return float(value / 100 if packed & IN_HUNDREDTHS else value)


def _truth_or_error(data: bytes) -> str:
    return error(data[2]) if data[3] else cells.truth(bool(data[2]))


def error(code: int) -> str:
    return ERRORS.get(code, f"#ERR{code}")


def _nothing(_: bytes) -> str:
    return ""
