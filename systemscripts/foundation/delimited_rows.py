"""The records of a delimited file, each with the line on which it begins."""

import csv
import io
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError

csv.field_size_limit(max(csv.field_size_limit(), 64 << 20))
Record = tuple[int, list[str]]


class _Part(io.RawIOBase):
    """The bytes of a file from its first data row to the end of its data."""

    def __init__(self, file: Any, source: Delimited) -> None:
        self.file = file
        self.left = sys.maxsize if source.end is None else source.end - source.start
        file.seek(source.start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self.file.read(min(len(buffer), self.left))
        self.left -= len(block)
        buffer[: len(block)] = block
        return len(block)


def read(source: Delimited) -> Iterator[Record]:
    """As wide as the header; a record without any value is blank and has none."""
    encoding = "utf-8" if source.start else "utf-8-sig"
    with source.path.open("rb") as file:
        part = io.BufferedReader(_Part(file, source), 1 << 18)
        text = io.TextIOWrapper(part, encoding, newline="")
        reader = csv.reader(
            text,
            delimiter=source.separator,
            quotechar=source.quote or None,
            quoting=csv.QUOTE_MINIMAL if source.quote else csv.QUOTE_NONE,
            strict=True,
        )
        yield from _records(source, reader)


def _records(source: Delimited, reader: Any) -> Iterator[Record]:
    line = source.first_line
    try:
        for row in reader:
            if source.numbered:
                line, row = int(row[0]), row[1:]
            yield line, _fitted(source, line, row)
            if not source.numbered:
                line = source.first_line + reader.line_num
    except csv.Error as error:
        raise DataError(f"{source.name}, line {line}: {error}") from error
    except UnicodeDecodeError as error:
        raise DataError(
            f"{source.name}, near line {line}: not UTF-8", hint="Save it as UTF-8."
        ) from error


def _fitted(source: Delimited, line: int, row: list[str]) -> list[str]:
    if not any(row):
        return []
    width = len(source.header)
    if len(row) < width or any(row[width:]):
        raise DataError(
            f"{source.name}, line {line}: {len(row)} values, but the header has {width}",
            hint="Is a value with a separator missing its quotes?" if len(row) > width else "",
        )
    return row[:width]


def in_chunks(source: Delimited, at_once: int) -> Iterator[list[Record]]:
    records = read(source)
    while chunk := list(islice(records, at_once)):
        yield chunk
