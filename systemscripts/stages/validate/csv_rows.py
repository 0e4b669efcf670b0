"""Reading a CSV file strictly: a header, then rows as long as the header; a line for each row."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from systemscripts.foundation.errors import DataError

EMPTY_MARK = "invalid event id"
csv.field_size_limit(min(sys.maxsize, 200 * 1024 * 1024))


@dataclass
class Sheet:
    """A file that is being read: its header, and its rows one by one."""

    name: str
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]

    @property
    def says_nothing(self) -> bool:
        """No header at all, or the sentence that a site writes into an empty list."""
        return not self.header or self.header[0].strip().lower().startswith(EMPTY_MARK)


@contextmanager
def opened(path: Path, name: str) -> Iterator[Sheet]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next((row for row in reader if any(row)), [])
            while header and not header[-1].strip():
                header.pop()
            try:
                yield Sheet(name, header, _rows(reader, len(header), name))
            except csv.Error as error:
                raise DataError(f"{name}, line {reader.line_num}: {error}") from error
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name}: not UTF-8 (byte {error.object[error.start]:#04x} at {error.start})",
            hint="Save it as UTF-8.",
        ) from error


def _rows(reader: Iterator[list[str]], width: int, name: str) -> Iterator[tuple[int, list[str]]]:
    previous = reader.line_num  # type: ignore[attr-defined]
    for row in reader:
        line, previous = previous + 1, reader.line_num  # type: ignore[attr-defined]
        if len(row) > width and any(value for value in row[width:]):
            raise DataError(
                f"{name}, line {line}: {len(row)} values, but the header has {width}",
                hint="Is a value with a comma missing its quotes?",
            )
        if 0 < len(row) < width and any(row):
            raise DataError(f"{name}, line {line}: {len(row)} values, but the header has {width}")
        yield line, row[:width]
