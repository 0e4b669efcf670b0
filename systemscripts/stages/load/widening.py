"""A column that becomes wide enough for what a file brings, without losing what it holds."""

from collections.abc import Iterable

from systemscripts.foundation import database
from systemscripts.stages.load.fill import Filling
from systemscripts.stages.load.landing import Bad
from systemscripts.tables import target
from systemscripts.tables.target import Type

LADDER = {
    "smallint": ("integer", "bigint", "numeric"),
    "integer": ("bigint", "numeric"),
    "bigint": ("numeric",),
    "numeric": ("numeric",),
    "real": ("double precision",),
    "date": ("timestamp without time zone",),
    "character varying": ("character varying",),
}


class Wider(Exception):
    """The load begins again with other types: name -> type."""

    def __init__(self, changed: dict[str, tuple[str, str]]) -> None:
        super().__init__(", ".join(changed))
        self.changed = changed

    @property
    def types(self) -> dict[str, str]:
        return {name: new for name, (_, new) in self.changed.items()}


def raise_for(connection: database.Connection, filling: Filling, bad: Iterable[Bad]) -> None:
    """Ask for wider columns where a value does not fit; rows that are broken stay bad."""
    types = {column.name: column for _, column in filling.columns}
    refused: dict[str, list[str]] = {}
    for one in bad:
        if one.column in types and one.value is not None:
            refused.setdefault(one.column, []).append(one.value)
    if not refused:
        return
    raise Wider(
        {
            name: (
                types[name].type.whole,
                _wider(connection, types[name].type, types[name].inferred, found),
            )
            for name, found in refused.items()
        }
    )


def _wider(connection: database.Connection, old: Type, inferred: bool, found: list[str]) -> str:
    """The first of the ladder that takes all of them; text takes everything."""
    if not inferred:
        for kind in LADDER.get(old.bare, ()):
            if kind != old.whole and target.all_fit(connection, found, kind):
                return kind
    return "text"
