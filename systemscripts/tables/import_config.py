"""dba.timportconfig: one row for each kind of file."""

from dataclasses import dataclass, fields
from typing import Any

from systemscripts.foundation import database, queries
from systemscripts.foundation.errors import ConfigError

QUERIES = queries.beside(__file__)


@dataclass(frozen=True)
class Reading:
    """How a file becomes rows; the defaults are those of the table."""

    encoding: str = "auto"
    field_separator: str = "auto"
    quote: str = '"'
    sheet: str | None = None
    header_row: str = "auto"
    first_column: int = 1
    footer: str | None = None


@dataclass(frozen=True)
class ImportConfig:
    config_id: int
    config_name: str
    datasource: str
    datasettype: str
    source_directory: str
    archive_directory: str
    file_pattern: str
    metadata_label_source: str
    metadata_label_location: str
    dateconfig: str
    datelocation: str
    dateformat: str
    delimiter: str | None
    target_table: str
    importstrategyid: int
    is_active: bool
    load_mode: str
    priority: int
    encoding: str
    field_separator: str
    quote: str
    sheet: str | None
    header_row: str
    first_column: int
    footer: str | None
    decimal_mark: str
    thousands_mark: str | None
    date_formats: list[str]
    null_words: list[str]
    typing: str
    contract: dict[str, Any] | None
    key_columns: list[str] | None
    deduplication: str
    bad_rows: str
    bad_rows_most: str | None
    min_rows: int | None
    max_rows: int | None
    transforms: list[dict[str, Any]] | None

    @property
    def reading(self) -> Reading:
        names = (field.name for field in fields(Reading))
        return Reading(**{name: getattr(self, name) for name in names})


@dataclass(frozen=True)
class Rival:
    """Another import that reads the same folder."""

    config_name: str
    file_pattern: str
    priority: int


def find(connection: database.Connection, wanted: str) -> ImportConfig:
    """The row, or an error that says what there is."""
    row = database.fetch_one(connection, QUERIES.find, wanted=wanted)
    if row is None:
        names = database.fetch_all(connection, QUERIES.names)
        known = ", ".join(f"{r.config_id} {r.config_name}" for r in names) or "none"
        raise ConfigError(f"no import is called {wanted}", hint=f"dba.timportconfig has: {known}.")
    config = ImportConfig(**row._asdict())
    if not config.is_active:
        raise ConfigError(
            f"the import {config.config_name} is switched off",
            hint="Set is_active = '1' in dba.timportconfig.",
        )
    return config


def wait_for_load(connection: database.Connection, config: ImportConfig) -> None:
    """Returns when no load of the import is under way, such as that of a run that was killed."""
    database.execute(connection, QUERIES.wait_for_load, config_id=config.config_id)


def rivals(connection: database.Connection, config: ImportConfig) -> list[Rival]:
    """Other imports of the same folder that come before this one, or are its equals."""
    rows = database.fetch_all(
        connection,
        QUERIES.rivals,
        config_id=config.config_id,
        source_directory=config.source_directory,
        priority=config.priority,
    )
    return [Rival(**row._asdict()) for row in rows]


def lock(connection: database.Connection, config: ImportConfig) -> None:
    """Held by every load until its transaction ends."""
    database.execute(connection, QUERIES.lock, config_id=config.config_id)
