"""dba.tdataset: one row for each load."""

from datetime import date
from typing import Protocol

from systemscripts.foundation import database, queries
from systemscripts.tables.import_config import ImportConfig

QUERIES = queries.beside(__file__)
ACTIVE, EMPTY = 1, 6


class Counts(Protocol):
    """What became of the data rows of a file."""

    records: int
    loaded: int
    duplicate: int
    rejected: int

    @property
    def blank(self) -> int: ...


def ensure_words(connection: database.Connection, config: ImportConfig) -> None:
    """Source and type of the import get their rows."""
    database.execute(connection, QUERIES.ensure_source, name=config.datasource)
    database.execute(connection, QUERIES.ensure_type, name=config.datasettype)


def create(
    connection: database.Connection, config: ImportConfig, label: str, day: date, run_uuid: str
) -> int:
    """The new dataset's id; nobody counts its rows until it is finished."""
    row = database.fetch_one(
        connection,
        QUERIES.create,
        datasetdate=day,
        label=label,
        config_id=config.config_id,
        load_mode=config.load_mode,
        run_uuid=run_uuid or None,
        datasettype=config.datasettype,
        datasource=config.datasource,
    )
    return int(row.datasetid)


def rivals(
    connection: database.Connection, config: ImportConfig, label: str, day: date
) -> list[int]:
    """Datasets that go out of force when this one comes into force."""
    rows = database.fetch_all(
        connection,
        QUERIES.rivals,
        config_id=config.config_id,
        load_mode=config.load_mode,
        label=label,
        datasetdate=day,
    )
    return [row.datasetid for row in rows]


def finish(
    connection: database.Connection, datasetid: int, counts: Counts, first_key: int | None
) -> None:
    """It comes into force, unless it says nothing at all."""
    says_something = counts.loaded or counts.duplicate
    database.execute(
        connection,
        QUERIES.finish,
        datasetid=datasetid,
        datastatusid=ACTIVE if says_something else EMPTY,
        rows_read=counts.records,
        rows_loaded=counts.loaded,
        rows_duplicate=counts.duplicate,
        rows_rejected=counts.rejected,
        rows_blank=counts.blank,
        first_key=first_key,
    )


def in_force(connection: database.Connection, target_table: str, leaving: list[int]) -> list[int]:
    """Datasets whose rows stand in a table and count, but for some that are about to leave."""
    rows = database.fetch_all(
        connection, QUERIES.in_force, target_table=target_table, leaving=leaving
    )
    return [row.datasetid for row in rows]
