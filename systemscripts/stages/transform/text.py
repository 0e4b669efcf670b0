"""Steps that change the letters of a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from systemscripts.stages.transform import frames

if TYPE_CHECKING:
    from pandas import DataFrame

Settings = Mapping[str, Any]
WORD = re.compile(r"[^\W\d_]+(['\u2019][^\W\d_]+)*")


def title(text: str) -> str:
    """Unlike str.title, which writes It'S."""
    return WORD.sub(lambda word: word[0].capitalize(), text)


CASES: dict[str, Callable[[str], str]] = {"lower": str.lower, "upper": str.upper, "title": title}


def trim(frame: DataFrame, settings: Settings) -> DataFrame:
    named = settings.get("columns")
    at = range(len(frame.columns)) if named is None else frames.places(frame, named)
    characters = settings.get("characters")
    return frames.changed(frame, at, lambda value: value.strip(characters))


def case(frame: DataFrame, settings: Settings) -> DataFrame:
    at = frames.places(frame, settings["columns"])
    return frames.changed(frame, at, CASES[settings["to"]])


def replace(frame: DataFrame, settings: Settings) -> DataFrame:
    find, new = settings["find"], settings["with"]
    at = frames.places(frame, settings["columns"])
    if settings.get("regex"):
        pattern = re.compile(find)
        return frames.changed(frame, at, lambda value: pattern.sub(new, value))
    return frames.changed(frame, at, lambda value: value.replace(find, new))
