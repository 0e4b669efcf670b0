"""The door to PostgreSQL for everything that has time for a driver."""

from collections import namedtuple
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from systemscripts.foundation import private_postgres, secrets, settings
from systemscripts.foundation.errors import ConfigError, EtlError, TransientError

DATABASE = "feeds"
PASSING_CLASSES = ("08", "40", "53", "55", "57")  # connection, rollback, resources, locks, operator
Connection = psycopg2.extensions.connection
Error = psycopg2.Error


class StatementError(EtlError):
    """PostgreSQL refused a statement; `code` is its five-letter SQLSTATE."""

    def __init__(self, error: psycopg2.Error) -> None:
        diagnostics = error.diag
        message = diagnostics.message_primary or str(error).strip() or type(error).__name__
        super().__init__(message, diagnostics.message_hint or "")
        self.code = error.pgcode or ""


def parameters(
    given: settings.Settings, *, admin: bool = False, dbname: str = ""
) -> dict[str, str]:
    """Keywords for libpq: the URL of the settings, else the private PostgreSQL."""
    url = (given.admin_database_url if admin else "") or given.database_url
    if not url:
        cluster = private_postgres.known(given)
        if cluster is None:
            raise ConfigError(
                "no database is set up",
                hint="Run onboarding/sh/quickstart.sh, or set ETL_DATABASE_URL.",
            )
        return private_postgres.dsn(given, cluster, superuser=admin, dbname=dbname or DATABASE)
    try:
        found = psycopg2.extensions.parse_dsn(url)
    except psycopg2.ProgrammingError as error:
        raise ConfigError(
            "ETL_DATABASE_URL cannot be read" if not admin else "the database URL cannot be read",
            hint="Write it as postgresql://user@host:5432/feeds.",
        ) from error
    secrets.remember(found.get("password", ""))
    return {**found, "dbname": dbname or found.get("dbname", DATABASE)}


def _sorted(error: psycopg2.OperationalError) -> EtlError:
    """A connection that failed: does trying again make sense?"""
    said = str(error).strip().splitlines()
    message = secrets.mask(said[-1] if said else "no answer")
    for word in (
        "password",
        "does not exist",
        "no pg_hba.conf entry",
        "not permitted",
        "translate",
    ):
        if word in message:
            return ConfigError(f"database: {message}", hint="Correct ETL_DATABASE_URL.")
    return TransientError(f"database: {message}", hint="Is PostgreSQL running?")


def _open(given: settings.Settings, keywords: Mapping[str, Any]) -> Connection:
    name = f"etl {given.run_uuid}".strip()
    made: Connection = psycopg2.connect(
        **{"connect_timeout": 10, "application_name": name, **keywords}
    )
    return made


def connect(*, admin: bool = False, dbname: str = "") -> Connection:
    """A connection; the private PostgreSQL is started when it sleeps."""
    given = settings.read()
    keywords = parameters(given, admin=admin, dbname=dbname)
    try:
        return _open(given, keywords)
    except psycopg2.OperationalError as error:
        own = not given.database_url and not (admin and given.admin_database_url)
        cluster = private_postgres.known(given) if own else None
        if cluster is None or private_postgres.running(cluster):
            raise _sorted(error) from error
    private_postgres.ensure(given)
    try:
        return _open(given, parameters(given, admin=admin, dbname=dbname))
    except psycopg2.OperationalError as error:
        raise _sorted(error) from error


def _worded(error: psycopg2.Error) -> EtlError:
    code = error.pgcode or ""
    if code[:2] in PASSING_CLASSES or (not code and isinstance(error, psycopg2.OperationalError)):
        return TransientError(f"database: {str(error).strip() or 'the connection was lost'}")
    return StatementError(error)


_idle: list[Connection] = []  # one connection waits for the next transaction of this process


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
    connection = _idle.pop() if _idle else connect()
    try:
        if read_only:
            connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        if role:
            execute(connection, sql.SQL("set local role {}").format(sql.Identifier(role)))
        yield connection
        connection.commit()
    except psycopg2.Error as error:
        raise _worded(error) from error
    finally:
        _give_back(connection)


@contextmanager
def journal() -> Iterator[Connection]:
    """A connection on which every statement stands for itself: for records of what happens."""
    connection = connect()
    try:
        connection.autocommit = True
        yield connection
    finally:
        connection.close()


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


def copy_in(connection: Connection, statement: str, file: Any) -> None:
    """Feed a COPY … FROM STDIN from something that can be read."""
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, file, size=1 << 16)


def table(connection: Connection, query: sql.Composable) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Headings and rows, where two columns may have the same name."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [column.name for column in cursor.description or ()], cursor.fetchall()
