"""Delimited text: left as it is where a loader can read its bytes, else written anew."""

import csv
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

from systemscripts.foundation.delimited import Delimited, Row
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import encodings, layout, separators
from systemscripts.stages.convert.opened import Opened, text
from systemscripts.stages.convert.separators import Dialect

NO_TEXT = {  # some of these hold nothing but letters
    b"%PDF-": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG\r": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF89a": "a picture",
    b"7z\xbc\xaf": "packed by 7-Zip",
    b"Rar!\x1a": "packed by RAR",
    b"\xfd7zXZ": "packed by xz",
    b"(\xb5/\xfd": "packed by zstd",
    b"SQLite format 3": "SQLite",
    b"PAR1\x15": "Parquet",
}
MOST = 1 << 26  # bytes of one record, as UTF-8: 64 Mi
SUBSTITUTE, ESCAPE, OWN, OTHER = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"  # never characters


def read(opened: Opened) -> Delimited:
    for signature, kind in NO_TEXT.items():
        if opened.start.startswith(signature):
            raise DataError(
                f"{opened.name}: neither text nor a spreadsheet ({kind})",
                hint="Save it as XLSX, or as CSV in UTF-8.",
            )
    if b"\0" in opened.start and not opened.encoding.startswith(encodings.WIDE):
        raise encodings.explain(opened.path, opened.name, opened.reading)
    dialect = separators.dialect(opened)
    if _may_stay(opened, dialect):
        return _as_it_is(opened, dialect)
    return layout.write(opened, records(opened, dialect))


def _may_stay(opened: Opened, dialect: Dialect) -> bool:
    """Lines that end with a carriage return only are nothing for a reader of bytes."""
    reading = opened.reading
    asks_little = reading.first_column == 1 and reading.footer is None
    first_line, feed, _ = opened.start.partition(b"\n")
    returns = b"\r" in (first_line.removesuffix(b"\r") if feed else first_line)
    return opened.encoding == "utf-8" and dialect.is_plain and asks_little and not returns


def _as_it_is(opened: Opened, dialect: Dialect) -> Delimited:
    """Only what stands before the data is read."""
    no_header = not opened.reading.header_row.strip("0")
    with opened.path.open("rb") as file:
        file.seek(opened.mark)
        lines = Lines(opened, _decoded(opened, file))
        header, _ = layout.headed(_records(lines, dialect), opened.reading.header_row, opened.name)
        start, first_line = (opened.mark, 1) if no_header else (file.tell(), lines.seen + 1)
    return Delimited(
        opened.path,
        opened.name,
        tuple(header),
        start=start,
        first_line=first_line,
        separator=dialect.separator,
        quote=dialect.quote,
    )


def _decoded(opened: Opened, file: BinaryIO) -> Iterator[str]:
    for line in iter(partial(file.readline, MOST), b""):
        try:
            yield line.decode(errors="strict" if len(line) < MOST else "replace")
        except UnicodeDecodeError as error:
            raise encodings.explain(opened.path, opened.name, opened.reading) from error


class Lines:
    """The lines of a text, counted, and the characters of the record that is being read."""

    def __init__(self, opened: Opened, lines: Iterable[str]) -> None:
        self.opened, self.lines = opened, lines
        self.seen = self.size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.size += len(line) if line.isascii() else len(line.encode(errors="replace"))
            if self.size >= MOST:
                raise DataError(
                    f"{self.opened.name}, line {self.seen + 1}: a record of more than 64 MiB",
                    hint="Is a quote missing, or is it no text?",
                )
            if "\0" in line:
                raise encodings.explain(self.opened.path, self.opened.name, self.opened.reading)
            self.seen += 1
            yield line


def records(opened: Opened, dialect: Dialect) -> Iterator[Row]:
    """All of the text, whatever its encoding and its separator."""
    with text(opened) as characters:
        lines: Iterator[str] = iter(partial(characters.readline, MOST), "")
        if len(dialect.separator) == 1:
            yield from _records(Lines(opened, lines), dialect)
        else:
            yield from _with_long_separator(opened, lines, dialect)


def _records(lines: Lines, dialect: Dialect) -> Iterator[Row]:
    csv.field_size_limit(MOST)
    reader = dialect.reader(lines)
    while True:
        line, lines.size = lines.seen + 1, 0
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(
                f"{lines.opened.name}, line {line}: {_in_words(str(error))}",
                hint="Within quotes a quote is written twice; or set quote in dba.timportconfig.",
            ) from error
        yield line, values


def _in_words(error: str) -> str:
    if error == "unexpected end of data":
        return "a quote is opened and never closed"
    if "expected after" in error:
        return "something stands between the closing quote of a value and the separator"
    return error.partition(" - ")[0]


def _with_long_separator(opened: Opened, lines: Iterable[str], dialect: Dialect) -> Iterator[Row]:
    """One character that no text holds takes the separator's place; where one does, it is kept."""
    own, separator = dialect.separator, SUBSTITUTE
    short = Dialect(separator, dialect.quote)

    def shortened(line: str) -> str:
        if ESCAPE in line or SUBSTITUTE in line:
            line = line.replace(ESCAPE, ESCAPE + OTHER).replace(SUBSTITUTE, ESCAPE + OWN)
        return line.replace(own, separator)

    def restored(value: str) -> str:
        value = value.replace(separator, own)
        return value.replace(ESCAPE + OWN, SUBSTITUTE).replace(ESCAPE + OTHER, ESCAPE)

    for line, values in _records(Lines(opened, map(shortened, lines)), short):
        yield line, [restored(value) for value in values]
