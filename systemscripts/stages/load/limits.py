"""How many bad rows a file may have, and how many rows at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from systemscripts.foundation.errors import DataError
from systemscripts.foundation.wording import counted


class Spoken(Protocol):
    def sentence(self, name: str) -> str: ...


@dataclass(frozen=True)
class Limits:
    """What the row of the import allows."""

    bad_rows: str
    bad_rows_most: str | None
    min_rows: int | None
    max_rows: int | None

    @property
    def refuses(self) -> bool:
        return self.bad_rows != "reject"

    @property
    def _most(self) -> int | None:
        text = self.bad_rows_most
        return int(text) if text and not text.endswith("%") else None

    def check_bad(self, name: str, bad: int, first: Sequence[Spoken]) -> None:
        """While the file is read: is it too bad already?"""
        if not bad:
            return
        if self.refuses:
            more = f" (and {counted(bad - 1, 'more row')})" if bad > 1 else ""
            raise DataError(
                f"{first[0].sentence(name)}{more}",
                hint="Correct the file; or let such rows be kept aside with bad_rows = 'reject'.",
            )
        if self._most is not None and bad > self._most:
            raise self._too_bad(name, bad, first)

    def _too_bad(self, name: str, bad: int, first: Sequence[Spoken], of: str = "") -> DataError:
        return DataError(
            f"{name}: {counted(bad, 'row')}{of} do not fit, {self.bad_rows_most} may;"
            f" first: {first[0].sentence(name)}",
            hint="Correct the file, or allow more with bad_rows_most in dba.timportconfig.",
        )

    def check_whole(self, name: str, read: int, bad: int, first: Sequence[Spoken]) -> None:
        """When all of it was read."""
        share = self.bad_rows_most or ""
        if bad and share.endswith("%") and bad * 100 > read * Fraction(share[:-1]):
            raise self._too_bad(name, bad, first, f" of {read}")
        if self.min_rows is not None and read < self.min_rows:
            raise DataError(
                f"{name}: {counted(read, 'data row')}, at least {self.min_rows} are expected",
                hint="Is the file whole? If so, correct min_rows in dba.timportconfig.",
            )
        if self.max_rows is not None and read > self.max_rows:
            raise DataError(
                f"{name}: {counted(read, 'data row')}, at most {self.max_rows} are expected",
                hint="Is it the right file? If so, correct max_rows in dba.timportconfig.",
            )
