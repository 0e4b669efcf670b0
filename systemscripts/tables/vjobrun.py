"""dba.vjobrun: the runs of jobs, for people."""

from typing import Any

from systemscripts.foundation import database, queries

QUERIES = queries.beside(__file__)


def recent(connection: database.Connection, number: int) -> list[Any]:
    """The newest first."""
    return database.fetch_all(connection, QUERIES.recent, number=number)
