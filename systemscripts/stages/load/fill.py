"""From landed blocks into the target: one statement a block, in the transaction that counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.stages.load import values
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
INSERT = "insert into {target} ({columns}) select {values} from ({rows}) as r{apart}"


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
    counts: Counts = field(default_factory=Counts)

    @property
    def columns(self) -> list[tuple[int, Column]]:
        return list(self.fields.used())

    def hash_of(self, named: Mapping[str, sql.Composable]) -> sql.Composable:
        """The hash of a row whose values are called so."""
        parts = [values.hashed(column, named[column.name]) for _, column in self.columns]
        return sql.SQL(" # ").join(parts)

    @property
    def row_hash(self) -> sql.Composable:
        return self.hash_of({column.name: value(n) for n, column in self.columns})


def _not_blank(fields: Fields) -> sql.Composable:
    """Stops at the first value, which is nearly always the first column's."""
    test = "{} is null" if fields.style.empty_is_null else "coalesce({}, '') = ''"
    nothing = [sql.SQL(test).format(at(n)) for n in range(fields.headed)]
    return sql.SQL("not ({})").format(sql.SQL(" and ").join(nothing))


def rows(fill: Filling, landed: Landed) -> sql.Composable:
    """The rows of a block that count: record, and each value as its column takes it."""
    kinds = fill.fields.landing(landed.typed)
    style = fill.fields.style
    casts = [
        sql.SQL("{} as {}").format(values.cast(column, at(n), style, kinds[n]), value(n))
        for n, column in fill.columns
    ]
    told = _not_blank(fill.fields)
    if landed.bad:
        bad = sql.Literal(sorted({one.record for one in landed.bad}))
        told = sql.SQL("{} and record <> all ({}::bigint[])").format(told, bad)
    # casts are made once: without the fence they would be made again for the hash
    fence = " offset 0" if fill.hashes and "text" in kinds else ""
    return sql.SQL(ROWS).format(
        values=comma(casts), table=landed.table, told=told, fence=sql.SQL(fence)
    )


def insert(fill: Filling, landed: Landed, apart: sql.Composable | None = None) -> int:
    """Move the rows of a block; `apart` leaves some out. How many were inserted."""
    into: dict[str, sql.Composable] = {}
    if fill.first_key is not None:
        start = fill.first_key + fill.counts.records - 1
        into[fill.wanted.key] = sql.SQL("{} + r.record").format(sql.Literal(start))
    into[DATASET] = sql.Literal(fill.datasetid)
    if fill.hashes:
        into[HASH] = fill.row_hash
    into |= {column.name: value(n) for n, column in fill.columns}
    into |= {name: text for name, text in fill.extra.items() if name not in into}
    statement = sql.SQL(INSERT).format(
        target=fill.wanted.identifier,
        columns=comma([sql.Identifier(name) for name in into]),
        values=comma(list(into.values())),
        rows=rows(fill, landed),
        apart=apart or sql.SQL(""),
    )
    return database.execute(fill.connection, statement)


def hash_of_table(there: Mapping[str, There], wanted: Target) -> sql.Composable:
    """The hash of rows that stand in the table already."""
    parts = [
        values.hashed(Column(name, one.type), sql.Identifier(name))
        for name, one in there.items()
        if name not in (*wanted.reserved, LABEL, DAY)
    ]
    return sql.SQL(" # ").join(parts) if parts else sql.SQL("null::bigint")
