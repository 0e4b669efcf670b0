"""Landing: COPY one block of a file into a table of its own, typed if it can be, else as text."""

import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from psycopg2 import sql

from systemscripts.foundation import careful_csv, database, record_blocks
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Block, Blocks, copyable
from systemscripts.stages.load import values
from systemscripts.stages.load.checks import NO_CHECKS, Checks
from systemscripts.stages.load.values import Column, Style

LINE = "LINE"
CREATE = "create {kind} table {table} ({columns}){end}"
COPY = (
    "copy {table} ({columns}) from stdin with"
    " (format csv, delimiter {separator}, quote {quote}, {nulls})"
)
COPY_TEXT = "copy {table} ({columns}) from stdin"


class _Unfit(Exception):
    """The values are not what their types need."""


@dataclass(frozen=True)
class Bad:
    """A row that does not fit: which of the block, the column and its value if one is to blame."""

    record: int
    reason: str
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Prepared:
    """A block before it lands; `parsed` where it had to be read record by record."""

    block: Block
    number: int
    first_record: int  # of the file's data rows
    records: int
    parsed: careful_csv.Records | None = None

    def put_down(self) -> "Prepared":
        return replace(self, block=self.block.put_down(), parsed=None)


@dataclass
class Landed:
    """A block in the database; a record that is broken stands there empty, to keep the count."""

    table: sql.Identifier
    what: Prepared
    typed: bool
    bad: list[Bad] = field(default_factory=list)
    spans: list[tuple[int, bytes]] = field(default_factory=list)  # line and bytes of each record
    blank: bool = True  # there may be rows without a value

    @property
    def records(self) -> int:
        return self.what.records

    @property
    def first_record(self) -> int:
        return self.what.first_record


@dataclass
class Place:
    """Where blocks land: a connection, and how its tables are called."""

    connection: database.Connection
    prefix: str  # "" for temporary tables of the connection's own transaction

    def table(self, name: object) -> sql.Identifier:
        if not self.prefix:
            return sql.Identifier("pg_temp", f"landed_{name}")
        return sql.Identifier("landing", f"{self.prefix}{name}")

    def create(self, table: sql.Identifier, columns: Sequence[sql.Composable]) -> None:
        database.execute(
            self.connection,
            sql.SQL(CREATE).format(
                kind=sql.SQL("unlogged" if self.prefix else "temporary"),
                table=table,
                columns=comma(columns),
                end=sql.SQL("" if self.prefix else " on commit drop"),
            ),
        )

    def attempt(self) -> AbstractContextManager[None]:
        """A COPY that fails must not take the transaction with it."""
        return nullcontext() if self.prefix else database.savepoint(self.connection)


@dataclass(frozen=True)
class Fields:
    """The fields of a record, in their order; None: a field that must be empty or is not used."""

    columns: tuple[Column | None, ...]
    headed: int  # so many have a heading; those behind must be empty
    style: Style
    checks: Checks = NO_CHECKS

    def landing(self, typed: bool) -> list[str]:
        """The type of each landing column."""
        return [
            values.lands_as(column, self.style) if typed and column else "text"
            for column in self.columns
        ]

    def casts(self, typed: bool) -> list[tuple[str, sql.Composable]]:
        """Names and values of a landed row, as the target takes them."""
        kinds = self.landing(typed)
        return [(c.name, values.cast(c, at(n), self.style, kinds[n])) for n, c in self.used()]

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
    place.create(table, [*own, *columns])


def copy(
    place: Place, table: sql.Identifier, fields: Fields, source: Delimited, data: bytes
) -> int:
    texts = comma([at(n) for n in range(len(fields.columns))])
    nulls = sql.SQL("null '', force_null ({})" if fields.style.empty_is_null else "null {}")
    statement = sql.SQL(COPY).format(
        table=table,
        columns=_names(fields, source),
        separator=sql.Literal(source.separator),
        quote=sql.Literal(source.quote or record_blocks.NO_QUOTE.decode()),
        nulls=nulls.format(
            texts if fields.style.empty_is_null else sql.Literal(record_blocks.NO_QUOTE.decode())
        ),
    )
    return database.copy_in(place.connection, statement, io.BytesIO(data))


