"""dba.treportmanager: reports by mail."""

from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from systemscripts.foundation import database, queries
from systemscripts.foundation.errors import ConfigError

QUERIES = queries.beside(__file__)


@dataclass(frozen=True)
class Report:
    reportid: int
    reportname: str
    subjectheader: str
    toheader: str
    hasattachment: bool
    attachmentqueries: list[dict[str, Any]]
    emailbodytemplate: str | None
    emailbodyqueries: dict[str, str]


def find(connection: database.Connection, reportid: int) -> Report:
    row = database.fetch_one(connection, QUERIES.find, reportid=reportid)
    if row is None:
        raise ConfigError(f"no report {reportid}", hint="Look at dba.treportmanager.")
    return Report(**row._asdict())


def scheduled(connection: database.Connection) -> list[Report]:
    return [Report(**row._asdict()) for row in database.fetch_all(connection, QUERIES.scheduled)]


def restrict(connection: database.Connection, role: str, seconds: float) -> None:
    """For the next query: whose rights it has and how long it may take."""
    limit = str(int(seconds * 1000))
    database.execute(connection, QUERIES.restrict, wanted=role, milliseconds=limit)


def answer(connection: database.Connection, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Headings and rows of a query that a person wrote."""
    opened = database.fetch_one(connection, QUERIES.open_query, wanted=query).answer
    fetch = sql.SQL("fetch all from {}").format(sql.Identifier(opened))
    headings, rows = database.table(connection, fetch)
    database.execute(connection, sql.SQL("close {}").format(sql.Identifier(opened)))
    return headings, rows
