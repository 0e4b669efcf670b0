"""A delimited file in blocks that end where a record ends, cut by searching, without parsing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError

SIZE = 8 << 20
LONGEST = 64 << 20  # of one record


@dataclass(frozen=True)
class Block:
    """Whole records; `closed` is False when the last one ends within quotes."""

    data: bytes
    first_line: int
    closed: bool
    last: bool


def last_record_end(data: bytes, quote: bytes) -> int:
    """Just behind the last line break that stands outside quotes; 0: there is none."""
    end = len(data)
    quotes = data.count(quote) if quote else 0
    while (position := data.rfind(b"\n", 0, end)) >= 0:
        if quote:
            quotes -= data.count(quote, position, end)
        if quotes % 2 == 0:
            return position + 1
        end = position
    return 0


def quoted_well(data: bytes, separator: bytes, quote: bytes) -> bool:
    """Whether every quote stands at the edge of a value, or doubled within one.

    Elsewhere COPY would drop it without a word.
    """
    if not quote or quote not in data:
        return True
    parts = data.split(quote)
    outside = parts[::2]  # what stands between two quoted values; "" for a doubled quote
    if len(parts) % 2 == 0:
        return False
    ends = {part[-1:] for part in outside[:-1]}
    begins = {part[:1] for part in outside[1:]}
    fine = {b"", separator, b"\n"}
    return ends <= fine and begins <= fine | {b"\r"}


class Blocks:
    """The data rows of a file, block by block; a reader may give back what it could not use."""

    def __init__(self, source: Delimited, size: int = SIZE) -> None:
        self.source = source
        self.size = size
        self.quote = source.quote.encode()
        self._kept = b""
        self._line = source.first_line
        self._left = source.size

    def give_back(self, data: bytes, line: int) -> None:
        """These bytes come again with the next block."""
        self._kept, self._line = data + self._kept, line

    def __iter__(self) -> Iterator[Block]:
        with self.source.path.open("rb") as file:
            file.seek(self.source.start)
            while self._left or self._kept:
                yield self._next(file)

    def _read(self, file: BinaryIO) -> bytes:
        data = file.read(min(self.size, self._left))
        self._left = self._left - len(data) if data else 0
        return data

    def _next(self, file: BinaryIO) -> Block:
        line, data = self._line, self._kept
        if len(data) < self.size:
            data += self._read(file)
        end = len(data) if not self._left else last_record_end(data, self.quote)
        while not end:
            if len(data) > LONGEST:
                return self._torn(data, line)
            data += self._read(file)
            end = len(data) if not self._left else last_record_end(data, self.quote)
        whole, self._kept = data[:end], data[end:]
        self._line = line + whole.count(b"\n")
        closed = not self.quote or whole.count(self.quote) % 2 == 0
        return Block(whole, line, closed, last=not (self._left or self._kept))

    def _torn(self, data: bytes, line: int) -> Block:
        """No end of a record far and wide: some quote was never closed, or there are no lines."""
        end = data.rfind(b"\n") + 1
        if not end:
            raise DataError(
                f"{self.source.name}, line {line}: a row of more than {LONGEST >> 20} MiB",
                hint="Is this a text file with one row a line?",
            )
        self._kept, self._line = data[end:], line + data.count(b"\n", 0, end)
        return Block(data[:end], line, closed=False, last=False)
