"""Merge by key: the table holds the newest version of each key, older ones lie in its history."""

from collections.abc import Sequence

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.stages.load.comparing import same
from systemscripts.stages.load.ddl import comma
from systemscripts.stages.load.fill import Filling, rows, value
from systemscripts.stages.load.landing import Bad, Landed
from systemscripts.stages.load.target import DATASET, Target
from systemscripts.tables import target

INCOMING = sql.SQL("pg_temp.incoming")
HISTORY = """
create table {history} (
    like {table},
    superseded_by bigint not null references dba.tdataset,
    superseded_at timestamptz not null default now()
)
"""
WITHOUT_KEY = "select record from {incoming} where {no_key} order by record"
SAME_KEY = """
with last as (select distinct on ({keys}) * from {incoming} order by {keys}, record desc)
select i.record, last.record as later, {same} as same
from {incoming} as i inner join last using ({keys})
where i.record < last.record
order by i.record
"""
UNCHANGED = "delete from {incoming} as i using {target} as t where {on_key} and {same}"
TO_HISTORY = """
insert into {history} ({columns}, superseded_by)
select {of_row}, {datasetid} from {target} as t inner join {incoming} as i on {on_key}
"""
UPDATE = """
update {target} as t set datasetid = {datasetid}, {changes} from {incoming} as i where {on_key}
"""
INSERT = """
insert into {target} ({columns}) overriding system value
select {values} from {incoming} as i
where not exists (select from {target} as t where {on_key})
order by i.record
"""


def _must_have_keys(fill: Filling, keys: Sequence[str], name: str) -> None:
    lacking = [key for key in keys if key not in {column.name for _, column in fill.columns}]
    if lacking:
        raise DataError(
            f"{name} lacks key columns: {', '.join(lacking)}",
            hint="key_columns of dba.timportconfig names the columns that tell rows apart.",
        )


def _prepare(connection: database.Connection, wanted: Target, keys: Sequence[str]) -> None:
    """History and an index of the key; both once."""
    if not target.columns(connection, wanted.schema, wanted.history.table):
        database.execute(
            connection,
            sql.SQL(HISTORY).format(history=wanted.history.identifier, table=wanted.identifier),
        )
        grant = sql.SQL("grant select on {} to etl_report, etl_console")
        database.execute(connection, grant.format(wanted.history.identifier))
    own = sql.Identifier(wanted.schema, wanted.merge_index)
    unique = target.unique_indexes(connection, wanted.schema, wanted.table)
    if set(keys) in unique.values():
        return
    if wanted.merge_index in unique:  # of the keys that the import had before
        database.execute(connection, sql.SQL("drop index {}").format(own))
    statement = sql.SQL("create unique index {} on {} ({})").format(
        sql.Identifier(wanted.merge_index),
        wanted.identifier,
        comma([sql.Identifier(key) for key in keys]),
    )
    try:
        with database.savepoint(connection):
            database.execute(connection, statement)
    except database.RuleBroken as error:
        raise ConfigError(
            f"{wanted} has rows with the same {', '.join(keys)} already",
            hint="Choose other key_columns, or make them different.",
        ) from error


def begin(fill: Filling, keys: Sequence[str], name: str) -> None:
    """Everything that a merge needs, and a place where all rows of the file wait."""
    _must_have_keys(fill, keys, name)
    _prepare(fill.connection, fill.wanted, keys)
    columns = [
        sql.SQL("{} {}").format(value(n), sql.SQL(column.type.whole)) for n, column in fill.columns
    ]
    statement = sql.SQL("create temporary table incoming (record bigint, {}) on commit drop")
    database.execute(fill.connection, "drop table if exists pg_temp.incoming")
    database.execute(fill.connection, statement.format(comma(columns)))


def gather(connection: database.Connection, fill: Filling, landed: Landed) -> int:
    """The rows of a block join the others; how many they are."""
    statement = sql.SQL("insert into {} select r.record + {}, {} from ({}) as r").format(
        INCOMING,
        sql.Literal(landed.first_record - 1),
        comma([value(n) for n, _ in fill.columns]),
        rows(fill, landed),
    )
    return database.execute(connection, statement)


