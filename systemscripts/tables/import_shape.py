"""dba.timportshape: every change that an import made to the shape of a table."""

from dataclasses import dataclass

from systemscripts.foundation import database, queries
from systemscripts.tables.arrival import Arrival
from systemscripts.tables.import_config import ImportConfig

QUERIES = queries.beside(__file__)


@dataclass(frozen=True)
class Change:
    """table created, column added or column widened."""

    change: str
    column_name: str | None = None
    heading: str | None = None
    old_type: str | None = None
    new_type: str | None = None
    typing: str | None = None


def insert(
    connection: database.Connection,
    change: Change,
    config: ImportConfig,
    arrival: Arrival,
    run_uuid: str,
) -> None:
    database.execute(
        connection,
        QUERIES.insert,
        target_table=config.target_table,
        config_id=config.config_id,
        arrival_id=arrival.arrival_id,
        run_uuid=run_uuid or None,
        **vars(change),
    )
