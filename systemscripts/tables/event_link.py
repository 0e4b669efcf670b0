"""Where event lists can be downloaded, as the newest URL check says."""

from dataclasses import dataclass
from datetime import date

from systemscripts.foundation import database, queries

QUERIES = queries.beside(__file__)


@dataclass(frozen=True)
class EventLink:
    eventid: str
    downloadlink: str


def downloadable(connection: database.Connection, day: date) -> list[EventLink]:
    rows = database.fetch_all(connection, QUERIES.downloadable, day=day)
    return [EventLink(**row._asdict()) for row in rows]
