"""Steps that say what a value means; one that means nothing is refused, unless told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from systemscripts.stages.transform import dates, frames, numbers
from systemscripts.stages.transform.frames import Unfit

if TYPE_CHECKING:
    from pandas import DataFrame

Settings = Mapping[str, Any]
Read = Callable[[str], str | None]  # None: it cannot be read


def map_values(frame: DataFrame, settings: Settings) -> DataFrame:
    """`values` are those of the settings, or were read from the lookup table before."""
    at = frames.place(frame, settings["column"])
    mapped = _read(frame, [at], settings["values"].get, settings, "is not in the list")
    if "into" not in settings:
        return mapped
    return frames.added(frame, settings["into"], frames.cells(mapped, at))


def parse_date(frame: DataFrame, settings: Settings) -> DataFrame:
    form = settings["format"]
    read = partial(dates.read, form=form, to=settings.get("to") or dates.iso(form))
    at = frames.places(frame, settings["columns"])
    return _read(frame, at, read, settings, f"is no date written as {form}")


def number(frame: DataFrame, settings: Settings) -> DataFrame:
    written = numbers.Written(
        decimal=settings.get("decimal", "."),
        thousands=settings.get("thousands", ""),
        percent=settings.get("percent", False),
        in_parentheses=settings.get("negative_in_parentheses", True),
        units=frozenset(settings.get("units", ())),
    )
    at = frames.places(frame, settings["columns"])
    return _read(frame, at, partial(numbers.read, written=written), settings, "is no number")


def _read(
    frame: DataFrame, at: list[int], read: Read, settings: Settings, problem: str
) -> DataFrame:
    for column in at:
        change = partial(_said, frame, column, read, settings.get("otherwise", "refuse"), problem)
        frame = frames.changed(frame, [column], change)
    return frame


def _said(
    frame: DataFrame, column: int, read: Read, otherwise: str, problem: str, value: str
) -> str:
    """An empty value that means nothing stays empty."""
    found = read(value)
    if found is not None:
        return found
    if value == "" or otherwise == "empty":
        return ""
    if otherwise == "keep":
        return value
    raise Unfit(
        f"{frames.headings(frame)[column]}: {value[:100]!r} {problem}",
        'Correct the value, or write "otherwise": "keep" or "empty" into the step.',
        frames.first_line(frame, column, value),
    )
