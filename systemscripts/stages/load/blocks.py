"""The blocks of a file, landed one after the other; a big file's land ahead of who uses them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.foundation.ahead import ahead
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Blocks
from systemscripts.stages.load import bad_rows, landing
from systemscripts.stages.load.landing import Fields, Landed, Place

SMALL = 4 << 20  # below this a second connection costs more than it saves
SETTINGS = (
    "set synchronous_commit = off",
    "set synchronize_seqscans = off",
    "set max_parallel_workers_per_gather = 0",
)
MINE = """
select c.relname as name
from pg_class as c
inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = 'landing' and c.relkind = 'r' and c.relname ~ '^import_[0-9]+_[0-9]+_'
    and (
        split_part(c.relname, '_', 3) = pg_backend_pid()::text
        or not exists (
            select from pg_stat_activity as a where a.pid::text = split_part(c.relname, '_', 3)
        )
    )
"""


@dataclass(frozen=True)
class Ground:
    """Where the blocks of an import land: in its own transaction, or beside it."""

    inside: Place | None = None
    beside: Place | None = None

    def within(self, inside: Place) -> "Ground":
        return replace(self, inside=inside)

    @property
    def own(self) -> Place:
        """In the transaction of the load."""
        if self.inside is None:
            raise LookupError("no transaction is open yet")
        return self.inside

    @property
    def place(self) -> Place:
        """Beside, if there is such a place."""
        return self.beside or self.own


def is_small(source: Delimited) -> bool:
    return source.size < SMALL


def clear(connection: database.Connection) -> None:
    """Landing tables of this connection go, and those that a killed run left."""
    for row in database.fetch_all(connection, MINE):
        table = sql.Identifier("landing", row.name)
        database.execute(connection, sql.SQL("drop table if exists {}").format(table))


def beside(connection: database.Connection, config_id: int, style: str) -> Place:
    """A connection of its own for landing."""
    for statement in (*SETTINGS, f"set datestyle = 'ISO, {style}'"):
        database.execute(connection, statement)
    clear(connection)
    pid = database.fetch_one(connection, "select pg_backend_pid() as pid").pid
    return Place(connection, f"import_{config_id}_{pid}_")


def inside(connection: database.Connection, style: str) -> Place:
    """Within the transaction of the load."""
    for setting in (f"datestyle = 'ISO, {style}'", "synchronize_seqscans = off"):
        database.execute(connection, f"set local {setting}")
    return Place(connection, "")


def landed(ground: Ground, source: Delimited, fields: Fields) -> Iterator[Landed]:
    """Every block in the order of the file, with the rows in it that do not fit."""
    found = _landed(ground.place, source, fields)
    return ahead(found) if ground.beside else found


def _landed(place: Place, source: Delimited, fields: Fields) -> Iterator[Landed]:
    blocks, records = Blocks(source), 0
    for number, block in enumerate(blocks):
        found = landing.land(place, block, number, fields, source)
        if not found.typed:
            found.bad += bad_rows.find(place, found, fields)
        if found.rest[0]:
            blocks.give_back(*found.rest)
        found.first_record = records + 1
        records += found.records
        yield found


def again(ground: Ground, old: Landed, source: Delimited, fields: Fields) -> Landed:
    """A block whose values did not cast: as text, each value examined, in this transaction."""
    place = ground.own
    found = landing.as_text(place, old.block, f"again_{old.first_record}", fields, source)
    found.bad += bad_rows.find(place, found, fields)
    found.first_record = old.first_record
    return found
