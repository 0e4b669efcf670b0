"""dba.tdataset: one row for each load."""

from datetime import date

from systemscripts.foundation import database, queries
from systemscripts.tables.import_config import ImportConfig

QUERIES = queries.beside(__file__)
ACTIVE, EMPTY = 1, 6


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


def finish(
    connection: database.Connection, datasetid: int, *, read: int, loaded: int, blank: int
) -> None:
    database.execute(
        connection,
        QUERIES.finish,
        datasetid=datasetid,
        datastatusid=ACTIVE if loaded else EMPTY,
        rows_read=read,
        rows_loaded=loaded,
        rows_blank=blank,
    )
