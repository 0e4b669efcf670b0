"""The blocks of a file, made ready one after the other; those of a big file by two at once."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from queue import SimpleQueue

from psycopg2 import sql

from systemscripts.foundation import database, record_blocks
from systemscripts.foundation.ahead import ahead
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Blocks
from systemscripts.stages.load import landing, ready, record_pattern
from systemscripts.stages.load.fill import Filling
from systemscripts.stages.load.landing import Prepared
from systemscripts.stages.load.place import Place
from systemscripts.stages.load.ready import Ready

SMALL = 4 << 20  # below this more connections cost more than they save
LANDERS = 2
PARTS, SMALLEST = 8, 1 << 20  # a file in so many blocks, so that the first is ready soon
SETTINGS = (
    "set synchronous_commit = off",
    "set synchronize_seqscans = off",
    "set max_parallel_workers_per_gather = 0",
    "set work_mem = '128MB'",
    "set jit = off",  # to compile a statement takes longer than a block does
)
MINE = """
select c.relname as name, c.relkind = 'S' as numbers
from pg_class as c
inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = 'landing' and c.relkind in ('r', 'S') and c.relname ~ '^import_[0-9]+_[0-9]+_'
    and (
        split_part(c.relname, '_', 3) = pg_backend_pid()::text
        or not exists (
            select from pg_stat_activity as a where a.pid::text = split_part(c.relname, '_', 3)
        )
    )
"""

OF_A_FILE = """
select c.relname as name
from pg_class as c
where c.relnamespace = pg_my_temp_schema() and c.relkind = 'r' and c.relname like 'landed\\_%'
"""


@dataclass(frozen=True)
class Ground:
    """Where the blocks of an import land: in its own transaction, or beside it."""

    inside: Place | None = None
    beside: Sequence[Place] = ()

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
        return self.beside[0] if self.beside else self.own


def is_small(source: Delimited) -> bool:
    return source.size < SMALL


def clear(connection: database.Connection) -> None:
    """Landing tables of this connection go, and those that a killed run left."""
    for row in database.fetch_all(connection, MINE + "order by c.relkind desc"):
        kind = "sequence" if row.numbers else "table"
        drop = sql.SQL(f"drop {kind} if exists {{}}")
        database.execute(connection, drop.format(sql.Identifier("landing", row.name)))


def sweep(connection: database.Connection) -> None:
    """Landing tables of a transaction that goes on with another file."""
    for row in database.fetch_all(connection, OF_A_FILE):
        table = sql.Identifier("pg_temp", row.name)
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
    for setting in (
        f"datestyle = 'ISO, {style}'",
        "synchronize_seqscans = off",
        "max_parallel_workers_per_gather = 0",
        "jit = off",
    ):
        database.execute(connection, f"set local {setting}")
    return Place(connection, "")


def prepared(source: Delimited, filling: Filling) -> Iterator[Prepared]:
    fields = filling.fields
    pattern = record_pattern.compiled(fields, source)
    size = min(record_blocks.SIZE, max(SMALLEST, source.size // PARTS))
    return landing.prepared(Blocks(source, size), source, fields.headed, pattern)


class Landings:
    """Blocks that become ready beside the transaction, in the order of the file."""

    def __init__(self, places: Sequence[Place], source: Delimited, filling: Filling) -> None:
        self.places: SimpleQueue[Place] = SimpleQueue()
        for place in places:
            self.places.put(place)
        self.source = source
        self.filling = filling
        self.all_different = False  # rows that are hashed; known when all are ready

    def __iter__(self) -> Iterator[Ready]:
        pool = ThreadPoolExecutor(LANDERS, thread_name_prefix="lander")
        waiting: deque[Future[Ready]] = deque()
        made: list[Future[Ready]] = []
        try:
            for what in ahead(prepared(self.source, self.filling), depth=1):
                waiting.append(pool.submit(self._ready, what))
                made.append(waiting[-1])
                if len(waiting) > LANDERS:
                    yield waiting.popleft().result()
            compared = pool.submit(self._compare, made) if self.filling.hashes else None
            while waiting:
                yield waiting.popleft().result()
            self.all_different = bool(compared and compared.result())
        finally:
            pool.shutdown(cancel_futures=True)

    def _ready(self, what: Prepared) -> Ready:
        place = self.places.get()
        try:
            return ready.ready(place, what, self.filling, self.source)
        finally:
            self.places.put(place)

    def _compare(self, made: Sequence[Future[Ready]]) -> bool:
        """Runs after all others; so it may wait for the one that is still at it."""
        tables = [one.result().table for one in made]
        place = self.places.get()
        try:
            return ready.all_different(place, tables)
        finally:
            self.places.put(place)
