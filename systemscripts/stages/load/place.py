"""Where blocks land: in the transaction of the load, or on a connection of their own beside it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from psycopg2 import sql

from systemscripts.foundation import database

CREATE = "create {kind} table {table} ({columns}){end}"
SEQUENCE = "create {kind} sequence if not exists {name} minvalue {least} cache 10000"
LEAST = -(2**63)


@dataclass
class Place:
    """A connection, and how its tables are called."""

    connection: database.Connection
    prefix: str  # "" for temporary tables of the connection's own transaction

    @property
    def _schema(self) -> str:
        return "landing" if self.prefix else "pg_temp"

    @property
    def _kind(self) -> sql.SQL:
        return sql.SQL("unlogged" if self.prefix else "temporary")

    def table(self, name: object) -> sql.Identifier:
        return sql.Identifier(self._schema, f"{self.prefix or 'landed_'}{name}")

    def create(self, table: sql.Identifier, columns: Sequence[sql.Composable]) -> None:
        database.execute(
            self.connection,
            sql.SQL(CREATE).format(
                kind=self._kind,
                table=table,
                columns=sql.SQL(", ").join(columns),
                end=sql.SQL("" if self.prefix else " on commit drop"),
            ),
        )

    def drop(self, table: sql.Identifier) -> None:
        """It may be gone with its savepoint."""
        database.execute(self.connection, sql.SQL("drop table if exists {}").format(table))

    def sequence(self, start: int) -> str:
        """A sequence whose next values begin here."""
        name = f"{self._schema}.{self.prefix}numbers"
        create = sql.SQL(SEQUENCE).format(
            kind=self._kind,
            name=sql.Identifier(self._schema, f"{self.prefix}numbers"),
            least=sql.Literal(LEAST),
        )
        database.execute(self.connection, create)
        statement = sql.SQL("select setval({}, {}, false)")
        database.execute(self.connection, statement.format(sql.Literal(name), sql.Literal(start)))
        return name

    def attempt(self) -> AbstractContextManager[None]:
        """A COPY that fails must not take the transaction with it.

        And only into a table of its own transaction does it append row after row; into any other
        it may put a short row where there is room, and rows would lose their number.
        """
        if self.prefix:
            return database.together(self.connection)
        return database.savepoint(self.connection)
