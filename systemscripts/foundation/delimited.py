"""A delimited text file in UTF-8: where its rows begin, and how they are separated."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

BLOCK = 1 << 20
Row = tuple[int, Sequence[str]]  # its line (row of a sheet, position in a list), its values


@dataclass(frozen=True)
class Delimited:
    """What a reader must know; `name` is the file as people know it, for messages.

    `start` is the byte where the first data row begins and `first_line` the line it stands on;
    at `end` (None: of the file) the data is over. In a numbered file the first field of every
    row is its line, which the header does not name.
    """

    path: Path
    name: str
    header: tuple[str, ...]
    start: int = 0
    end: int | None = None
    first_line: int = 1
    separator: str = ","
    quote: str = '"'  # "" means that nothing is quoted
    numbered: bool = False

    @property
    def size(self) -> int:
        """Bytes of data."""
        return (self.path.stat().st_size if self.end is None else self.end) - self.start

    @cached_property
    def most_rows(self) -> int:
        """No more rows than lines: those within quotes are counted too, which is cheaper."""
        lines, left = 1, self.size
        with self.path.open("rb") as file:
            file.seek(self.start)
            while block := file.read(min(BLOCK, left)):
                lines += block.count(b"\n")
                left -= len(block)
        return lines


def write_numbered(path: Path, name: str, header: Sequence[str], rows: Iterable[Row]) -> Delimited:
    """A file of our own, which keeps the line of every row.

    Lines end with both characters, so that the writer quotes a value that holds either.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows((line, *values) for line, values in rows)
    return Delimited(path, name, tuple(header), numbered=True)
