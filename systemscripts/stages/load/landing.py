"""Landing: COPY one block of a file, as text, into a table of its own."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from psycopg2 import sql

from systemscripts.foundation import careful_csv, database, record_blocks
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Block, Blocks, copyable
from systemscripts.stages.load import values
from systemscripts.stages.load.checks import NO_CHECKS, Checks
from systemscripts.stages.load.place import Place
from systemscripts.stages.load.values import Column, Style

LINE = "LINE"
FEW = 10  # one odd record in so many is put aside, more make the whole block go through text
COPY = (
    "copy {table} ({columns}) from stdin with"
    " (format csv, delimiter {separator}, quote {quote}, {nulls})"
)
COPY_TEXT = "copy {table} ({columns}) from stdin"


class _Unfit(Exception):
    """COPY read it otherwise than it is meant."""


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
    plain: bool = False  # every value looks like one of its type
    odd: tuple[int, ...] = ()  # but for these records; the first is 0

    def put_down(self) -> "Prepared":
        return replace(self, block=self.block.put_down(), parsed=None)


@dataclass
class Landed:
    """A block in the database; a record that is broken stands there empty, to keep the count."""

    table: sql.Identifier
    what: Prepared
    bad: list[Bad] = field(default_factory=list)
    spans: list[tuple[int, bytes]] = field(default_factory=list)  # line and bytes of each record

    @property
    def records(self) -> int:
        return self.what.records

    @property
    def first_record(self) -> int:
        return self.what.first_record


@dataclass(frozen=True)
class Fields:
    """The fields of a record, in their order; None: a field that must be empty or is not used."""

    columns: tuple[Column | None, ...]
    headed: int  # so many have a heading; those behind must be empty
    style: Style
    checks: Checks = NO_CHECKS

    def casts(self) -> list[tuple[str, sql.Composable]]:
        """Names and values of a landed row, as the target takes them."""
        return [(c.name, values.cast(c, at(n), self.style)) for n, c in self.used()]

    def used(self) -> Iterator[tuple[int, Column]]:
        return ((n, column) for n, column in enumerate(self.columns) if column)


def at(position: int) -> sql.Composable:
    return sql.Identifier(f"c{position}")


def comma(parts: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL(", ").join(parts)


def _create(place: Place, table: sql.Identifier, fields: Fields, source: Delimited) -> None:
    own = [sql.SQL("{} bigint").format(sql.Identifier(LINE))] if source.numbered else []
    columns = [sql.SQL("{} text").format(at(n)) for n in range(len(fields.columns))]
    place.create(table, [*own, *columns])


def copy(
    place: Place,
    table: sql.Identifier,
    columns: Sequence[sql.Composable],
    fields: Fields,
    source: Delimited,
    data: bytes,
) -> int:
    """The bytes of a block, as they stand in the file; how many rows they were."""
    nulls = sql.SQL("null '', force_null ({})" if fields.style.empty_is_null else "null {}")
    no_quote = record_blocks.NO_QUOTE.decode()
    own = [sql.Identifier(LINE)] if source.numbered else []
    statement = sql.SQL(COPY).format(
        table=table,
        columns=comma([*own, *columns]),
        separator=sql.Literal(source.separator),
        quote=sql.Literal(source.quote or no_quote),
        nulls=nulls.format(comma(columns) if fields.style.empty_is_null else sql.Literal(no_quote)),
    )
    return database.copy_in(place.connection, statement, io.BytesIO(data))


def prepared(
    blocks: Blocks, source: Delimited, width: int, pattern: re.Pattern[bytes] | None = None
) -> Iterator[Prepared]:
    """Blocks with the number of their first record; odd ones are read here, record by record."""
    separator, quote, first = source.separator.encode(), source.quote.encode(), 1
    for number, block in enumerate(blocks):
        if found := copyable(block, separator, quote):
            records, text = found
            odd = None if pattern is None else odd_records(pattern, text, records // FEW)
            what = Prepared(block, number, first, records, None, odd is not None, odd or ())
        else:
            what = _parsed(blocks, block, number, first, source, width)
        yield what
        first += what.records


def odd_records(pattern: re.Pattern[bytes], text: bytes, most: int) -> tuple[int, ...] | None:
    """Records that do not look as they should; None: more than that."""
    found: list[int] = []
    position = line = 0
    text = text if text.endswith(b"\n") else text + b"\n"
    while position < len(text):
        matched = pattern.match(text, position)
        end = matched.end() if matched else position
        if end > position:
            line += text.count(b"\n", position, end)
            position = end
            continue
        found.append(line)
        if len(found) > most:
            return None
        line += 1
        position = text.find(b"\n", position) + 1
    return tuple(found)


def _parsed(
    blocks: Blocks, block: Block, number: int, first: int, source: Delimited, width: int
) -> Prepared:
    parsed = careful_csv.read(block, source, width)
    if parsed.rest:
        blocks.give_back(parsed.rest, parsed.rest_line)
        kept = len(block.data) - len(parsed.rest)
        block = replace(block, data=block.data[:kept], length=kept, last=False)
    return Prepared(block, number, first, len(parsed.rows), parsed)


def land(place: Place, what: Prepared, fields: Fields, source: Delimited) -> Landed:
    """All as text, by one COPY if it can be; broken records are left out."""
    table = place.table(what.number)
    found = None if what.parsed else _copied(place, table, what, fields, source)
    return found or _carefully(place, table, what, fields, source)


def _copied(
    place: Place, table: sql.Identifier, what: Prepared, fields: Fields, source: Delimited
) -> Landed | None:
    columns = [at(n) for n in range(len(fields.columns))]
    try:
        with place.attempt():
            _create(place, table, fields, source)
            count = copy(place, table, columns, fields, source, what.block.data)
            if count != what.records:
                raise _Unfit
    except (_Unfit, database.ValueRefused):
        place.drop(table)
        return None
    return Landed(table, what)


def blank(fields: Fields) -> sql.Composable:
    """A row without a value; told by the first column for nearly every row."""
    test = "{} is null" if fields.style.empty_is_null else "coalesce({}, '') = ''"
    nothing = [sql.SQL(test).format(at(n)) for n in range(fields.headed)]
    return sql.SQL("({})").format(sql.SQL(" and ").join(nothing))


def _carefully(
    place: Place, table: sql.Identifier, what: Prepared, fields: Fields, source: Delimited
) -> Landed:
    found = what.parsed or careful_csv.read(what.block, source, fields.headed)
    own = [sql.Identifier(LINE)] if source.numbered else []
    statement = sql.SQL(COPY_TEXT).format(
        table=table, columns=comma([*own, *(at(n) for n in range(fields.headed))])
    )
    width = fields.headed + len(own)
    nothing = "\\N" if fields.style.empty_is_null else ""
    text = io.BytesIO("".join(found.copy_text(width, nothing)).encode())
    with place.attempt():
        _create(place, table, fields, source)
        database.copy_in(place.connection, statement, text)
    landed = Landed(table, what, spans=found.spans)
    landed.bad = [Bad(fault.record, fault.reason) for fault in found.faults]
    return landed
