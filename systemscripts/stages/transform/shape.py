"""Steps that change which columns there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from systemscripts.stages.transform import frames
from systemscripts.stages.transform.frames import Unfit

if TYPE_CHECKING:
    from pandas import DataFrame

Settings = Mapping[str, Any]


def rename(frame: DataFrame, settings: Settings) -> DataFrame:
    renames: dict[str, str] = settings["columns"]
    at = frames.places(frame, renames)
    there = frames.headings(frame)
    frames.must_be_new(renames.values(), [h for n, h in enumerate(there) if n not in at])
    for place, name in zip(at, renames.values(), strict=True):
        there[place] = name
    return frame.set_axis(there, axis="columns")


def keep(frame: DataFrame, settings: Settings) -> DataFrame:
    """Also in that order."""
    return frame.iloc[:, frames.places(frame, settings["columns"])]


def drop(frame: DataFrame, settings: Settings) -> DataFrame:
    gone = frames.places(frame, settings["columns"])
    left = [n for n in range(len(frame.columns)) if n not in gone]
    if not left:
        raise Unfit("no column is left")
    return frame.iloc[:, left]


def split(frame: DataFrame, settings: Settings) -> DataFrame:
    """The last part takes the rest; parts that are missing are empty; the column itself stays."""
    into: list[str] = settings["into"]
    by = settings["by"] if settings.get("regex") else re.escape(settings["by"])
    values = frames.cells(frame, frames.place(frame, settings["column"]))
    known = {value: _parts(value, re.compile(by), len(into)) for value in dict.fromkeys(values)}
    for number, name in enumerate(into):
        frame = frames.added(frame, name, (known[value][number] for value in values))
    return frame


def _parts(value: str, by: re.Pattern[str], count: int) -> list[str]:
    """Not re.split, which also returns what groups in the pattern have matched."""
    parts: list[str] = []
    start = 0
    for mark in by.finditer(value):
        if len(parts) == count - 1:
            break
        if mark.end() > mark.start():
            parts.append(value[start : mark.start()])
            start = mark.end()
    return [*parts, value[start:], *[""] * (count - len(parts) - 1)]


def join(frame: DataFrame, settings: Settings) -> DataFrame:
    """Empty values are left out, so that no mark stands alone; the columns themselves stay."""
    columns = [frames.cells(frame, n) for n in frames.places(frame, settings["columns"])]
    rows = zip(*columns, strict=True)
    joined = (settings["with"].join(filter(None, row)) for row in rows)
    return frames.added(frame, settings["into"], joined)


def constant(frame: DataFrame, settings: Settings) -> DataFrame:
    return frames.added(frame, settings["column"], [settings["value"]] * len(frame))


def unpivot(frame: DataFrame, settings: Settings) -> DataFrame:
    """Every column that is not kept becomes a row with its name and its value."""
    kept = frames.places(frame, settings["keep"])
    others = [n for n in range(len(frame.columns)) if n not in kept]
    if not others:
        raise Unfit("no column is left to become rows")
    names = [settings["names_to"], settings["values_to"]]
    there = frames.headings(frame)
    frames.must_be_new(names, [there[n] for n in kept])
    columns = [frames.cells(frame, n) for n in range(len(there))]
    rows = []
    for line, row in zip(frame.index.tolist(), zip(*columns, strict=True), strict=True):
        first = [row[n] for n in kept]
        for other in others:
            if row[other] or not settings.get("drop_empty"):
                rows.append((line, [*first, there[other], row[other]]))
    return frames.of_text([*(there[n] for n in kept), *names], rows)
