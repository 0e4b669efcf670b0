"""Label and date of a file: from its name, from a column, or as the row says."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from systemscripts.foundation.errors import ConfigError, DataError

TOKENS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
_TOKEN = re.compile("|".join(TOKENS))


def from_name(name: str, location: str, delimiter: str | None, what: str) -> str:
    """A position in the stem (first is 0), or the one group of a regular expression."""
    if location.isdigit():
        words = name.rpartition(".")[0].split(delimiter) if "." in name else name.split(delimiter)
        if int(location) >= len(words):
            raise DataError(
                f"{name}: no {what} at position {location}",
                hint=f"Split by {delimiter!r} the name has {len(words)} parts; the first is 0.",
            )
        return words[int(location)]
    try:
        found = re.search(location, name)
    except re.error as error:
        raise ConfigError(
            f"the {what} location {location!r} is no regular expression: {error}"
        ) from error
    if not found:
        raise DataError(f"{name}: no {what} where {location!r} looks for it")
    return str(found.group(1) if found.re.groups else found.group(0))


def from_column(name: str, column: str, values: Sequence[str], what: str) -> str:
    """The one value that the whole column has."""
    different = sorted(set(values))
    if len(different) != 1:
        some = ", ".join(repr(value) for value in different[:3])
        raise DataError(
            f"{name}: column {column} should hold one {what}, it holds {some or 'nothing'}",
            hint=f"A file has one {what}; split the file.",
        )
    return different[0]


def as_date(name: str, text: str, dateformat: str) -> date:
    """Never today by default: a date that cannot be read refuses the file."""
    pattern = _TOKEN.sub(lambda token: TOKENS[token.group()], dateformat.replace("%", "%%"))
    try:
        return datetime.strptime(text.strip(), pattern).date()
    except ValueError as error:
        raise DataError(
            f"{name}: {text!r} is no date written as {dateformat}",
            hint="Correct the name, or dateformat and datelocation of the import.",
        ) from error
