"""What stands between the values of a text, and what stands around them."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.stages.convert import layout
from systemscripts.stages.convert.opened import Opened

CANDIDATES = (",", ";", "\t", "|")
NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|"}
CONFIRMING = 20
ENOUGH = 1 << 16


@dataclass(frozen=True)
class Dialect:
    separator: str
    quote: str

    @property
    def is_plain(self) -> bool:
        """Two bytes of ASCII, at most: what a loader of bytes can work with."""
        both = self.separator + self.quote
        return both.isascii() and len(self.separator) == 1

    def reader(self, lines: Any, separator: str | None = None) -> Any:
        """The csv module, strict; `separator` where one character stands for several."""
        return csv.reader(
            lines,
            delimiter=separator or self.separator,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            strict=True,
        )


def dialect(opened: Opened) -> Dialect:
    quote, wanted = opened.reading.quote, opened.reading.field_separator
    separator = NAMES.get(wanted, wanted)
    if len(quote) > 1 or quote in ("\r", "\n"):
        raise _setting("quote", quote, "one character, or nothing")
    if separator == "auto":
        return Dialect(_most_likely(opened, quote), quote)
    if not separator or set(separator) & {"\r", "\n", "\0", quote}:
        raise _setting("field_separator", wanted, "auto, or what stands between two values")
    return Dialect(separator, quote)


def _setting(column: str, value: str, right: str) -> ConfigError:
    return ConfigError(f"{column} is {value!r}", hint=f"Set it in dba.timportconfig to {right}.")


def _most_likely(opened: Opened, quote: str) -> str:
    """Comma, semicolon, tab or bar: the one that explains most.

    Only those that cut the header into several values are asked; without one it is a single
    column, and a comma does. Each gets, for the header and each of the next 20 records that
    has as many values, the number of cuts it makes there: so the separator that cuts often
    and evenly wins over the mark of decimals or the comma within a heading. Of equals the
    one is taken after which fewer headings begin with a space, then the first one named here.
    """
    text = opened.start[opened.mark :].decode(opened.encoding, "replace")
    text = text[:ENOUGH] if "\n" in text[:ENOUGH] else text
    scores = {
        separator: _score(text, Dialect(separator, quote), opened.reading.header_row)
        for separator in CANDIDATES
        if separator in text and separator != quote
    }
    return max(scores, key=lambda separator: scores[separator], default=",")


def _score(text: str, dialect: Dialect, header_row: str) -> tuple[int, int]:
    """How many cuts it makes where they are even, and how many headings do not begin oddly."""
    try:
        header, rest = layout.headed(_records(text, dialect), header_row, "")
    except DataError:
        return 0, 0
    cuts = len(header) - 1
    if cuts < 1:
        return 0, 0
    saying = (values for _, values in rest if layout.says_something(values))
    even = sum(len(values) == len(header) for values in islice(saying, CONFIRMING))
    return cuts * (1 + even), -sum(heading.startswith(" ") for heading in header)


def _records(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    with suppress(csv.Error):
        yield from enumerate(dialect.reader(io.StringIO(text, newline="")), start=1)
