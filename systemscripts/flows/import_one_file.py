"""One file: arrival -> CSV -> landing -> target -> ledger -> commit -> archive or refused."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from systemscripts.flows import put_away
from systemscripts.foundation import database, safe_files, secrets
from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.foundation.settings import Settings
from systemscripts.foundation.wording import counted
from systemscripts.stages.convert.to_csv import to_csv
from systemscripts.stages.load import columns, landing, losses, target
from systemscripts.stages.load.target import Target
from systemscripts.stages.validate import csv_rows, file_name
from systemscripts.tables import arrival, dataset, import_config
from systemscripts.tables.arrival import Arrival, Fate
from systemscripts.tables.import_config import ImportConfig

# SQLSTATE classes: cardinality, data, rules, limits
THE_FILE_IS_TO_BLAME = ("21", "22", "23", "54")
SETTLED = ("loaded", "empty", "duplicate")


@dataclass(frozen=True)
class Story:
    """What became of a file, for the log and the counts."""

    state: str
    text: str
    read: int = 0
    loaded: int = 0


def import_one_file(given: Settings, config: ImportConfig, path: Path) -> Story:
    try:
        size, checksum = path.stat().st_size, safe_files.sha256(path)
    except FileNotFoundError:
        return Story("gone", "somebody else took it away")
    except OSError as error:
        return Story("refused", f"{path.name}: {error.strerror}; it stays where it is")
    with database.transaction() as connection:
        known = arrival.waiting(connection, path, checksum)
        arrived = known or arrival.record(connection, path, size, checksum, given.run_uuid)
    try:
        if arrived.state in SETTLED:  # a run before us was ended between commit and archive
            story = Story(arrived.state, "was loaded before; put away now")
        else:
            story = _load(given, config, path, arrived)
    except DataError as error:
        return _refuse(given, config, path, arrived, error)
    except FileNotFoundError:
        if path.exists():
            raise
        return Story("gone", "somebody else took it away")
    put_away.archive(config, path, arrived)
    return story


@contextmanager
def _workshop(given: Settings, config: ImportConfig) -> Iterator[Path]:
    """An empty folder; what a killed run left in it goes first."""
    folder = given.folder("file_watcher/file_watcher_temp") / f"import_{config.config_id}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(given: Settings, config: ImportConfig, path: Path, arrived: Arrival) -> Story:
    file_name.must_be_text(path.name)
    with _workshop(given, config) as work:
        csv_path = to_csv(path, work)
        label, day = _label_and_date(config, path.name, csv_path)
        try:
            with database.transaction() as connection:
                import_config.lock(connection, config)
                same = arrival.same_content(
                    connection, config.config_id, label, day, arrived.sha256
                )
                if same is None:
                    fate, story = _fill(connection, given, config, path.name, csv_path, label, day)
                else:
                    fate = Fate("duplicate", config.config_id, label, day, same)
                    story = Story("duplicate", f"the same content is dataset {same} already")
                arrival.settle(connection, arrived, fate, given.run_uuid)
        except database.StatementError as error:
            if error.code[:2] in THE_FILE_IS_TO_BLAME:
                raise DataError(f"{path.name}: {error}", hint=error.hint) from error
            raise ConfigError(f"{config.target_table}: {error}", hint=error.hint) from error
    return story


def _label_and_date(config: ImportConfig, name: str, csv_path: Path) -> tuple[str, date]:
    label = _metadata(
        config,
        name,
        csv_path,
        config.metadata_label_source,
        config.metadata_label_location,
        "label",
    )
    text = _metadata(config, name, csv_path, config.dateconfig, config.datelocation, "date")
    if not label.strip():
        raise DataError(f"{name}: the label is empty", hint="Look at metadata_label_location.")
    return label, file_name.as_date(name, text, config.dateformat)


def _metadata(
    config: ImportConfig, name: str, csv_path: Path, source: str, location: str, what: str
) -> str:
    if source == "static":
        return location
    if source == "filename":
        return file_name.from_name(name, location, config.delimiter, what)
    with csv_rows.opened(csv_path, name) as sheet:
        names = columns.names(sheet.header, name, ())
        column = columns.named(location)
        if column not in names:
            raise DataError(f"{name}: no column {location}, which should hold the {what}")
        position = names.index(column)
        values = {row[position] for _, row in sheet.rows if any(row)}
    return file_name.from_column(name, location, values, what)


def _fill(
    connection: database.Connection,
    given: Settings,
    config: ImportConfig,
    name: str,
    csv_path: Path,
    label: str,
    day: date,
) -> tuple[Fate, Story]:
    """Rows, dataset and ledger, in the caller's transaction."""
    dataset.ensure_words(connection, config)
    datasetid = dataset.create(connection, config, label, day, given.run_uuid)
    wanted = Target.named(config.target_table)
    read = blank = loaded = 0
    with csv_rows.opened(csv_path, name) as sheet:
        if not sheet.says_nothing:
            names = columns.names(sheet.header, name, wanted.reserved)
            read, blank = landing.land(connection, names, sheet.rows)
            if read > blank:
                types = target.shape(connection, wanted, names, config.importstrategyid, name)
                losses.refuse(connection, types, name)
                extra = {target.LABEL: label, target.DAY: day.isoformat()}
                loaded = target.fill(connection, wanted, types, datasetid, extra)
    dataset.finish(connection, datasetid, read=read, loaded=loaded, blank=blank)
    state = "loaded" if loaded else "empty"
    text = f"{counted(loaded, 'row')} -> {wanted}, dataset {datasetid} ({label}, {day})"
    return (
        Fate(state, config.config_id, label, day, datasetid),
        Story(state, text if loaded else f"nothing in it, dataset {datasetid}", read, loaded),
    )


def _refuse(
    given: Settings, config: ImportConfig, path: Path, arrived: Arrival, error: DataError
) -> Story:
    reason = secrets.one_line(f"{error}. {error.hint}" if error.hint else str(error))
    with database.transaction() as connection:
        fate = Fate("refused", config.config_id, message=reason)
        arrival.settle(connection, arrived, fate, given.run_uuid)
    put_away.refuse(given, path, arrived, reason)
    return Story("refused", reason)
