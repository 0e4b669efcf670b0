"""Which rows of a block do not fit, why, and what stands in the file there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from psycopg2 import sql

from systemscripts.foundation import careful_csv, database
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Blocks
from systemscripts.stages.load import broken, landing, quick_tests, values
from systemscripts.stages.load.landing import Bad, Fields, Landed, at
from systemscripts.stages.load.place import Place

FIND = """
select r.record, m.name, m.value, m.reason
from (select row_number() over () as record, * from {table}) as r
cross join lateral (values {misfits}) as m (position, name, value, reason)
where not ({fits}) and m.reason is not null and not ({blank})
order by r.record, m.position
"""
SHOWN = 1000


@dataclass(frozen=True)
class Problem:
    """A row that is not loaded, as people see it."""

    record: int
    line: int
    original: bytes
    column: str | None
    value: str | None
    reason: str

    def sentence(self, name: str) -> str:
        where = f"{name}, line {self.line}"
        return (
            f"{where}, {self.column}: {self.reason}" if self.column else f"{where}: {self.reason}"
        )


def find(place: Place, landed: Landed, fields: Fields) -> list[Bad]:
    """Rows of a block that landed as text with a value that its column cannot take; one each."""
    typed = [(n, column) for n, column in fields.used() if not values.takes_all(column)]
    misfits = [
        sql.SQL("({}, {}, {}, {})").format(
            sql.Literal(n), sql.Literal(c.name), at(n), values.misfit(c, at(n), fields.style)
        )
        for n, c in typed
    ]
    fits = [quick_tests.fits(c, at(n), fields.style) for n, c in typed]
    for n in range(fields.headed, len(fields.columns)):
        reason = sql.Literal(f"{n + 1} values, but the header has {fields.headed}")
        misfits.append(
            sql.SQL("({0}, null, {1}, case when {1} is not null then {2} end)").format(
                sql.Literal(n), at(n), reason
            )
        )
        fits.append(sql.SQL("{} is null").format(at(n)))
    found: dict[int, Bad] = {}
    if misfits:
        extra = [
            sql.SQL("{} is null").format(at(n)) for n in range(fields.headed, len(fields.columns))
        ]
        query = sql.SQL(FIND).format(
            table=landed.table,
            misfits=sql.SQL(", ").join(misfits),
            fits=sql.SQL(" and ").join(fits),
            blank=sql.SQL(" and ").join([landing.blank(fields), *extra]),
        )
        for row in database.fetch_all(place.connection, query):
            found.setdefault(row.record, Bad(row.record, row.reason, row.name, row.value))
    return broken.find(place, landed, fields, list(found.values()))


def _spans(landed: Landed, source: Delimited) -> Iterator[tuple[int, bytes]]:
    """Line and bytes of each record of a block whose quotes are in order."""
    quote, line = source.quote.encode(), landed.what.block.first_line
    kept, began = b"", line
    for text in landed.what.block.taken_up(source).data.split(b"\n"):
        kept = kept + b"\n" + text if began != line else text
        line += 1
        if quote and kept.count(quote) % 2:
            continue
        yield began, kept
        kept, began = b"", line


def problems(landed: Landed, bad: Iterable[Bad], source: Delimited) -> list[Problem]:
    """With line and original; records are counted from the first of the file."""
    wanted = sorted({one.record: one for one in bad}.items())
    spans = landed.spans or (list(_spans(landed, source)) if wanted else [])
    return [
        Problem(
            landed.first_record + record - 1,
            *_told(*spans[record - 1], source),
            column=one.column,
            value=(one.value or "")[:SHOWN] if one.column else None,
            reason=one.reason,
        )
        for record, one in wanted
    ]


def of_file(source: Delimited, bad: Iterable[Bad]) -> list[Problem]:
    """The same when the records are counted from the first of the file."""
    wanted, found, first = list(bad), [], 1
    blocks = Blocks(source)
    for block in blocks:
        records = careful_csv.read(block, source, len(source.header))
        if records.rest:
            blocks.give_back(records.rest, records.rest_line)
        behind = first + len(records.spans)
        here = [one for one in wanted if first <= one.record < behind]
        for one in here:
            told = _told(*records.spans[one.record - first], source)
            found.append(Problem(one.record, *told, one.column, one.value, one.reason))
        first = behind
    return found


def _told(line: int, original: bytes, source: Delimited) -> tuple[int, bytes]:
    """A numbered row says itself where it came from."""
    if source.numbered:
        number, _, rest = original.partition(b",")
        return int(number), rest
    return line, original.rstrip(b"\r")
