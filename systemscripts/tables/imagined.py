"""Rows that a plan makes for itself, and undoes.

They get numbers below zero, because a sequence that was asked for a number never forgets it.
"""

from datetime import date
from pathlib import Path

from systemscripts.foundation import database, queries
from systemscripts.tables.arrival import Arrival
from systemscripts.tables.import_config import ImportConfig
from systemscripts.tables.import_shape import Change

QUERIES = queries.beside(__file__)


def words(connection: database.Connection, config: ImportConfig) -> None:
    database.execute(connection, QUERIES.source, name=config.datasource)
    database.execute(connection, QUERIES.type, name=config.datasettype)


def arrival(connection: database.Connection, path: Path, size: int, sha256: str) -> Arrival:
    row = database.fetch_one(
        connection,
        QUERIES.arrival,
        file_name=str(path.name),
        directory=str(path.parent),
        size_bytes=size,
        sha256=sha256,
    )
    return Arrival(**row._asdict())


def dataset(connection: database.Connection, config: ImportConfig, label: str, day: date) -> int:
    row = database.fetch_one(
        connection,
        QUERIES.dataset,
        datasetdate=day,
        label=label,
        config_id=config.config_id,
        load_mode=config.load_mode,
        datasettype=config.datasettype,
        datasource=config.datasource,
    )
    return int(row.datasetid)


def shape(
    connection: database.Connection, change: Change, config: ImportConfig, arrived: Arrival
) -> None:
    database.execute(
        connection,
        QUERIES.shape,
        target_table=config.target_table,
        config_id=config.config_id,
        arrival_id=arrived.arrival_id,
        **vars(change),
    )