def prepared(blocks: Blocks, source: Delimited, width: int) -> Iterator[Prepared]:
    """Blocks with the number of their first record; odd ones are read here, record by record."""
    separator, quote, first = source.separator.encode(), source.quote.encode(), 1
    for number, block in enumerate(blocks):
        records, parsed = copyable(block, separator, quote), None
        if records is None:
            parsed = careful_csv.read(block, source, width)
            records = len(parsed.rows)
            if parsed.rest:
                blocks.give_back(parsed.rest, parsed.rest_line)
                kept = len(block.data) - len(parsed.rest)
                block = replace(block, data=block.data[:kept], length=kept, last=False)
        yield Prepared(block, number, first, records, parsed)
        first += records


def land(place: Place, what: Prepared, fields: Fields, source: Delimited) -> Landed:
    """Typed when every value is read by its type, else all as text; broken records are left out."""
    table = place.table(what.number)
    for typed in (True, False):
        if what.parsed is None and (found := _copied(place, table, what, fields, source, typed)):
            return found
    return _carefully(place, table, what, fields, source)


def as_text(place: Place, what: Prepared, fields: Fields, source: Delimited) -> Landed:
    """The same block again, when its values turned out not to be what they looked like."""
    table = place.table(what.number)
    database.execute(place.connection, sql.SQL("drop table {}").format(table))
    found = _copied(place, table, what, fields, source, typed=False)
    return found or _carefully(place, table, what, fields, source)


def _copied(
    place: Place,
    table: sql.Identifier,
    what: Prepared,
    fields: Fields,
    source: Delimited,
    typed: bool,
) -> Landed | None:
    try:
        with place.attempt():
            create(place, table, fields, source, typed)
            count = copy(place, table, fields, source, what.block.data)
            looked = _look(place, table, fields) if typed else None
            if count != what.records:
                raise _Unfit
            if looked and not (looked.in_shape and _checked(place, table, fields)):
                raise _Unfit
    except (_Unfit, database.ValueRefused):
        if place.prefix:
            database.execute(place.connection, sql.SQL("drop table {}").format(table))
        return None
    return Landed(table, what, typed, blank=looked is None or looked.blank)


def _checked(place: Place, table: sql.Identifier, fields: Fields) -> bool:
    rows = sql.SQL("{} where not {}").format(table, blank(fields))
    return fields.checks.hold(place.connection, fields.casts(typed=True), rows)


def blank(fields: Fields) -> sql.Composable:
    """A row without a value; told by the first column for nearly every row."""
    test = "{} is null" if fields.style.empty_is_null else "coalesce({}, '') = ''"
    nothing = [sql.SQL(test).format(at(n)) for n in range(fields.headed)]
    return sql.SQL("({})").format(sql.SQL(" and ").join(nothing))


def _look(place: Place, table: sql.Identifier, fields: Fields) -> Any:
    """Whether nothing is lost when the values are cast, as far as it can be told quickly."""
    tests = [
        test
        for n, column in fields.used()
        if (test := values.shape(column, at(n), fields.style)) is not None
    ]
    tests += [
        sql.SQL("{} is not null").format(values.nulled(at(n), fields.style))
        for n, column in fields.used()
        if column.required
    ]
    tests += [
        sql.SQL("{} is null").format(at(n)) for n in range(fields.headed, len(fields.columns))
    ]
    query = sql.SQL(
        "select coalesce(bool_and({fine}), true) as in_shape,"
        " coalesce(bool_or({blank}), false) as blank from {table}"
    ).format(
        fine=sql.SQL(" and ").join(tests or [sql.SQL("true")]), blank=blank(fields), table=table
    )
    return database.fetch_one(place.connection, query)


def _carefully(
    place: Place, table: sql.Identifier, what: Prepared, fields: Fields, source: Delimited
) -> Landed:
    found = what.parsed or careful_csv.read(what.block, source, fields.headed)
    create(place, table, fields, source, typed=False)
    own = [sql.Identifier(LINE)] if source.numbered else []
    statement = sql.SQL(COPY_TEXT).format(
        table=table, columns=comma([*own, *(at(n) for n in range(fields.headed))])
    )
    width = fields.headed + len(own)
    nothing = "\\N" if fields.style.empty_is_null else ""
    text = io.BytesIO("".join(found.copy_text(width, nothing)).encode())
    database.copy_in(place.connection, statement, text)
    landed = Landed(table, what, typed=False, spans=found.spans)
    landed.bad = [Bad(fault.record, fault.reason) for fault in found.faults]
    return landed
