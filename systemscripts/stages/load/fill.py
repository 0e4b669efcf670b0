"""From landed blocks into the target: one statement a block, in the transaction that counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.stages.load import landing, values
from systemscripts.stages.load.ddl import comma
from systemscripts.stages.load.landing import Fields, Landed, at
from systemscripts.stages.load.target import DATASET, DAY, HASH, LABEL, Target
from systemscripts.stages.load.values import Column
from systemscripts.tables.target import There

ROWS = """
select record, {values}
from (select row_number() over () as record, * from {table}) as landed
where {told}{fence}
"""
INSERT = "insert into {target} ({columns}) select {values} from ({rows}) as r"


def value(position: int) -> sql.Identifier:
    return sql.Identifier(f"v{position}")


@dataclass
class Counts:
    """Every data row of a file is one of these."""

    records: int = 0
    loaded: int = 0
    duplicate: int = 0
    rejected: int = 0

    @property
    def blank(self) -> int:
        return self.records - self.loaded - self.duplicate - self.rejected


@dataclass
class Filling:
    """What all blocks of a file have in common, and what was counted so far."""

    connection: database.Connection
    wanted: Target
    fields: Fields
    datasetid: int
    first_key: int | None  # None: the table fills its key by itself, or has none
    extra: Mapping[str, sql.Composable] = field(default_factory=dict)  # label and date
    hashes: bool = False
    types: Mapping[str, str] = field(default_factory=dict)  # of all columns, in their order
    counts: Counts = field(default_factory=Counts)

    @property
    def columns(self) -> list[tuple[int, Column]]:
        return list(self.fields.used())

    @property
    def brought(self) -> list[Column]:
        """The columns that the file fills."""
        return [column for _, column in self.columns]

    @property
    def filled(self) -> list[str]:
        """The columns that get a value, in the order of the table."""
        names = {DATASET, *self.extra, *(column.name for _, column in self.columns)}
        if self.first_key is not None:
            names.add(self.wanted.key)
        if self.hashes:
            names.add(HASH)
        return [name for name in self.types if name in names]


def row_hash(fill: Filling, of: Callable[[int, Column], sql.Composable]) -> sql.Composable:
    """Of values that are called so."""
    return sql.SQL(" # ").join(values.hashed(c, of(n, c)) for n, c in fill.columns)


def rows(fill: Filling, landed: Landed) -> sql.Composable:
    """The rows of a block that count: record, and each value as its column takes it."""
    style = fill.fields.style
    casts = [
        sql.SQL("{} as {}").format(values.cast(column, at(n), style), value(n))
        for n, column in fill.columns
    ]
    told = sql.SQL("not {}").format(landing.blank(fill.fields))
    if landed.bad:
        bad = sql.Literal(sorted({one.record for one in landed.bad}))
        told = sql.SQL("{} and record <> all ({}::bigint[])").format(told, bad)
    # casts are made once: without the fence they would be made again for the hash
    fence = sql.SQL(" offset 0" if fill.hashes else "")
    return sql.SQL(ROWS).format(values=comma(casts), table=landed.table, told=told, fence=fence)


def insert(
    connection: database.Connection,
    fill: Filling,
    landed: Landed,
    into: sql.Composable,
    picked: Sequence[int] = (),
) -> int:
    """The rows of a block to where they wait for the target; how many.

    Picked ones were put aside: so many records stand before each of them.
    """
    parts: dict[str, sql.Composable] = {}
    if fill.first_key is not None:
        start = fill.first_key + landed.first_record - 1
        number = sql.SQL("({}::bigint[])[r.record]").format(sql.Literal(list(picked)))
        own = number if picked else sql.SQL("r.record - 1")
        parts[fill.wanted.key] = sql.SQL("{} + {}").format(sql.Literal(start), own)
    parts |= {column.name: value(n) for n, column in fill.columns}
    if fill.hashes and not picked:  # where others have landed the hash is made by the table
        parts[HASH] = row_hash(fill, lambda n, _: value(n))
    statement = sql.SQL(INSERT).format(
        target=into,
        columns=comma([sql.Identifier(name) for name in parts]),
        values=comma(list(parts.values())),
        rows=rows(fill, landed),
    )
    return database.execute(connection, statement)


def _finite(there: There, value: sql.Composable) -> sql.Composable:
    """No file brings an infinite day, but people do."""
    if there.type.bare != "date":
        return value
    return sql.SQL("case when isfinite({0}) then {0} end").format(value)


def hash_of_table(there: Mapping[str, There], wanted: Target) -> sql.Composable:
    """The hash of rows that stand in the table already."""
    parts = [
        values.hashed(Column(name, one.type), _finite(one, sql.Identifier(name)))
        for name, one in there.items()
        if name not in (*wanted.reserved, LABEL, DAY)
    ]
    return sql.SQL(" # ").join(parts) if parts else sql.SQL("null::bigint")
