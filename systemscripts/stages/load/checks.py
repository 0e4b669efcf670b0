"""What a contract asks of values that fit their types: expressions that must not be false."""

from collections.abc import Iterable
from dataclasses import dataclass

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.stages.load.values import Column

Casts = Iterable[tuple[str, sql.Composable]]  # name of a column, and its value as it will be loaded


@dataclass(frozen=True)
class Check:
    column: str
    expression: str

    @property
    def fails(self) -> sql.Composable:
        """Null passes; the line break ends a comment within the expression."""
        return sql.SQL("({}\n) is false").format(sql.SQL(self.expression))

    @property
    def reason(self) -> str:
        return f"check failed: {self.expression}"


@dataclass(frozen=True)
class Checks:
    """The checks of the columns that a file has."""

    each: tuple[Check, ...] = ()
    absent: tuple[Column, ...] = ()  # of the contract, though not of the file: null for a check

    def row(self, casts: Casts, rows: sql.Composable) -> sql.Composable:
        """What the expressions see: a column for each of the contract."""
        named = [sql.SQL("{} as {}").format(value, sql.Identifier(name)) for name, value in casts]
        named += [
            sql.SQL("null::{} as {}").format(sql.SQL(one.type.whole), sql.Identifier(one.name))
            for one in self.absent
        ]
        # without the fence a check would see rows that the condition of `rows` leaves out
        return sql.SQL("select {} from {} offset 0").format(sql.SQL(", ").join(named), rows)

    def hold(self, connection: database.Connection, casts: Casts, rows: sql.Composable) -> bool:
        """Whether none of them fails on any of these rows."""
        if not self.each:
            return True
        fails = sql.SQL(" or ").join(check.fails for check in self.each)
        query = sql.SQL("select 1 from ({}) as one_row where {} limit 1")
        return database.fetch_one(connection, query.format(self.row(casts, rows), fails)) is None


NO_CHECKS = Checks()
