"""Reading records one by one, where a broken one must not take the others with it."""

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import LONGEST, Block

csv.field_size_limit(min(sys.maxsize, 64 << 20))
ENOUGH = 100_000  # records of a block in which a quote is open: what follows is cut anew
LINE = re.compile(rb"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
TORN = ("unexpected end of data", "field larger than field limit")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Undecodable(Exception):
    """Bytes that are no UTF-8: the fault of the whole file."""


@dataclass(frozen=True)
class Fault:
    """A record that is no row: which one (the first of the block is 1), and why."""

    record: int
    reason: str


@dataclass
class Records:
    """Rows of a block; None stands for a record that is blank or broken, so that others keep
    their number."""

    rows: list[list[str] | None] = field(default_factory=list)
    spans: list[tuple[int, bytes]] = field(default_factory=list)  # line and bytes of each
    faults: list[Fault] = field(default_factory=list)
    rest: bytes = b""  # a record that the next block may complete
    rest_line: int = 0

    def copy_text(self, width: int, empty: str) -> Iterator[str]:
        """Lines for COPY in its text format, with a mark for an empty value."""
        nothing = "\t".join(["\\N"] * width) + "\n"
        for row in self.rows:
            if row is None:
                yield nothing
                continue
            yield "\t".join([v.translate(ESCAPES) if v else empty for v in row]) + "\n"


class _Lines:
    """The lines of a block as text, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.end = self.count = 0  # of what was taken

    def __iter__(self) -> Iterator[str]:
        for line in LINE.finditer(self.data, self.end):
            self.end = line.end()
            self.count += 1
            try:
                yield line.group().decode()
            except UnicodeDecodeError as error:
                raise Undecodable(str(error)) from error

    def back(self, end: int, count: int) -> None:
        self.end, self.count = end, count


def _reader(source: Delimited, lines: _Lines) -> Any:
    return csv.reader(
        lines,
        delimiter=source.separator,
        quotechar=source.quote or None,
        quoting=csv.QUOTE_MINIMAL if source.quote else csv.QUOTE_NONE,
        strict=True,
    )


def _shape(row: list[str], width: int) -> str | None:
    """Why it is no row; None: it is one."""
    if any("\0" in value for value in row):
        return "a zero byte, which is no text"
    if len(row) < width or any(row[width:]):
        return f"{len(row)} values, but the header has {width}"
    return None


def read(block: Block, source: Delimited, width: int) -> Records:
    """All records of a block; what is torn, or follows a torn one, is left for the next one."""
    found, lines = Records(), _Lines(block.data)
    while lines.end < len(block.data) and not found.rest:
        _run(found, block, source, width, lines)
    return found


def _run(found: Records, block: Block, source: Delimited, width: int, lines: _Lines) -> None:
    """Records from here on until one is broken."""
    reader = _reader(source, lines)
    begin, count = lines.end, lines.count
    own = 1 if source.numbered else 0
    try:
        for row in reader:
            _take(found, block, row, width, own, (count, block.data[begin : lines.end]))
            begin, count = lines.end, lines.count
            if not block.closed and len(found.rows) >= ENOUGH:
                return _leave(found, block, lines)
    except csv.Error as error:
        torn = str(error).startswith(TORN)
        reason = _reason(block) if torn else f"broken quoting: {error}"
        if torn:
            lines.back(begin, count)
            if begin and not block.last:
                return _leave(found, block, lines)
            next(iter(lines))
        _fault(found, block, reason, count, block.data[begin : lines.end])
        if torn:
            _leave(found, block, lines)


def _reason(block: Block) -> str:
    if block.last:
        return "a quote that is never closed"
    return f"a quote that is not closed within {LONGEST >> 20} MiB"


def _leave(found: Records, block: Block, lines: _Lines) -> None:
    found.rest, found.rest_line = block.data[lines.end :], block.first_line + lines.count


def _take(
    found: Records, block: Block, row: list[str], width: int, own: int, where: tuple[int, bytes]
) -> None:
    if not any(row[own:]):
        found.rows.append(None)
    elif reason := _shape(row[own:], width):
        _fault(found, block, reason, *where)
        return
    else:
        found.rows.append(row[: width + own])
    found.spans.append((block.first_line + where[0], where[1].rstrip(b"\r\n")))


def _fault(found: Records, block: Block, reason: str, begin: int, original: bytes) -> None:
    found.rows.append(None)
    found.spans.append((block.first_line + begin, original.rstrip(b"\r\n")))
    found.faults.append(Fault(len(found.rows), reason))