def _names(fill: Filling, of: str) -> dict[str, sql.Identifier]:
    """Column -> where its value stands: in the table (t) or among the rows that wait."""
    return {
        column.name: sql.Identifier(of, column.name if of == "t" else f"v{n}")
        for n, column in fill.columns
    }


def _same_values(fill: Filling, one: str, other: str) -> sql.Composable:
    left, right = _names(fill, one), _names(fill, other)
    pairs = [same(left[c.name], right[c.name], c.type) for _, c in fill.columns]
    return sql.SQL(" and ").join(pairs)


def _same_key(fill: Filling, keys: Sequence[str]) -> sql.Composable:
    left, right = _names(fill, "t"), _names(fill, "i")
    return sql.SQL(" and ").join(sql.SQL("{} = {}").format(left[k], right[k]) for k in keys)


def unusable(fill: Filling, keys: Sequence[str]) -> tuple[list[Bad], int]:
    """Rows without a key or with one that comes again; and how many only repeat another row."""
    places = [value(n) for n, column in fill.columns if column.name in keys]
    no_key = sql.SQL(" or ").join(sql.SQL("{} is null").format(place) for place in places)
    found = database.fetch_all(
        fill.connection, sql.SQL(WITHOUT_KEY).format(incoming=INCOMING, no_key=no_key)
    )
    bad = [Bad(row.record, f"no value in the key ({', '.join(keys)})") for row in found]
    alike = _same_values(fill, "i", "last")
    twice = database.fetch_all(
        fill.connection,
        sql.SQL(SAME_KEY).format(incoming=INCOMING, keys=comma(places), same=alike),
    )
    bad += [
        Bad(row.record, f"row {row.later} has the same {', '.join(keys)} and comes later")
        for row in twice
        if not row.same
    ]
    gone = [one.record for one in bad] + [row.record for row in twice]
    if gone:
        statement = sql.SQL("delete from {} where record = any ({}::bigint[])")
        database.execute(fill.connection, statement.format(INCOMING, sql.Literal(gone)))
    return sorted(bad, key=lambda one: one.record), sum(row.same for row in twice)


def finish(fill: Filling, keys: Sequence[str]) -> tuple[int, int]:
    """New and changed rows, and those that are as they were."""
    wanted, connection = fill.wanted, fill.connection
    on_key = _same_key(fill, keys)
    own = {
        "incoming": INCOMING,
        "target": wanted.identifier,
        "on_key": on_key,
        "datasetid": sql.Literal(fill.datasetid),
    }
    alike = _same_values(fill, "t", "i")
    unchanged = database.execute(connection, sql.SQL(UNCHANGED).format(**own, same=alike))
    there = target.columns(connection, wanted.schema, wanted.table)
    database.execute(
        connection,
        sql.SQL(TO_HISTORY).format(
            **own,
            history=wanted.history.identifier,
            columns=comma([sql.Identifier(name) for name in there]),
            of_row=comma([sql.Identifier("t", name) for name in there]),
        ),
    )
    changes = [
        sql.SQL("{} = i.{}").format(sql.Identifier(column.name), value(n))
        for n, column in fill.columns
    ] + [sql.SQL("{} = {}").format(sql.Identifier(name), text) for name, text in fill.extra.items()]
    changed = database.execute(connection, sql.SQL(UPDATE).format(**own, changes=comma(changes)))
    return changed + _insert(fill, own), unchanged


def _insert(fill: Filling, own: dict[str, sql.Composable]) -> int:
    into: dict[str, sql.Composable] = {}
    if fill.first_key is not None:
        into[fill.wanted.key] = sql.SQL("{} + i.record").format(sql.Literal(fill.first_key - 1))
    into[DATASET] = own["datasetid"]
    into |= {column.name: value(n) for n, column in fill.columns}
    into |= dict(fill.extra)
    statement = sql.SQL(INSERT).format(
        **{key: own[key] for key in ("target", "incoming", "on_key")},
        columns=comma([sql.Identifier(name) for name in into]),
        values=comma(list(into.values())),
    )
    return database.execute(fill.connection, statement)
