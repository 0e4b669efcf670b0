"""What all readers of sheets share: where a cell stands, and rows of one width without gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from systemscripts.foundation.errors import DataError

Row = tuple[int, list[str]]  # its number in the sheet, from 1; its texts

MOST_ROWS = 1 << 20
MOST_COLUMNS = 1 << 14
SAVE_AGAIN = "Open it in a spreadsheet program and save it again."


@dataclass(frozen=True)
class Place:
    """A sheet; `name` is the file as people know it, for messages."""

    name: str
    sheet: str

    def refusal(self, reason: str, row: int = 0, column: int | None = None) -> DataError:
        where = f"{self.name}: sheet {self.sheet}"
        if row and column is not None:
            where += f", cell {letters(column)}{row}"
        elif row:
            where += f", row {row}"
        return DataError(f"{where}: {reason}", hint=SAVE_AGAIN)


def letters(column: int) -> str:
    """A to Z, then AA, AB, …; the first column is 0."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + ascii_uppercase[last]


def even(rows: Iterable[Row]) -> Iterator[Row]:
    """Blank rows before filled ones are given; every row is as wide as any before it."""
    width, following = 0, 1
    for number, texts in rows:
        filled = len(texts)
        while filled and not texts[filled - 1]:
            filled -= 1
        if not filled:
            continue
        width = max(width, filled)
        for blank in range(following, number):
            yield blank, [""] * width
        following = number + 1
        if len(texts) < width:
            texts += [""] * (width - len(texts))
        yield number, texts if len(texts) == width else texts[:width]
