"""What the records of cells in an .xls (BIFF8) say; values that come again are looked up."""

from collections.abc import Iterator, Sequence
from itertools import starmap
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
NUMBER = Kind.NUMBER
TRUTH_SIZE, NOTHING_SIZES = 4, (0, 2)
MOST_KNOWN = 1 << 13
MANY = 1 << 10
IN_HUNDREDTHS, IS_WHOLE = 0x01, 0x02
STYLE_AND_FLOAT = Struct("<Hd")
STYLE_AND_PACKED = Struct("<Hi")


class Cells(dict[bytes, str]):
    """From the format and the value of a cell, as bytes, to its text; the size tells the kind."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.texts = [*book.texts, ""]
        self.nothing = len(book.texts).to_bytes(4, "little")
        self.kinds = dict(enumerate(book.kinds))
        self.since_1904 = book.since_1904
        self.unsound = set(_unsound(book.texts))
        self.numbers = {10: (STYLE_AND_FLOAT, self.number), 6: (STYLE_AND_PACKED, self.packed)}

    def __missing__(self, data: bytes) -> str:
        size = len(data)
        if size in self.numbers:
            values, says = self.numbers[size]
            said = says(*values.unpack(data))
        elif size == TRUTH_SIZE:
            said = _truth_or_error(data)
        elif size in NOTHING_SIZES:
            said = ""
        else:
            raise ValueError("is damaged")
        self[data] = said
        return said

    def column(self, values: Sequence[bytes]) -> list[str]:
        """What cells say that stand below each other; numbers that differ are not remembered."""
        if len(self) > MOST_KNOWN:
            self.clear()  # what comes again soon is worth its memory, the rest is not
        numbers = self.numbers.get(len(values[0]))
        if numbers is None or b"" in values or 2 * len(set(values)) < len(values):
            return list(map(self.__getitem__, values))
        return list(starmap(numbers[1], numbers[0].iter_unpack(b"".join(values))))

    def shared_column(self, numbers: Sequence[bytes]) -> list[str]:
        """Texts by their numbers; the one after the last says nothing."""
        filled = [number or self.nothing for number in numbers]
        places = unpack(f"<{len(filled)}I", b"".join(filled))
        last = len(self.texts) - 1
        if self.unsound or max(places) > last or places.count(last) != numbers.count(b""):
            return [self.shared(number) for number in numbers]
        return list(map(self.texts.__getitem__, places))

    def shared(self, number: bytes) -> str:
        if not number:
            return ""
        place = int.from_bytes(number, "little")
        if place >= len(self.texts) - 1:
            raise ValueError(f"shows the shared text {place}, but there are {len(self.texts) - 1}")
        return cells.sound(self.texts[place]) if place in self.unsound else self.texts[place]

    def number(self, style: int, value: float) -> str:
        kind = self.kinds.get(style, NUMBER)
        if kind is NUMBER:
            return cells.number(value)
        return serial_days.text(value, kind, self.since_1904)

    def packed(self, style: int, packed: int) -> str:
        if packed & 3 == IS_WHOLE and self.kinds.get(style) is NUMBER:
            return str(packed >> 2)
        return self.number(style, packed_number(packed))


def _unsound(texts: list[str]) -> Iterator[int]:
    """Which ones must be looked at again; that none is, is found sooner for many at once."""
    for begin in range(0, len(texts), MANY):
        some = texts[begin : begin + MANY]
        if not _is_sound("".join(some)) or max(map(len, some)) > cells.LONGEST:
            yield from range(begin, begin + len(some))


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
