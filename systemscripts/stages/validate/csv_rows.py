"""Reading a CSV file strictly: a header, then rows as long as the header; a line for each row."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        first = " ".join(self.header[0].lower().split()) if self.header else EMPTY_MARK
        return first.startswith(EMPTY_MARK) and len(self.header) < 2


@contextmanager
def opened(path: Path, name: str) -> Iterator[Sheet]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            try:
                header = _header(reader)
                yield Sheet(name, header, _rows(reader, len(header), name))
            except csv.Error as error:
                raise DataError(f"{name}, line {reader.line_num}: {error}") from error
    except UnicodeDecodeError as error:
        line = _first_undecodable(path)
        raise DataError(f"{name}, line {line}: not UTF-8", hint="Save it as UTF-8.") from error


def _header(reader: Any) -> list[str]:
    """The first row that says something, without the empty headings at its end."""
    header: list[str] = next((row for row in reader if any(map(str.strip, row))), [])
    while header and not header[-1].strip():
        header.pop()
    return header


def _rows(reader: Any, width: int, name: str) -> Iterator[tuple[int, list[str]]]:
    previous = reader.line_num
    for row in reader:
        line, previous = previous + 1, reader.line_num
        if any(row[width:]):
            raise DataError(
                f"{name}, line {line}: {len(row)} values, but the header has {width}",
                hint="Is a value with a comma missing its quotes?",
            )
        if len(row) < width and any(row):
            raise DataError(f"{name}, line {line}: {len(row)} values, but the header has {width}")
        yield line, row[:width]


def _first_undecodable(path: Path) -> int:
    number = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return number
