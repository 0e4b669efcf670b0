"""Rows that are ready: cast, numbered, hashed, in the shape of the target, waiting to be taken.

A table of them has the columns of the target in their order, so that taking them is no more
than copying rows, which is what the one transaction that counts has to do for every row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from psycopg2 import sql

from systemscripts.foundation import database, record_blocks
from systemscripts.foundation.delimited import Delimited
from systemscripts.stages.load import bad_rows, fill, landing, values
from systemscripts.stages.load.ddl import comma
from systemscripts.stages.load.fill import Filling
from systemscripts.stages.load.landing import Landed, Prepared
from systemscripts.stages.load.place import Place
from systemscripts.stages.load.target import DATASET, HASH

TAKE = """
insert into {target} ({columns}) overriding system value
select {columns} from {ready} as r{apart}
"""


@dataclass
class Ready:
    """A block whose rows are ready."""

    table: sql.Identifier
    landed: Landed
    rows: int


def ready(place: Place, what: Prepared, filling: Filling, source: Delimited) -> Ready:
    """One COPY where every value looks like one of its type, else by way of text."""
    table = place.table(f"ready_{what.number}")
    found = _at_once(place, table, what, filling, source) if _lands(what, filling) else None
    return found or _through_text(place, table, what, filling, source)


def _lands(what: Prepared, filling: Filling) -> bool:
    if not what.plain or (filling.hashes and not all(map(values.hash_lands, filling.brought))):
        return False
    return not what.odd or not any(column.required for column in filling.brought)


def _at_once(
    place: Place, table: sql.Identifier, what: Prepared, filling: Filling, source: Delimited
) -> Ready | None:
    fields = filling.fields
    data, odd = _apart(what, source) if what.odd else (what.block.data, b"")
    named = {n: sql.Identifier(column.name) for n, column in filling.columns}
    order = [named.get(n) or landing.at(n) for n in range(len(fields.columns))]
    columns = _columns(filling, _made(place, what, filling))
    columns += [sql.SQL("{} text").format(one) for one in order if one not in named.values()]
    if source.numbered:
        columns.append(sql.SQL("{} bigint").format(sql.Identifier(landing.LINE)))
    casts = [(column.name, named[n]) for n, column in filling.columns]
    try:
        with place.attempt():
            place.create(table, columns)
            rows = landing.copy(place, table, order, fields, source, data)
            if rows != what.records or not fields.checks.hold(place.connection, casts, table):
                raise database.ValueRefused
    except (database.ValueRefused, database.RuleBroken):
        place.drop(table)
        return None
    del data
    found = Ready(table, Landed(table, what.put_down()), rows)
    if odd:
        _add_odd(place, found, odd, filling, source)
    return found


def _apart(what: Prepared, source: Delimited) -> tuple[bytes, bytes]:
    """The block and its odd records; an empty row stands for each, so that the others keep
    their number."""
    records = record_blocks.records(what.block.data, source.quote.encode())
    empty = source.separator.encode() * (len(source.header) - 1 + source.numbered)
    odd = b"\n".join(records[position] for position in what.odd) + b"\n"
    for position in what.odd:
        records[position] = empty + (b"\r" if records[position].endswith(b"\r") else b"")
    return b"\n".join(records) + b"\n", odd


def _add_odd(place: Place, one: Ready, data: bytes, filling: Filling, source: Delimited) -> None:
    """Odd records are looked at value by value; those that fit take their place."""
    what = one.landed.what
    empty = sql.SQL(" and ").join(
        sql.SQL("{} is null").format(sql.Identifier(column.name)) for column in filling.brought
    )
    statement = sql.SQL("delete from {} where {}").format(one.table, empty)
    one.rows -= database.execute(place.connection, statement)
    block = replace(what.block, data=data, closed=True, length=len(data))
    aside = replace(what, block=block, number=-what.number - 1, records=len(what.odd), odd=())
    landed = land(place, aside, filling, source)
    one.rows += fill.insert(place.connection, filling, landed, one.table, what.odd)
    one.landed.bad = [replace(bad, record=what.odd[bad.record - 1] + 1) for bad in landed.bad]
    place.drop(landed.table)


def _made(place: Place, what: Prepared, filling: Filling) -> dict[str, sql.Composable]:
    """What the file does not bring is made while its rows land."""
    made: dict[str, sql.Composable] = {}
    default = sql.SQL(" default {}")
    if filling.first_key is not None:
        sequence = place.sequence(filling.first_key + what.first_record - 1)
        made[filling.wanted.key] = sql.SQL(" default nextval({})").format(sql.Literal(sequence))
    made[DATASET] = default.format(sql.Literal(filling.datasetid))
    made |= {name: default.format(text) for name, text in filling.extra.items()}
    made |= {c.name: sql.SQL(" not null") for c in filling.brought if c.required}
    if filling.hashes:
        hashed = fill.row_hash(filling, lambda _, column: sql.Identifier(column.name))
        made[HASH] = sql.SQL(" generated always as ({}) stored").format(hashed)
    return made


def _columns(filling: Filling, made: Mapping[str, sql.Composable]) -> list[sql.Composable]:
    return [
        sql.SQL("{} {}{}").format(
            sql.Identifier(name), sql.SQL(filling.types[name]), made.get(name, sql.SQL(""))
        )
        for name in filling.filled
    ]


def _through_text(
    place: Place, table: sql.Identifier, what: Prepared, filling: Filling, source: Delimited
) -> Ready:
    """Every value is looked at; rows that do not fit are left out."""
    landed = land(place, what, filling, source)
    made = _made(place, what, filling)
    for name in (filling.wanted.key, HASH):
        made.pop(name, None)
    place.create(table, _columns(filling, made))
    rows = fill.insert(place.connection, filling, landed, table)
    place.drop(landed.table)
    landed.what = what.put_down()
    return Ready(table, landed, rows)


def land(place: Place, what: Prepared, filling: Filling, source: Delimited) -> Landed:
    landed = landing.land(place, what, filling.fields, source)
    landed.bad += bad_rows.find(place, landed, filling.fields)
    return landed


def take(filling: Filling, one: Ready, apart: bool) -> int:
    """Rows into the target, but for those that were seen before; how many."""
    seen = " where not exists (select from seen_before as s where s.key = r.{})"
    statement = sql.SQL(TAKE).format(
        target=filling.wanted.identifier,
        columns=comma([sql.Identifier(name) for name in filling.filled]),
        ready=one.table,
        apart=sql.SQL(seen if apart else "").format(sql.Identifier(filling.wanted.key)),
    )
    return database.execute(filling.connection, statement)


def all_different(place: Place, tables: Sequence[sql.Identifier]) -> bool:
    """Whether no two rows of these tables have the same hash."""
    hashes = sql.SQL(" union all ").join(
        sql.SQL("select {} as hash from {}").format(sql.Identifier(HASH), table) for table in tables
    )
    query = sql.SQL("select count(*) = count(distinct hash) as different from ({}) as rows")
    return bool(database.fetch_one(place.connection, query.format(hashes)).different)
