"""A delimited file in blocks that end where a record ends, cut by searching, without parsing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError

SIZE = 4 << 20
NO_QUOTE = b"\x01"  # stands for the quote where there is none
LONGEST = 64 << 20  # of one record
MOST_LINES = 250_000  # of a block that can be cut: short ones cost memory, however few their bytes


@dataclass(frozen=True)
class Block:
    """Whole records; `closed` is False when the last one ends within quotes."""

    data: bytes
    first_line: int
    closed: bool
    last: bool
    start: int = 0  # where in the file
    length: int = 0

    def put_down(self) -> "Block":
        """Without its bytes, which can be read again."""
        return replace(self, data=b"")

    def taken_up(self, source: Delimited) -> "Block":
        """With its bytes."""
        if self.data or not self.length:
            return self
        with source.path.open("rb") as file:
            file.seek(self.start)
            return replace(self, data=file.read(self.length))


def last_record_end(data: bytes, quote: bytes) -> int:
    """Just behind the last line break that stands outside quotes; 0: there is none."""
    if not quote:
        return data.rfind(b"\n") + 1
    end, quotes = len(data), data.count(quote)
    while (position := data.rfind(b"\n", 0, end)) >= 0:
        quotes -= data.count(quote, position, end)
        if quotes % 2 == 0:
            return position + 1
        end = data.rfind(quote, 0, position)  # all lines since then stand within quotes
        quotes -= 1
    return 0


def copyable(block: Block, separator: bytes, quote: bytes) -> tuple[int, bytes] | None:
    """How many records COPY finds in a block, and its bytes with each quoted value cut to a quote.

    None: COPY might not read it as it is meant. Every quote must stand at the edge of a value, or
    doubled within one: elsewhere COPY would drop it without a word.
    """
    data = block.data
    ends_early = b"\\" in data and b"\\." in data  # to look for one byte is much cheaper
    if not block.closed or ends_early or data.count(b"\r") != data.count(b"\r\n"):
        return None
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    if not quote:
        return None if NO_QUOTE in data else (lines, data)
    if quote not in data:
        return lines, data
    parts = data.split(quote)
    outside = parts[::2]  # what stands between two quoted values; "" for a doubled quote
    ends = {part[-1:] for part in outside[:-1]}
    begins = {part[:1] for part in outside[1:]}
    if not (ends <= {b"", separator, b"\n"} and begins <= {b"", separator, b"\n", b"\r"}):
        return None
    return lines - b"".join(parts[1::2]).count(b"\n"), quote.join(outside)


def records(data: bytes, quote: bytes) -> list[bytes]:
    """The records of a block whose quotes are in order, without their line breaks."""
    found: list[bytes] = []
    parts: list[bytes] = []
    within = False
    for text in data.removesuffix(b"\n").split(b"\n"):
        parts.append(text)
        within ^= bool(quote) and text.count(quote) % 2 == 1
        if not within:
            found.append(b"\n".join(parts))
            parts = []
    return found


class Blocks:
    """The data rows of a file, block by block; a reader may give back what it could not use."""

    def __init__(self, source: Delimited, size: int = SIZE) -> None:
        self.source = source
        self.size = size
        self.quote = source.quote.encode()
        self._kept = b""
        self._line = source.first_line
        self._start = source.start  # of what comes next
        self._left = source.size

    def give_back(self, data: bytes, line: int) -> None:
        """These bytes come again with the next block."""
        self._kept, self._line = data + self._kept, line
        self._start -= len(data)

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
        end = last_record_end(data[: self.size], self.quote) if len(data) > self.size else 0
        if not end:
            data, end = self._grown(file)
        if not end:
            return self._torn(data, line)
        while (lines := data.count(b"\n", 0, end)) > MOST_LINES:
            fewer = last_record_end(data[: end * MOST_LINES // lines], self.quote)
            if not fewer:
                break
            end = fewer
        whole, self._kept = data[:end], data[end:]
        self._line = line + whole.count(b"\n")
        closed = bool(self._left) or not self.quote or whole.count(self.quote) % 2 == 0
        return self._block(whole, line, closed, last=not (self._left or self._kept))

    def _grown(self, file: BinaryIO) -> tuple[bytes, int]:
        """Until a record ends, which may be that of the file, or is longer than any should be."""
        data = self._kept
        if len(data) < self.size:
            data += self._read(file)
        while True:
            end = len(data) if not self._left else last_record_end(data, self.quote)
            if end or len(data) > LONGEST:
                return data, end
            data += self._read(file)

    def _block(self, data: bytes, line: int, closed: bool, last: bool) -> Block:
        start = self._start
        self._start += len(data)
        return Block(data, line, closed, last, start, len(data))

    def _torn(self, data: bytes, line: int) -> Block:
        """No end of a record far and wide: some quote was never closed, or there are no lines."""
        end = data.rfind(b"\n") + 1
        if not end:
            raise DataError(
                f"{self.source.name}, line {line}: a row of more than {LONGEST >> 20} MiB",
                hint="Is this a text file with one row a line?",
            )
        self._kept, self._line = data[end:], line + data.count(b"\n", 0, end)
        return self._block(data[:end], line, closed=False, last=False)
