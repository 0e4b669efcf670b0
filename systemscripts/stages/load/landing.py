"""Landing: COPY one block of a file into a table of its own, typed if it can be, else as text."""

import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from psycopg2 import sql

from systemscripts.foundation import careful_csv, database, record_blocks
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Block
from systemscripts.stages.load import values
from systemscripts.stages.load.values import Column, Style

LINE = "LINE"  # headings become lower case, so no column of a file is called so
CREATE = "create {kind} table {table} ({columns}){end}"
COPY = (
    "copy {table} ({columns}) from stdin with"
    " (format csv, delimiter {separator}, quote {quote}, {nulls})"
)
COPY_TEXT = "copy {table} ({columns}) from stdin"
NO_QUOTE = "\x01"


class _Unfit(Exception):
    """The values are not what their types need."""


@dataclass(frozen=True)
class Bad:
    """A row that does not fit: which of the block, the column and its value if one is to blame."""

    record: int
    reason: str
    column: str | None = None
    value: str | None = None


@dataclass
class Landed:
    """A block in the database; a record that is broken stands there empty, to keep the count."""

    table: sql.Identifier
    block: Block
    typed: bool
    records: int
    bad: list[Bad] = field(default_factory=list)
    first_record: int = 1
    spans: list[tuple[int, bytes]] = field(default_factory=list)  # line and bytes of each record
    rest: tuple[bytes, int] = (b"", 0)  # belongs to the next block, with its line


@dataclass
class Place:
    """Where blocks land: a connection, and how its tables are called."""

    connection: database.Connection
    prefix: str  # "" for temporary tables of the connection's own transaction

    def table(self, name: object) -> sql.Identifier:
        if not self.prefix:
            return sql.Identifier("pg_temp", f"landed_{name}")
        return sql.Identifier("landing", f"{self.prefix}{name}")

    def attempt(self) -> AbstractContextManager[None]:
        """A COPY that fails must not take the transaction with it."""
        return nullcontext() if self.prefix else database.savepoint(self.connection)


@dataclass(frozen=True)
class Fields:
    """The fields of a record, in their order; None: a field that must be empty or is not used."""

    columns: tuple[Column | None, ...]
    headed: int  # so many have a heading; those behind must be empty
    style: Style

    def landing(self, typed: bool) -> list[str]:
        """The type of each landing column."""
        return [
            values.lands_as(column, self.style) if typed and column else "text"
            for column in self.columns
        ]

    def used(self) -> Iterator[tuple[int, Column]]:
        return ((n, column) for n, column in enumerate(self.columns) if column)


def at(position: int) -> sql.Composable:
    return sql.Identifier(f"c{position}")


def comma(parts: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL(", ").join(parts)


def _names(fields: Fields, source: Delimited) -> sql.Composable:
    own: list[sql.Composable] = [sql.Identifier(LINE)] if source.numbered else []
    return comma(own + [at(n) for n in range(len(fields.columns))])


def create(
    place: Place, table: sql.Identifier, fields: Fields, source: Delimited, typed: bool
) -> None:
    own = [sql.SQL("{} bigint").format(sql.Identifier(LINE))] if source.numbered else []
    kinds = fields.landing(typed)
    columns = [sql.SQL("{} {}").format(at(n), sql.SQL(kind)) for n, kind in enumerate(kinds)]
    database.execute(
        place.connection,
        sql.SQL(CREATE).format(
            kind=sql.SQL("unlogged" if place.prefix else "temporary"),
            table=table,
            columns=comma(own + columns),
            end=sql.SQL("" if place.prefix else " on commit drop"),
        ),
    )


def copy(
    place: Place, table: sql.Identifier, fields: Fields, source: Delimited, data: bytes
) -> int:
    texts = comma([at(n) for n in range(len(fields.columns))])
    nulls = sql.SQL("null '', force_null ({})" if fields.style.empty_is_null else "null {}")
    statement = sql.SQL(COPY).format(
        table=table,
        columns=_names(fields, source),
        separator=sql.Literal(source.separator),
        quote=sql.Literal(source.quote or NO_QUOTE),
        nulls=nulls.format(texts if fields.style.empty_is_null else sql.Literal(NO_QUOTE)),
    )
    return database.copy_in(place.connection, statement, io.BytesIO(data))


def _copyable(block: Block, source: Delimited) -> bool:
    """Whether COPY would read these bytes as they are meant."""
    data, quote = block.data, source.quote.encode()
    return (
        block.closed
        and b"\\." not in data
        and (bool(quote) or NO_QUOTE.encode() not in data)
        and record_blocks.quoted_well(data, source.separator.encode(), quote)
    )


def land(place: Place, block: Block, name: object, fields: Fields, source: Delimited) -> Landed:
    """Typed when every value is read by its type, else all as text; broken records are left out."""
    table = place.table(name)
    if _copyable(block, source):
        for typed in (True, False):
            found = _copied(place, table, block, fields, source, typed)
            if found:
                return found
    return _carefully(place, table, block, fields, source)


def as_text(place: Place, block: Block, name: str, fields: Fields, source: Delimited) -> Landed:
    """The same block again, when its values turned out not to be what they looked like."""
    table = place.table(name)
    found = _copied(place, table, block, fields, source, typed=False)
    return found or _carefully(place, table, block, fields, source)


def _copied(
    place: Place,
    table: sql.Identifier,
    block: Block,
    fields: Fields,
    source: Delimited,
    typed: bool,
) -> Landed | None:
    try:
        with place.attempt():
            create(place, table, fields, source, typed)
            count = copy(place, table, fields, source, block.data)
            if typed and not _in_shape(place, table, fields):
                raise _Unfit
    except (_Unfit, database.ValueRefused):
        if place.prefix:
            database.execute(place.connection, sql.SQL("drop table {}").format(table))
        return None
    return Landed(table, block, typed, count)


def _in_shape(place: Place, table: sql.Identifier, fields: Fields) -> bool:
    """Whether nothing is lost when the values are cast, as far as it can be told quickly."""
    tests = [
        test
        for n, column in fields.used()
        if (test := values.shape(column, at(n), fields.style)) is not None
    ]
    tests += [
        sql.SQL("{} is not null").format(at(n)) for n, column in fields.used() if column.required
    ]
    tests += [
        sql.SQL("{} is null").format(at(n)) for n in range(fields.headed, len(fields.columns))
    ]
    if not tests:
        return True
    query = sql.SQL("select 1 from {} where not ({}) limit 1").format(
        table, sql.SQL(" and ").join(tests)
    )
    return database.fetch_one(place.connection, query) is None


def _carefully(
    place: Place, table: sql.Identifier, block: Block, fields: Fields, source: Delimited
) -> Landed:
    found = careful_csv.read(block, source, fields.headed)
    create(place, table, fields, source, typed=False)
    own = [sql.Identifier(LINE)] if source.numbered else []
    statement = sql.SQL(COPY_TEXT).format(
        table=table, columns=comma([*own, *(at(n) for n in range(fields.headed))])
    )
    width = fields.headed + len(own)
    nothing = "\\N" if fields.style.empty_is_null else ""
    text = io.BytesIO("".join(found.copy_text(width, nothing)).encode())
    database.copy_in(place.connection, statement, text)
    landed = Landed(table, block, typed=False, records=len(found.rows), spans=found.spans)
    landed.bad = [Bad(fault.record, fault.reason) for fault in found.faults]
    if found.rest:
        kept = len(block.data) - len(found.rest)
        landed.block = Block(block.data[:kept], block.first_line, True, False)
        landed.rest = (found.rest, found.rest_line)
    return landed
