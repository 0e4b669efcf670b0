"""Which rows of a block fit their types and yet fail a check of the contract."""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.stages.load import landing
from systemscripts.stages.load.checks import Check
from systemscripts.stages.load.landing import Bad, Fields, Landed, at
from systemscripts.stages.load.place import Place

RECORD, VALUE = "RECORD", "VALUE"  # names of columns are in lower case: none is called so
ROWS = """
(select row_number() over () as record, * from {table}) as r
where record between {first} and {last} and record <> all ({bad}::bigint[]) and not {blank}
"""
FIND = """
select one_row."RECORD" as record, one_row."VALUE" as value from ({rows}) as one_row
where {condition}
order by 1
"""


def find(place: Place, landed: Landed, fields: Fields, misfits: Sequence[Bad]) -> list[Bad]:
    """The bad rows, those that fail a check among them; each row for the first check it fails."""
    found = list(misfits)
    for check in fields.checks.each:
        bad = {one.record for one in (*landed.bad, *found)}
        found += _Search(place, landed, fields, check, sorted(bad)).failing(1, landed.records)
    return found


class _Search:
    """For one check, among rows that are not known to be bad."""

    def __init__(
        self, place: Place, landed: Landed, fields: Fields, check: Check, bad: list[int]
    ) -> None:
        self.place, self.landed, self.fields = place, landed, fields
        self.check, self.bad = check, bad

    def failing(self, first: int, last: int) -> Iterator[Bad]:
        """Where an expression cannot be computed for a row, that says nothing of the others."""
        try:
            found = self._rows(first, last, self.check.fails)
        except database.ValueRefused as error:
            if first == last:
                found = self._rows(first, last, sql.SQL("true"))
                yield from self._bad(found, f" ({database.said(error)})")
                return
            middle = (first + last) // 2
            yield from self.failing(first, middle)
            yield from self.failing(middle + 1, last)
        else:
            yield from self._bad(found)

    def _bad(self, found: Sequence[Any], more: str = "") -> Iterator[Bad]:
        for row in found:
            yield Bad(row.record, self.check.reason + more, self.check.column, row.value)

    def _rows(self, first: int, last: int, condition: sql.Composable) -> Sequence[Any]:
        used = self.fields.used()
        position = next(n for n, column in used if column.name == self.check.column)
        rows = sql.SQL(ROWS).format(
            table=self.landed.table,
            first=sql.Literal(first),
            last=sql.Literal(last),
            bad=sql.Literal(self.bad),
            blank=landing.blank(self.fields),
        )
        about = [(RECORD, sql.Identifier("record")), (VALUE, at(position))]
        casts = [*self.fields.casts(), *about]
        query = sql.SQL(FIND).format(rows=self.fields.checks.row(casts, rows), condition=condition)
        with self.place.attempt():
            return database.fetch_all(self.place.connection, query)
