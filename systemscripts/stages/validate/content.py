"""What a file says as a whole: nothing at all, or one value in a column."""

import re
from collections.abc import Callable

from systemscripts.foundation import delimited_rows
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError

EMPTY_MARK = "invalid event id"
SOMETHING = re.compile(rb"[^\s\",;|]")


def says_nothing(source: Delimited) -> bool:
    """No header at all, or the sentence that a site writes into an empty list."""
    first = " ".join(source.header[0].lower().split()) if source.header else EMPTY_MARK
    return first.startswith(EMPTY_MARK) and len([h for h in source.header if h.strip()]) < 2


def has_rows(source: Delimited) -> bool:
    """Whether any row has a value; told at once for nearly every file."""
    if not source.numbered:
        with source.path.open("rb") as file:
            file.seek(source.start)
            if SOMETHING.search(file.read(min(source.size, 1 << 16))):
                return True
    try:
        return any(any(row) for _, row in delimited_rows.read(source))
    except DataError:  # a broken row is one as well; what becomes of it is told by the load
        return True


def count_blank(source: Delimited) -> int:
    return sum(1 for _ in delimited_rows.read(source))


def values_of(source: Delimited, column: str, what: str, named: Callable[[str], str]) -> set[str]:
    """The different values of a column, which its heading or its name in the table names."""
    places = [n for n, text in enumerate(source.header) if named(text) == named(column)]
    if not places:
        raise DataError(f"{source.name}: no column {column}, which should hold the {what}")
    return {row[places[0]] for _, row in delimited_rows.read(source) if row}
