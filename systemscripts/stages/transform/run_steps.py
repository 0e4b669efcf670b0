"""The steps of an import, chunk by chunk: a delimited file in, a numbered file out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from systemscripts.foundation import delimited_rows as records
from systemscripts.foundation.delimited import Delimited, Row, write_numbered
from systemscripts.foundation.delimited_rows import Record
from systemscripts.foundation.errors import DataError
from systemscripts.stages.transform import frames, settings
from systemscripts.stages.transform.frames import Unfit
from systemscripts.stages.transform.steps import STEPS, Step

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["STEPS", "Step", "StepPreview", "preview", "transform"]

AT_ONCE = 20_000  # rows
CELLS_AT_ONCE = 1_000_000  # for files with very many columns
Pairs = Iterable[Sequence[str | None]]
Lookup = Callable[[str, str, str], Pairs]  # table, column to look in, column to take from


@dataclass(frozen=True)
class StepPreview:
    """What a step made of the first chunk; `rows` are the first few, each with its line."""

    number: int
    step: str
    columns: tuple[str, ...]
    rows_in: int
    rows_out: int
    rows: list[Row]


@dataclass(frozen=True)
class _Ready:
    file_name: str
    number: int
    step: str
    given: Mapping[str, Any]

    def run(self, frame: DataFrame) -> DataFrame:
        try:
            return STEPS[self.step].run(frame, self.given)
        except Unfit as problem:
            where = self.file_name + (f", line {problem.line}" if problem.line else "")
            said = f"{where}: step {self.number} ({self.step}): {problem}"
            raise DataError(said, hint=problem.hint) from problem


def no_lookup(table: str, key: str, value: str) -> Pairs:
    raise LookupError(f"nobody can read {table} here")


def transform(
    source: Delimited,
    steps: Sequence[Mapping[str, Any]],
    folder: Path,
    lookup: Lookup = no_lookup,
    at_once: int = AT_ONCE,
) -> Delimited:
    """Rows keep the line on which they begin; a blank row is no data and stays blank."""
    if not steps:
        return source
    ready = _ready(source, steps, lookup)
    header = frames.headings(_through(ready, frames.of_text(source.header, [])))
    rows = _rows(source, ready, len(header), at_once)
    return write_numbered(folder / "transformed.csv", source.name, header, rows)


def preview(
    source: Delimited,
    steps: Sequence[Mapping[str, Any]],
    lookup: Lookup = no_lookup,
    rows: int = 5,
) -> list[StepPreview]:
    """What each step does to the first chunk, for people who want to see it before it happens."""
    if not steps:
        return []
    ready = _ready(source, steps, lookup)
    chunk = next(records.in_chunks(source, _size(source, AT_ONCE)), [])
    frame = frames.of_text(source.header, [record for record in chunk if record[1]])
    seen = []
    for one in ready:
        before, frame = frame, one.run(frame)
        columns = tuple(frames.headings(frame))
        first = list(_numbered(frame.head(rows)))
        seen.append(StepPreview(one.number, one.step, columns, len(before), len(frame), first))
    return seen


def _ready(source: Delimited, steps: Sequence[Mapping[str, Any]], lookup: Lookup) -> list[_Ready]:
    """Checked, and with the values of lookup tables, each of which is read once."""
    settings.check(steps)
    read_once = cache(lambda *of: _unambiguous(source.name, of, lookup(*of)))
    ready = []
    for number, step in enumerate(steps, start=1):
        given = dict(step)
        if table := given.get("table"):
            given["values"] = read_once(table, given["from"], given["to"])
        ready.append(_Ready(source.name, number, step["step"], given))
    return ready


def _unambiguous(file_name: str, of: tuple[str, ...], pairs: Pairs) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in pairs:
        if key in found:
            raise DataError(
                f"{file_name}: {of[0]} has {key!r} more than once in {of[1]}",
                hint="A lookup needs one answer: choose another column, or correct the table.",
            )
        if key is not None:
            found[key] = value or ""
    return found


def _through(ready: list[_Ready], frame: DataFrame) -> DataFrame:
    for one in ready:
        frame = one.run(frame)
    return frame


def _size(source: Delimited, at_once: int) -> int:
    return max(1, min(at_once, CELLS_AT_ONCE // max(1, len(source.header))))


def _rows(source: Delimited, ready: list[_Ready], width: int, at_once: int) -> Iterator[Row]:
    for chunk in records.in_chunks(source, _size(source, at_once)):
        filled = [record for record in chunk if record[1]]
        blank: list[Record] = [(line, [""] * width) for line, row in chunk if not row]
        done = _through(ready, frames.of_text(source.header, filled))
        yield from merge(_numbered(done), blank, key=itemgetter(0))


def _numbered(frame: DataFrame) -> Iterator[Row]:
    return zip(frame.index.tolist(), frame.to_numpy().tolist(), strict=True)
