"""Target tables: what they look like now."""

from dataclasses import dataclass

from systemscripts.foundation import database, queries

QUERIES = queries.beside(__file__)


@dataclass(frozen=True)
class Type:
    """A column's type, and the same without its limit, such as numeric(5,2) and numeric."""

    whole: str
    bare: str


TEXT = Type("text", "text")


def columns(connection: database.Connection, schema: str, table: str) -> dict[str, Type]:
    """Name -> type, in the order of the table."""
    rows = database.fetch_all(connection, QUERIES.columns, schema=schema, table=table)
    return {row.name: Type(row.whole, row.bare) for row in rows}
