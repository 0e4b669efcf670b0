"""Target tables: what they look like now."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2 import sql

from systemscripts.foundation import database, queries
from systemscripts.foundation.errors import ConfigError

QUERIES = queries.beside(__file__)


@dataclass(frozen=True)
class Type:
    """A column's type, and the same without its limit, such as numeric(5,2) and numeric."""

    whole: str
    bare: str


TEXT = Type("text", "text")


@dataclass(frozen=True)
class There:
    """A column of a table as it is."""

    name: str
    type: Type
    required: bool  # not null, and nobody fills it in
    inferred: bool


def columns(connection: database.Connection, schema: str, table: str) -> dict[str, There]:
    """By name, in the order of the table; none: there is no such table."""
    rows = database.fetch_all(connection, QUERIES.columns, schema=schema, table=table)
    return {r.name: There(r.name, Type(r.whole, r.bare), r.required, r.inferred) for r in rows}


def types_of(connection: database.Connection, written: Sequence[str]) -> list[Type]:
    """Types as people write them, in the server's words, which only a column tells in full."""
    if not written:
        return []
    unknown = database.fetch_one(connection, QUERIES.are_types, written=list(written))
    if unknown:
        raise ConfigError(
            f"there is no type {unknown.written}", hint="Correct the contract in dba.timportconfig."
        )
    columns = ", ".join(f"c{n} {one}\n" for n, one in enumerate(written))
    database.execute(connection, f"create temporary table types_asked ({columns}) on commit drop")
    rows = database.fetch_all(connection, QUERIES.types_of)
    database.execute(connection, "drop table pg_temp.types_asked")
    return [Type(row.whole, row.bare) for row in rows]


def key_sequence(connection: database.Connection, schema: str, table: str, key: str) -> str | None:
    """The sequence behind the key, if the loader may set it."""
    row = database.fetch_one(connection, QUERIES.key_sequence, schema=schema, table=table, key=key)
    return str(row.name) if row and row.name else None


def reserve_keys(connection: database.Connection, sequence: str, count: int) -> int:
    """The first of so many keys that nobody else gets."""
    row = database.fetch_one(connection, QUERIES.reserve_keys, sequence=sequence, count=count)
    return int(row.first_key)


def lowest_key(connection: database.Connection, table: sql.Identifier, key: str) -> int:
    """Below it, and below zero, no row has a key."""
    query = sql.SQL("select least(min({}), 0) as lowest from {}")
    return int(database.fetch_one(connection, query.format(sql.Identifier(key), table)).lowest)


def lock(connection: database.Connection, schema: str, table: str) -> None:
    """One load at a time changes a table and compares with its rows; held until it has ended."""
    database.execute(connection, QUERIES.lock, schema=schema, table=table)


def has_index(connection: database.Connection, schema: str, table: str, column: str) -> bool:
    row = database.fetch_one(
        connection, QUERIES.has_index, schema=schema, table=table, column=column
    )
    return bool(row.found)


def unique_indexes(connection: database.Connection, schema: str, table: str) -> dict[str, set[str]]:
    """By name, the columns that each tells apart."""
    rows = database.fetch_all(connection, QUERIES.unique_indexes, schema=schema, table=table)
    return {row.name: set(row.columns) for row in rows}


def rows_about(connection: database.Connection, schema: str, table: str) -> int:
    """How many rows the table has, as the server guesses from its size."""
    row = database.fetch_one(connection, QUERIES.rows_about, schema=schema, table=table)
    return int(row.rows)


def dependents(
    connection: database.Connection, schema: str, table: str, view: str, columns: Sequence[str]
) -> list[str]:
    """What reads columns of a table, or our view of it."""
    rows = database.fetch_all(
        connection, QUERIES.dependents, schema=schema, table=table, view=view, columns=list(columns)
    )
    return [row.name for row in rows]


def about_view(connection: database.Connection, schema: str, view: str) -> list[str]:
    """Statements that give a view that is made again its rights and its comment."""
    rows = database.fetch_all(connection, QUERIES.about_view, schema=schema, view=view)
    return [row.statement for row in rows]


def all_fit(connection: database.Connection, found: list[str], kind: str) -> bool:
    """Whether each of these texts fits whole into a type."""
    row = database.fetch_one(connection, QUERIES.all_fit, found=found, kind=kind)
    return bool(row.fit)


def check_each_row(connection: database.Connection, schema: str, table: str, each: bool) -> bool:
    """Whether rows are checked one by one against dba.tdataset; False: it cannot be changed."""
    row = database.fetch_one(connection, QUERIES.may_check_at_once)
    if not row.may:
        return False
    row = database.fetch_one(
        connection, QUERIES.check_each_row, schema=schema, table=table, each=each
    )
    return bool(row.changed)


def key_of_empty(connection: database.Connection, schema: str, table: str, key: str) -> str | None:
    """The name of the primary key, if the table has no row and nothing else needs the key."""
    row = database.fetch_one(connection, QUERIES.key_of_empty, schema=schema, table=table, key=key)
    return str(row.name) if row else None
