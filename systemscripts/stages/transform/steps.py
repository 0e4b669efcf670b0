"""Which steps there are. One more is a function and a line here, in README.md, and in the SQL.

The SQL is onboarding/sql/routines/import_transforms.sql, which refuses a wrong row on saving.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from systemscripts.stages.transform import shape, text, values

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Step:
    """A function of a chunk and the step's settings; setting -> kind, as in settings.KINDS."""

    run: Callable[[DataFrame, Mapping[str, Any]], DataFrame]
    required: dict[str, str]
    optional: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, str]:
        return {**self.required, **self.optional}


OTHERWISE = {"otherwise": "keep|empty|refuse"}
MAP = {"table": "table", "from": "name", "to": "name", "values": "pairs", "into": "name"}
NUMBER = {"decimal": ".|,", "thousands": ".|,| |'|\u2019|_", "percent": "flag"}
BRACKETS = {"negative_in_parentheses": "flag", "units": "names"}

STEPS: dict[str, Step] = {
    "rename": Step(shape.rename, {"columns": "renames"}),
    "keep": Step(shape.keep, {"columns": "names"}),
    "drop": Step(shape.drop, {"columns": "names"}),
    "trim": Step(text.trim, {}, {"columns": "names", "characters": "mark"}),
    "case": Step(text.case, {"columns": "names", "to": "lower|upper|title"}),
    "replace": Step(
        text.replace, {"columns": "names", "find": "mark", "with": "text"}, {"regex": "flag"}
    ),
    "split": Step(
        shape.split, {"column": "name", "by": "mark", "into": "names"}, {"regex": "flag"}
    ),
    "join": Step(shape.join, {"columns": "names", "with": "text", "into": "name"}),
    "map": Step(values.map_values, {"column": "name"}, {**MAP, **OTHERWISE}),
    "unpivot": Step(
        shape.unpivot,
        {"keep": "names", "names_to": "name", "values_to": "name"},
        {"drop_empty": "flag"},
    ),
    "constant": Step(shape.constant, {"column": "name", "value": "text"}),
    "parse_date": Step(
        values.parse_date, {"columns": "names", "format": "date"}, {"to": "moment", **OTHERWISE}
    ),
    "number": Step(values.number, {"columns": "names"}, {**NUMBER, **BRACKETS, **OTHERWISE}),
}
