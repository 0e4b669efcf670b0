"""Reading records one by one, where a broken one must not take the others with it."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Block

csv.field_size_limit(min(sys.maxsize, 64 << 20))
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


def _decoded(lines: list[bytes], at: int) -> Iterator[str]:
    for number in range(at, len(lines)):
        try:
            yield lines[number].decode()
        except UnicodeDecodeError as error:
            raise Undecodable(str(error)) from error


def _reader(source: Delimited, lines: list[bytes], at: int) -> Any:
    return csv.reader(
        _decoded(lines, at),
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
    """All records of a block; what is torn at its end is left for the next one."""
    found = Records()
    lines = block.data.splitlines(keepends=True) if b"\r" in block.data else _lines(block.data)
    at = 0
    while at < len(lines):
        at = _run(found, block, source, width, lines, at)
    return found


def _lines(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    ended = [line + b"\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended


def _run(
    found: Records, block: Block, source: Delimited, width: int, lines: list[bytes], at: int
) -> int:
    """Records from this line on until one is broken; the line to go on with."""
    reader = _reader(source, lines, at)
    begin = at
    own = 1 if source.numbered else 0
    try:
        for row in reader:
            end = at + reader.line_num
            _take(found, block, row, width, own, (begin, b"".join(lines[begin:end])))
            begin = end
    except csv.Error as error:
        torn = "unexpected end of data" in str(error)
        if torn and not block.last and begin > 0:
            found.rest, found.rest_line = b"".join(lines[begin:]), block.first_line + begin
            return len(lines)
        end = begin + 1 if torn else at + reader.line_num
        reason = "a quote that is never closed" if torn else f"broken quoting: {error}"
        _fault(found, block, reason, begin, b"".join(lines[begin:end]))
        return end
    return len(lines)


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
