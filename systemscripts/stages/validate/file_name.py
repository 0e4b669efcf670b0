"""Label and date of a file: from its name, from a column, or as the row says."""

import re
from collections.abc import Collection
from datetime import date, datetime

from systemscripts.foundation.errors import ConfigError, DataError

TOKENS = {"yyyy": "year", "MM": "month", "dd": "day", "HH": "hour", "mm": "minute", "ss": "second"}
_TOKEN = re.compile("|".join(TOKENS))


def must_be_text(name: str) -> None:
    """Names are bytes to the file system; the database takes text only."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise DataError(f"{name}: the name is not UTF-8", hint="Rename the file.") from error


def from_name(name: str, location: str, delimiter: str | None, what: str) -> str:
    """A position in the stem (first is 0), or the one group of a regular expression."""
    if location.isdigit():
        stem = name.rpartition(".")[0] if "." in name else name
        words = stem.split(delimiter)
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
            f"the {what} location {location!r} is no regular expression: {error}",
            hint="Correct it in dba.timportconfig.",
        ) from error
    value = found and found.group(1 if found.re.groups else 0)
    if value is None:
        raise DataError(f"{name}: no {what} where {location!r} looks for it")
    return value


def from_column(name: str, column: str, values: Collection[str], what: str) -> str:
    """The one value that the whole column has."""
    different = sorted(set(values))
    if len(different) != 1:
        some = ", ".join(repr(value) for value in different[:3])
        raise DataError(
            f"{name}: column {column} should hold one {what}, it holds {some or 'nothing'}",
            hint=f"A file has one {what}; split the file.",
        )
    return different[0]


def _pattern(dateformat: str) -> re.Pattern[str]:
    """As many digits as a token has letters; the same token twice means the same digits."""
    parts, seen, rest = [], set(), 0
    for token in _TOKEN.finditer(dateformat):
        name = TOKENS[token.group()]
        parts.append(re.escape(dateformat[rest : token.start()]))
        digits = rf"(?P<{name}>[0-9]{{{len(token.group())}}})"
        parts.append(f"(?P={name})" if name in seen else digits)
        seen.add(name)
        rest = token.end()
    return re.compile("".join(parts) + re.escape(dateformat[rest:]))


def as_date(name: str, text: str, dateformat: str) -> date:
    """Never today by default: a date that cannot be read refuses the file."""
    found = _pattern(dateformat).fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        part = {word: int(digits) for word, digits in found.groupdict().items()}
        clock = (part.get("hour", 0), part.get("minute", 0), part.get("second", 0))
        return datetime(part["year"], part["month"], part["day"], *clock).date()
    except ValueError as error:
        raise DataError(
            f"{name}: {text!r} is no date written as {dateformat}",
            hint="Correct the name, or dateformat and datelocation of the import.",
        ) from error
