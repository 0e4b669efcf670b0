"""What a cast would drop without a word: digits, letters, the time of a day."""

from collections.abc import Mapping

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.foundation.errors import DataError
from systemscripts.tables.target import Type

WIDER = {"date": "timestamp without time zone"}
FIRST = """
select line, cut[1] as name
from (select "LINE" as line, array_remove(array[{tests}], null) as cut from landing_rows) as rows
where cut <> '{{}}'
order by line
limit 1
"""
VALUE = 'select {column} as value from landing_rows where "LINE" = {line}'
TEST = "case when {column}::{wide} <> {column}::{wide}::{narrow} then {name}::text end"


def _wide(kind: Type) -> str | None:
    """The type that keeps more than this one; None when a cast loses nothing or is refused."""
    return kind.bare if kind.whole != kind.bare else WIDER.get(kind.bare)


def refuse(connection: database.Connection, types: Mapping[str, Type], file_name: str) -> None:
    """A file with a value that its column cannot hold as it is."""
    tests = [
        sql.SQL(TEST).format(
            column=sql.Identifier(column),
            wide=sql.SQL(wide),
            narrow=sql.SQL(kind.whole),
            name=sql.Literal(column),
        )
        for column, kind in types.items()
        if (wide := _wide(kind))
    ]
    if not tests:
        return
    found = database.fetch_one(connection, sql.SQL(FIRST).format(tests=sql.SQL(", ").join(tests)))
    if found is None:
        return
    value = sql.SQL(VALUE).format(column=sql.Identifier(found.name), line=sql.Literal(found.line))
    text = database.fetch_one(connection, value).value
    raise DataError(
        f"{file_name}, line {found.line}: {text[:60]!r} does not fit whole into {found.name},"
        f" which is {types[found.name].whole}",
        hint="Give the column a wider type, or correct the file.",
    )
