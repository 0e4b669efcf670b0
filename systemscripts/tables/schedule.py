"""What runs when: dba.tscheduler, and the reports that have a frequency."""

from dataclasses import dataclass

from systemscripts.foundation import database, queries

QUERIES = queries.beside(__file__)


@dataclass(frozen=True)
class Schedule:
    """One line of the cron file to be."""

    origin: str
    name: str
    frequency: str
    script: str
    arguments: str


def active(connection: database.Connection) -> list[Schedule]:
    """Reports first, then tasks, as people know the file."""
    found = [
        Schedule(
            f"report {row.reportid}",
            row.reportname,
            row.frequency,
            "send_reports.py",
            str(row.reportid),
        )
        for row in database.fetch_all(connection, QUERIES.active_reports)
    ]
    for row in database.fetch_all(connection, QUERIES.active_tasks):
        script = row.scriptpath.rpartition("/")[2]
        found.append(
            Schedule(f"task {row.schedulerid}", row.taskname, row.frequency, script, row.scriptargs)
        )
    return found
