"""The door to PostgreSQL for everything that has time for a driver."""

from collections import namedtuple
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from select import select
from typing import Any

import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from systemscripts.foundation import database_address, private_postgres, secrets, settings
from systemscripts.foundation.errors import ConfigError, EtlError, TransientError

# connection, rollback, resources, in use, locked, operator
PASSING_CODES = ("08", "40", "53", "55006", "55P03", "57")
# what libpq or the server says when trying again is useless
LASTING = (
    "password",
    "does not exist",
    "pg_hba.conf",
    "not permitted",
    "permission denied",
    "could not translate host name",
    "invalid",
    "certificate",
    "does not support SSL",
)
BRIEFLY = "Temporary failure in name resolution"
Connection = psycopg2.extensions.connection
Error = psycopg2.Error
RuleBroken = psycopg2.IntegrityError
ValueRefused = psycopg2.DataError  # a value that a type, a cast or COPY does not take


class StatementError(EtlError):
    """PostgreSQL refused a statement; `code` is its five-letter SQLSTATE."""

    def __init__(self, error: psycopg2.Error) -> None:
        super().__init__(said(error), error.diag.message_hint or "")
        self.code = error.pgcode or ""
        self.detail = error.diag.message_detail or ""


def said(error: psycopg2.Error) -> str:
    """One line of what the server, else libpq, said."""
    first = str(error).strip().partition("\n")[0]
    return error.diag.message_primary or first or type(error).__name__


def _last_try(error: psycopg2.Error) -> str:
    """A host may have several addresses; each has its line."""
    tries = [line for line in str(error).splitlines() if " failed: " in line]
    return tries[-1] if tries else said(error)


def _sorted(error: psycopg2.OperationalError, setting: str) -> EtlError:
    """A connection that failed: does trying again make sense?"""
    message = secrets.mask(f"database: {_last_try(error)}")
    if BRIEFLY not in message and any(words in message for words in LASTING):
        correct = f"Correct {setting}." if setting else "Run onboarding/sh/quickstart.sh."
        return ConfigError(message, hint=correct)
    return TransientError(message, hint="Is PostgreSQL running?")


def _open(given: settings.Settings, keywords: Mapping[str, Any]) -> Connection:
    name = f"etl {given.run_uuid}".strip()
    made: Connection = psycopg2.connect(
        **{"connect_timeout": 10, "application_name": name, **keywords}
    )
    return made


def connect(*, admin: bool = False, dbname: str = "") -> Connection:
    """A connection; the private PostgreSQL is started when it sleeps."""
    given = settings.read()
    setting = database_address.setting(given, admin)
    keywords = database_address.parameters(given, admin=admin, dbname=dbname)
    try:
        return _open(given, keywords)
    except psycopg2.OperationalError as error:
        cluster = None if setting else private_postgres.known(given)
        if cluster is None or private_postgres.running(cluster):
            raise _sorted(error, setting) from error
    private_postgres.ensure(given)
    try:
        return _open(given, database_address.parameters(given, admin=admin, dbname=dbname))
    except psycopg2.OperationalError as error:
        raise _sorted(error, setting) from error


def worded(error: psycopg2.Error, connection: Connection) -> EtlError:
    code = error.pgcode or ""
    lost = connection.closed or (not code and isinstance(error, psycopg2.OperationalError))
    if lost or code.startswith(PASSING_CODES):
        return TransientError(f"database: {said(error)}")
    return StatementError(error)


_idle: list[Connection] = []  # one connection waits for the next transaction of this process


def _take() -> Connection:
    """The idle connection; a new one when the server spoke meanwhile, which is its farewell."""
    while _idle:
        connection = _idle.pop()
        if not select([connection], [], [], 0)[0]:
            return connection
        connection.close()
    return connect()


def _give_back(connection: Connection) -> None:
    """Keep it for the next transaction, as it was when it was new; or close it."""
    try:
        if not connection.closed:
            connection.rollback()
            connection.set_session(isolation_level="DEFAULT", readonly="default")
    except psycopg2.Error:
        connection.close()
    if connection.closed or _idle:
        connection.close()
    else:
        _idle.append(connection)


@contextmanager
def transaction(*, role: str = "", read_only: bool = False) -> Iterator[Connection]:
    """One transaction: kept when the block ends well, else undone.

    A role is taken for the transaction; read_only also gives one snapshot to all its queries.
    """
    connection = _take()
    try:
        if read_only:
            connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        if role:
            execute(connection, sql.SQL("set local role {}").format(sql.Identifier(role)))
        yield connection
        connection.commit()
    except psycopg2.Error as error:
        raise worded(error, connection) from error
    finally:
        if role:  # what people wrote ran in it: nothing of that may stay
            connection.close()
        else:
            _give_back(connection)


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Within a transaction: what fails in the block is undone alone."""
    execute(connection, "savepoint attempt")
    try:
        yield
    except BaseException:
        if not connection.closed:
            execute(connection, "rollback to savepoint attempt")
            execute(connection, "release savepoint attempt")
        raise
    execute(connection, "release savepoint attempt")


@contextmanager
def journal() -> Iterator[Connection]:
    """A connection on which every statement stands for itself: for records of what happens."""
    connection = connect()
    try:
        connection.autocommit = True
        yield connection
    finally:
        connection.close()


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """On a connection of a journal: some statements that stand or fall with each other."""
    execute(connection, "begin")
    try:
        yield
    except BaseException:
        if not connection.closed:
            execute(connection, "rollback")
        raise
    execute(connection, "commit")


@lru_cache(maxsize=256)
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)


def fetch_all(connection: Connection, query: str | sql.Composable, **values: Any) -> list[Any]:
    """Rows by name, never by position."""
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        row = _row_type(tuple(column.name for column in cursor.description or ()))
        return [row(*record) for record in cursor]


def fetch_one(connection: Connection, query: str | sql.Composable, **values: Any) -> Any:
    """The first row, or None."""
    rows = fetch_all(connection, query, **values)
    return rows[0] if rows else None


def execute(connection: Connection, query: str | sql.Composable, **values: Any) -> int:
    """How many rows were touched."""
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return int(cursor.rowcount)


def copy_in(connection: Connection, statement: str | sql.Composable, file: Any) -> int:
    """Feed a COPY … FROM STDIN from something that can be read; how many rows it held."""
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, file, size=1 << 17)
        return int(cursor.rowcount)


def table(connection: Connection, query: sql.Composable) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Headings and rows, where two columns may have the same name."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [column.name for column in cursor.description or ()], cursor.fetchall()
