"""Rows that stand in the table already are left out and remembered.

The hash only finds candidates; that two rows are the same is always told by their values.
"""

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.stages.load.ddl import comma
from systemscripts.stages.load.fill import Filling, hash_of_table, rows, value
from systemscripts.stages.load.landing import Landed
from systemscripts.stages.load.target import DATASET, DAY, HASH, LABEL, Target
from systemscripts.tables import target

FIND = """
create temporary table seen_before on commit drop as
select r.record + {offset} as record, r.hash
from (select record, {hash} as hash, {values} from ({rows}) as r{fence}) as r
where exists (
    select
    from {target} as t
    inner join dba.tdataset as d using (datasetid)
    where t.row_hash = r.hash and {in_force} and {same}
)
"""
REMEMBER = """
insert into dba.timportduplicate (datasetid, first_record, hashes, records)
select {datasetid}, min(record), array_agg(hash order by record), array_agg(record order by record)
from {found}
having count(*) > 0
"""
APART = " where not exists (select from seen_before as s where s.record = r.record + {offset})"
TWICE = """
select count(*) - count(distinct row_hash) as more
from {target}
where datasetid = {datasetid}
"""
REMOVE = """
with ours as (
    select {key} as key, row_hash, {columns}
    from {target}
    where datasetid = {datasetid} and row_hash in (
        select row_hash from {target} where datasetid = {datasetid}
        group by row_hash having count(*) > 1
    )
),
numbered as (
    select key, row_hash, row_number() over (partition by row_hash, {columns} order by key) as time
    from ours
),
removed as (
    delete from {target} as t using numbered as n where t.{key} = n.key and n.time > 1
    returning n.key - {first_key} + 1 as record, n.row_hash as hash
)
"""
HAND_OVER = """
insert into {target} ({datasetid}, {hash}, {columns})
select distinct on ({hash}, {columns}) later.datasetid, t.{hash}, {of_row}
from {target} as t
inner join (
    select u.datasetid, u.hash
    from (select datasetid, unnest(hashes) as hash from dba.timportduplicate) as u
    inner join dba.tdataset as d using (datasetid)
    where d.isactive and d.datasetid <> all ({leaving})
) as later on later.hash = t.{hash}
where t.{datasetid} = any ({leaving}) and not exists (
    select
    from {target} as other
    inner join dba.tdataset as d on d.datasetid = other.datasetid
    where other.{hash} = t.{hash} and d.isactive and d.datasetid <> all ({leaving}) and {same}
)
order by {hash}, {columns}, later.datasetid
"""
ANY_LATER = """
select exists (
    select from dba.timportduplicate inner join dba.tdataset as d using (datasetid)
    where d.isactive and d.config_id in (
        select config_id from dba.timportconfig where target_table = %(target)s::text
    )
) as found
"""


def _data_columns(connection: database.Connection, wanted: Target) -> list[str]:
    there = target.columns(connection, wanted.schema, wanted.table)
    return [name for name in there if name not in (*wanted.reserved, LABEL, DAY)]


def _same(fill: Filling, names: list[str]) -> sql.Composable:
    """All values, also of columns that the file does not have."""
    mine = {column.name: value(n) for n, column in fill.columns}
    pairs = []
    for name in names:
        theirs = sql.Identifier("t", name)
        if name in mine:
            pairs.append(sql.SQL("{} is not distinct from r.{}").format(theirs, mine[name]))
        else:
            pairs.append(sql.SQL("{} is null").format(theirs))
    return sql.SQL(" and ").join(pairs)


def find(fill: Filling, landed: Landed, leaving: list[int]) -> int:
    """Fill `seen_before`; how many rows of the block stand in a dataset that stays in force."""
    database.execute(fill.connection, "drop table if exists pg_temp.seen_before")
    stays = sql.SQL("d.isactive and d.datasetid <> all ({}::bigint[])").format(sql.Literal(leaving))
    names = _data_columns(fill.connection, fill.wanted)
    statement = sql.SQL(FIND).format(
        offset=sql.Literal(fill.counts.records),
        hash=fill.row_hash,
        values=comma([value(n) for n, _ in fill.columns]),
        rows=rows(fill, landed),
        fence=sql.SQL(" offset 0"),
        target=fill.wanted.identifier,
        in_force=stays,
        same=_same(fill, names),
    )
    found = database.execute(fill.connection, statement)
    if found:
        _remember(fill, sql.SQL("seen_before"))
    return found


def hash_again(connection: database.Connection, wanted: Target) -> None:
    """When a column has another type: all rows of the table."""
    there = target.columns(connection, wanted.schema, wanted.table)
    statement = sql.SQL("update {} set {} = {}").format(
        wanted.identifier, sql.Identifier(HASH), hash_of_table(there, wanted)
    )
    database.execute(connection, statement)


def have_index(connection: database.Connection, wanted: Target) -> None:
    """Made by the first small load into a big table, which gains from it at once."""
    if target.has_index(connection, wanted.schema, wanted.table, HASH):
        return
    database.execute(connection, "set local maintenance_work_mem = '256MB'")
    statement = sql.SQL("create index on {} ({})")
    database.execute(connection, statement.format(wanted.identifier, sql.Identifier(HASH)))


def _remember(fill: Filling, found: sql.Composable) -> None:
    statement = sql.SQL(REMEMBER).format(datasetid=sql.Literal(fill.datasetid), found=found)
    database.execute(fill.connection, statement)


def apart(fill: Filling) -> sql.Composable:
    """What the insert leaves out."""
    return sql.SQL(APART).format(offset=sql.Literal(fill.counts.records))


def within_file(fill: Filling) -> int:
    """Rows that the file brought more than once: the first stays, the others are remembered."""
    own = {"target": fill.wanted.identifier, "datasetid": sql.Literal(fill.datasetid)}
    database.execute(fill.connection, "set local work_mem = '128MB'")
    more = database.fetch_one(fill.connection, sql.SQL(TWICE).format(**own)).more
    if not more:
        return 0
    names = comma([sql.Identifier(name) for name in _data_columns(fill.connection, fill.wanted)])
    statement = sql.SQL(REMOVE).format(
        **own,
        key=sql.Identifier(fill.wanted.key),
        columns=names,
        first_key=sql.Literal(fill.first_key or 0),
    )
    remember = sql.SQL(
        "insert into dba.timportduplicate (datasetid, first_record, hashes, records)"
        " select {}, min(record), array_agg(hash order by record),"
        " array_agg(record order by record) from removed having count(*) > 0"
        " returning cardinality(hashes) as removed"
    ).format(own["datasetid"])
    row = database.fetch_one(fill.connection, statement + remember)
    return int(row.removed) if row else 0


def hand_over(connection: database.Connection, wanted: Target, leaving: list[int]) -> None:
    """Rows of datasets that go out of force stay visible for those that brought them as well."""
    if not leaving:
        return
    if not database.fetch_one(connection, ANY_LATER, target=str(wanted)).found:
        return
    names = _data_columns(connection, wanted)
    same = sql.SQL(" and ").join(
        sql.SQL("{} is not distinct from {}").format(
            sql.Identifier("other", name), sql.Identifier("t", name)
        )
        for name in names
    )
    database.execute(
        connection,
        sql.SQL(HAND_OVER).format(
            target=wanted.identifier,
            datasetid=sql.Identifier(DATASET),
            hash=sql.Identifier(HASH),
            columns=comma([sql.Identifier(name) for name in names]),
            of_row=comma([sql.Identifier("t", name) for name in names]),
            leaving=sql.SQL("{}::bigint[]").format(sql.Literal(leaving)),
            same=same,
        ),
    )
