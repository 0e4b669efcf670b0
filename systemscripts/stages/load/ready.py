"""Rows that are ready: cast, numbered, hashed, in the shape of the target, waiting to be taken.

A table of them has the columns of the target in their order, so that taking them is no more
than copying rows, which is what the one transaction that counts has to do for every row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.foundation.delimited import Delimited
from systemscripts.stages.load import bad_rows, fill, landing
from systemscripts.stages.load.ddl import comma
from systemscripts.stages.load.fill import Filling
from systemscripts.stages.load.landing import Landed, Place, Prepared
from systemscripts.stages.load.target import HASH

TAKE = "insert into {target} ({columns}) select {columns} from {ready} as r{apart}"


@dataclass
class Ready:
    """A block whose rows are ready."""

    table: sql.Identifier
    landed: Landed
    rows: int


def ready(place: Place, what: Prepared, filling: Filling, source: Delimited) -> Ready:
    """Land a block and make its rows ready; those that do not fit are found on the way."""
    landed = land(place, what, filling, source)
    table = place.table(f"ready_{what.number}")
    _create(place, table, filling)
    try:
        with place.attempt():
            rows = fill.insert(place.connection, filling, landed, table)
    except database.ValueRefused:
        landed = land_as_text(place, landed, filling, source)
        rows = fill.insert(place.connection, filling, landed, table)
    database.execute(place.connection, sql.SQL("drop table {}").format(landed.table))
    landed.what = what.put_down()
    return Ready(table, landed, rows)


def land(place: Place, what: Prepared, filling: Filling, source: Delimited) -> Landed:
    landed = landing.land(place, what, filling.fields, source)
    if not landed.typed:
        landed.bad += bad_rows.find(place, landed, filling.fields)
    return landed


def land_as_text(place: Place, landed: Landed, filling: Filling, source: Delimited) -> Landed:
    """Some value did not cast: each is looked at."""
    if not landed.typed:
        raise LookupError("every value was looked at, and yet one did not cast")
    landed = landing.as_text(place, landed.what, filling.fields, source)
    landed.bad += bad_rows.find(place, landed, filling.fields)
    return landed


def _create(place: Place, table: sql.Identifier, filling: Filling) -> None:
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(filling.types[name]))
        for name in fill.filled(filling, 1)
    ]
    place.create(table, columns)


def take(filling: Filling, one: Ready, apart: bool) -> int:
    """Rows into the target, but for those that were seen before; how many."""
    seen = " where not exists (select from seen_before as s where s.key = r.{})"
    key = sql.Identifier(filling.wanted.key)
    statement = sql.SQL(TAKE).format(
        target=filling.wanted.identifier,
        columns=comma([sql.Identifier(name) for name in fill.filled(filling, 1)]),
        ready=one.table,
        apart=sql.SQL(seen).format(key) if apart else sql.SQL(""),
    )
    return database.execute(filling.connection, statement)


def all_different(place: Place, tables: Sequence[sql.Identifier]) -> bool:
    """Whether no two rows of these tables have the same hash."""
    hashes = sql.SQL(" union all ").join(
        sql.SQL("select {} as hash from {}").format(sql.Identifier(HASH), table) for table in tables
    )
    query = sql.SQL("select count(*) = count(distinct hash) as different from ({}) as rows")
    return bool(database.fetch_one(place.connection, query.format(hashes)).different)
