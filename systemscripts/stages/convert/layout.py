"""From the rows of a sheet, a page or a text to a header and its data."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, takewhile

from systemscripts.foundation.delimited import Delimited, Row, write_numbered
from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.stages.convert.opened import Opened


def write(opened: Opened, rows: Iterable[Row]) -> Delimited:
    """Rows as they stand in the file, header and footer among them."""
    skipped = opened.reading.first_column - 1
    cut = ((line, values[skipped:]) for line, values in rows) if skipped else iter(rows)
    header, data = headed(cut, opened.reading.header_row, opened.name)
    while header and not header[-1].strip():
        header.pop()
    return write_data(opened, header, data)


def write_data(opened: Opened, header: Sequence[str], data: Iterable[Row]) -> Delimited:
    rows = fitted(without_footer(data, opened.reading.footer), len(header))
    return write_numbered(opened.converted, opened.name, header, rows)


def says_something(values: Iterable[str]) -> bool:
    return any(map(str.strip, values))


def headed(rows: Iterator[Row], header_row: str, name: str) -> tuple[list[str], Iterator[Row]]:
    """The header, empty when nothing is in the file; what is left of the rows."""
    header_row = "0" if header_row.strip("0") == "" else header_row
    if header_row in ("auto", "0"):
        first = next((row for row in rows if says_something(row[1])), None)
        if first is None:
            return [], rows
        if header_row == "auto":
            return list(first[1]), rows
        return [f"column_{n}" for n, _ in enumerate(first[1], start=1)], chain([first], rows)
    return _numbered_header(rows, header_row, name), rows


def _numbered_header(rows: Iterator[Row], header_row: str, name: str) -> list[str]:
    if not re.fullmatch(r"[0-9]{1,9}", header_row):
        raise ConfigError(
            f"header_row is {header_row!r}", hint="Set it in dba.timportconfig to auto or a number."
        )
    wanted, seen, said = int(header_row), 0, False
    for seen, (_, values) in enumerate(rows, start=1):
        said = said or says_something(values)
        if seen == wanted and says_something(values):
            return list(values)
        if seen == wanted:
            break
    if seen == wanted:
        raise DataError(
            f"{name}: row {wanted}, which should be the header, is empty",
            hint="Look at header_row in dba.timportconfig.",
        )
    if said:
        raise DataError(
            f"{name}: the header should be row {wanted}, but the last row is {seen}",
            hint="Look at header_row in dba.timportconfig.",
        )
    return []


def without_footer(rows: Iterable[Row], footer: str | None) -> Iterable[Row]:
    if footer is None:
        return rows
    if footer.isdecimal():
        return _without_last(rows, int(footer)) if int(footer) else rows
    try:
        ends = re.compile(footer)
    except re.error as error:
        raise ConfigError(
            f"footer is {footer!r}: {error}",
            hint="Set it in dba.timportconfig to a number or a regular expression.",
        ) from error
    return takewhile(lambda row: not ends.match(row[1][0] if row[1] else ""), rows)


def _without_last(rows: Iterable[Row], number: int) -> Iterator[Row]:
    """Blank rows are none of those that count, so they are left out."""
    held: deque[Row] = deque()
    for row in rows:
        if says_something(row[1]):
            held.append(row)
            if len(held) > number:
                yield held.popleft()


def fitted(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """As wide as the header where nothing is lost by it; else the row stays as it is."""
    blank = [""] * width
    for line, values in rows:
        if len(values) == width:
            yield line, values
        elif not any(values):
            yield line, blank
        else:
            yield line, values if any(values[width:]) else values[:width]
