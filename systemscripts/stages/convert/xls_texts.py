"""The texts that the cells of an .xls share: a table that is cut into records at any place."""

from collections.abc import Sequence
from struct import Struct, unpack_from

WIDE, EXTRA, RICH = 0x01, 0x04, 0x08
RUN = 4
UTF_16 = ("utf-16-le", "surrogatepass")
LENGTH_AND_FLAGS = Struct("<HB").unpack_from


def shared(segments: Sequence[bytes]) -> list[str]:
    """`segments` are the data of the table's record and of those that continue it."""
    count = unpack_from("<I", segments[0], 4)[0]
    found: list[str] = []
    reader = _Texts(segments)
    while len(found) < count:
        found += reader.whole(count - len(found))
        if len(found) < count:
            found.append(reader.text())
    return found


class _Texts:
    def __init__(self, segments: Sequence[bytes]) -> None:
        self.segments = iter(segments)
        self.data = next(self.segments)
        self.at = 8

    def whole(self, most: int) -> list[str]:
        """Up to one that is cut or formatted, or to the end of the record."""
        found: list[str] = []
        data, at, end = self.data, self.at, len(self.data) - 3
        while at <= end and len(found) < most:
            length, flags = LENGTH_AND_FLAGS(data, at)
            if flags > WIDE:
                break
            following = at + 3 + (length << flags)
            if following > end + 3:
                break
            words = data[at + 3 : following]
            found.append(
                str(words, "utf-16-le", "surrogatepass") if flags else str(words, "latin-1")
            )
            at = following
        self.at = at
        return found

    def text(self) -> str:
        """Any; a cut one goes on behind a flag of its own."""
        if self.at >= len(self.data):
            self._next()
        length, flags = LENGTH_AND_FLAGS(self.data, self.at)
        self.at += 3
        skip = 0
        if flags & RICH:
            skip = unpack_from("<H", self.data, self.at)[0] * RUN
            self.at += 2
        if flags & EXTRA:
            skip += unpack_from("<I", self.data, self.at)[0]
            self.at += 4
        words = self._cut(length, flags)
        self._skip(skip)
        return words

    def _next(self) -> None:
        self.data, self.at = next(self.segments, b""), 0
        if not self.data:
            raise ValueError("its shared texts end in the middle")

    def _cut(self, length: int, flags: int) -> str:
        words = ""
        while True:
            wide = flags & WIDE
            part = self.data[self.at : self.at + (length << wide)]
            words += decoded(part, wide)
            length -= len(part) >> wide
            self.at += len(part)
            if not length:
                return words
            self._next()
            flags, self.at = self.data[0], 1

    def _skip(self, size: int) -> None:
        while size > len(self.data) - self.at:
            size -= len(self.data) - self.at
            self._next()
        self.at += size


def decoded(data: bytes, wide: int) -> str:
    """Halves of characters may lie in two records; those that stay alone are refused later."""
    return data.decode(*UTF_16) if wide else data.decode("latin-1")


def single(data: bytes, at: int = 0) -> str:
    """A text that lies in one record: its length in two bytes, a flag, its characters."""
    length, flags = unpack_from("<HB", data, at)
    wide = flags & WIDE
    return decoded(data[at + 3 : at + 3 + (length << wide)], wide)
