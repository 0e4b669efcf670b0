"""A chunk of a file as a frame of text: each row is indexed by its line, columns stand by heading.

Headings may occur twice, so columns are reached by place. pandas is imported here and only when
a chunk is made: a file without transforms never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame, Series

UNDERSCORES = str.maketrans({" ": "_", "-": "_", "\n": "_", "\r": None})


class Unfit(Exception):
    """What a step met and cannot do; whoever runs the step knows its number and the file."""

    def __init__(self, message: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.line = line


def of_text(header: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> DataFrame:
    """Nothing is inferred: NA, null and the empty value stay the text that they are."""
    from pandas import DataFrame

    lines = [line for line, _ in rows]
    return DataFrame([row for _, row in rows], index=lines, columns=list(header), dtype=object)


def headings(frame: DataFrame) -> list[str]:
    return list(frame.columns)


def as_in_the_table(heading: str, place: int) -> str:
    """How the load names the column of a heading."""
    return heading.strip().lower().translate(UNDERSCORES) or f"unnamed:_{place}"


def place(frame: DataFrame, wanted: str) -> int:
    """Where a column stands that is named as in the file, or as in the table."""
    there = headings(frame)
    exact = [n for n, heading in enumerate(there) if heading == wanted]
    found = exact or [n for n, text in enumerate(there) if as_in_the_table(text, n) == wanted]
    if not found:
        raise Unfit(f"there is no column {wanted!r}", f"There are: {', '.join(there)}.")
    if len(found) > 1:
        raise Unfit(
            f"{len(found)} columns are called {wanted!r}",
            "A step can only use a column that has a name of its own.",
        )
    return found[0]


def places(frame: DataFrame, wanted: Iterable[str]) -> list[int]:
    found: list[int] = []
    for name in wanted:
        found.append(place(frame, name))
        if found[-1] in found[:-1]:
            raise Unfit(f"the column {name!r} is named twice")
    return found


def must_be_new(names: Iterable[str], others: Sequence[str]) -> None:
    """Two columns of one name would be told apart by numbers only, behind people's backs."""
    taken = {as_in_the_table(heading, n) for n, heading in enumerate(others)}
    for name in names:
        if as_in_the_table(name, -1) in taken:
            raise Unfit(f"there is a column {name!r} already", "Choose another name, or drop it.")
        taken.add(as_in_the_table(name, -1))


def text_column(frame: DataFrame, values: Iterable[str]) -> Series[Any]:
    from pandas import Series

    return Series(list(values), index=frame.index, dtype=object)


def cells(frame: DataFrame, at: int) -> list[str]:
    return list(frame.iloc[:, at])


def added(frame: DataFrame, name: str, values: Iterable[str]) -> DataFrame:
    """New columns stand at the end."""
    must_be_new([name], headings(frame))
    longer = frame.copy(deep=False)
    longer.insert(len(frame.columns), name, text_column(frame, values))
    return longer


def changed(frame: DataFrame, at: Sequence[int], change: Callable[[str], str]) -> DataFrame:
    """Each different value is looked at once; the other columns are left alone."""
    result = frame.copy(deep=False)
    for column in at:
        values = cells(frame, column)
        known = {value: change(value) for value in dict.fromkeys(values)}
        new = text_column(frame, (known[value] for value in values))
        result.isetitem(column, new)  # type: ignore[arg-type]  # a Series is welcome there
    return result


def first_line(frame: DataFrame, at: int, value: str) -> int:
    return int(frame.index[cells(frame, at).index(value)])
