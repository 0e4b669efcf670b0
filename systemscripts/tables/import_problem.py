"""dba.timportproblem: rows that were not loaded, with the reason."""

from collections.abc import Sequence
from typing import Protocol

from systemscripts.foundation import database, queries
from systemscripts.tables.arrival import Arrival

QUERIES = queries.beside(__file__)


class Problem(Protocol):
    """What is kept of such a row."""

    @property
    def record(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def original(self) -> bytes: ...


def insert(
    connection: database.Connection,
    problems: Sequence[Problem],
    arrival: Arrival,
    config_id: int,
    datasetid: int,
    run_uuid: str,
) -> None:
    database.execute(
        connection,
        QUERIES.insert,
        arrival_id=arrival.arrival_id,
        config_id=config_id,
        datasetid=datasetid,
        run_uuid=run_uuid or None,
        records=[one.record for one in problems],
        lines=[one.line for one in problems],
        columns=[one.column for one in problems],
        values=[one.value for one in problems],
        reasons=[one.reason for one in problems],
        originals=[one.original.hex() for one in problems],
    )
