"""One file: arrival -> CSV -> landing -> target -> ledger -> commit -> archive or refused."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from systemscripts.flows import put_away
from systemscripts.flows.load_rows import Outcome, landing_beside, load
from systemscripts.foundation import careful_csv, database, locks, safe_files, secrets
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import BusyError, ConfigError, DataError
from systemscripts.foundation.settings import Settings
from systemscripts.foundation.wording import counted
from systemscripts.stages.convert.encodings import explain
from systemscripts.stages.convert.to_table import to_table
from systemscripts.stages.load import columns
from systemscripts.stages.load.blocks import Ground
from systemscripts.stages.load.delivery import Delivery
from systemscripts.stages.validate import content, file_name
from systemscripts.tables import arrival, import_config
from systemscripts.tables.arrival import Arrival, Fate
from systemscripts.tables.import_config import ImportConfig

log = logging.getLogger("etl")
# SQLSTATE classes: cardinality, data, rules, limits
THE_FILE_IS_TO_BLAME = ("21", "22", "23", "54")
TOO_WIDE, MOST_DETAIL = "54", 200
NOT_TEXT = ("22021", "22P05")
SETTLED = ("loaded", "empty", "duplicate")


@dataclass(frozen=True)
class Story:
    """What became of a file, for the log and the counts."""

    state: str
    text: str
    read: int = 0
    loaded: int = 0
    rejected: int = 0


def import_one_file(
    given: Settings, config: ImportConfig, path: Path, wait: Callable[[], None]
) -> Story:
    """`wait` returns when files before this one are done."""
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
            story = _load(given, config, path, arrived, wait)
    except DataError as error:
        return _refuse(given, config, path, arrived, error)
    except FileNotFoundError:
        if path.exists():
            raise
        return Story("gone", "somebody else took it away")
    put_away.archive(config, path, arrived)
    return story


def sweep(given: Settings, config: ImportConfig) -> Path:
    """The folder for workshops, without those of runs that were killed."""
    temporary = given.folder("file_watcher/file_watcher_temp")
    for left in temporary.glob(f"import_{config.config_id}.*"):
        if not locks.alive(left.suffix[1:]):
            shutil.rmtree(left, ignore_errors=True)
    return temporary


@contextmanager
def workshop(given: Settings, config: ImportConfig) -> Iterator[Path]:
    """An empty folder of this process."""
    folder = sweep(given, config) / f"import_{config.config_id}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def worded(config: ImportConfig, path: Path) -> Iterator[None]:
    """What the database refuses is the fault of the file, or of the table and its row."""
    try:
        yield
    except careful_csv.Undecodable as error:
        raise explain(path, path.name, config.reading) from error
    except database.StatementError as error:
        if error.code in NOT_TEXT:
            raise explain(path, path.name, config.reading) from error
        if error.code[:2] in THE_FILE_IS_TO_BLAME:
            raise _refused(config, path, error) from error
        raise ConfigError(f"{config.target_table}: {error}", hint=error.hint) from error


def _refused(config: ImportConfig, path: Path, error: database.StatementError) -> DataError:
    """What no test of ours foresaw, such as a rule that somebody gave the table."""
    if error.code[:2] == TOO_WIDE:
        return DataError(f"{path.name}: {error}", hint=columns.FEWER)
    detail = f" ({error.detail[:MOST_DETAIL].rstrip('.')})" if error.detail else ""
    hint = error.hint or f"Correct the file, or the rules of {config.target_table}."
    return DataError(f"{path.name}: {error}{detail}", hint=hint)


def _load(
    given: Settings, config: ImportConfig, path: Path, arrived: Arrival, wait: Callable[[], None]
) -> Story:
    file_name.must_be_text(path.name)
    before = _look(path)
    with workshop(given, config) as work, worded(config, path):
        delivery = delivery_of(given, config, path, arrived, work)
        wait()
        with landing_beside(delivery) as ground, database.transaction() as connection:
            story = _settle(connection, delivery, ground)
            if _look(path) != before:
                raise BusyError(
                    f"{path.name}: it was changed while it was read", hint="The next run takes it."
                )
            return story


def _look(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def delivery_of(
    given: Settings, config: ImportConfig, path: Path, arrived: Arrival, work: Path
) -> Delivery:
    """Converted, transformed, with label and date."""
    source = converted = to_table(path, work, config.reading)
    if config.transforms:
        from systemscripts.stages.transform import run_steps
        from systemscripts.tables.lookup import pairs

        with database.transaction() as connection:
            lookup = partial(pairs, connection)
            source = run_steps.transform(source, config.transforms, work, lookup)
    label, day = _label_and_date(config, source)
    return Delivery(config, arrived, source, label, day, given.run_uuid, converted)


def _settle(connection: database.Connection, delivery: Delivery, ground: Ground) -> Story:
    """Load it, unless the same content is there already; either way its fate is written down."""
    config, arrived = delivery.config, delivery.arrived
    import_config.lock(connection, config)
    if arrival.state(connection, arrived) in SETTLED:
        return Story(arrived.state, "was loaded before; put away now")
    about = (config.config_id, delivery.label, delivery.day)
    same = arrival.same_content(connection, *about, arrived.sha256)
    if same is None:
        outcome = load(connection, delivery, ground)
        story = _told(delivery, outcome)
        _log_changes(delivery, outcome)
        fate = Fate(story.state, *about, outcome.datasetid)
    else:
        fate = Fate("duplicate", *about, same)
        story = Story("duplicate", f"the same content is dataset {same} already")
    arrival.settle(connection, arrived, fate, delivery.run_uuid)
    return story


def _log_changes(delivery: Delivery, outcome: Outcome) -> None:
    added = [one.column_name or "" for one in outcome.changes if one.change == "column added"]
    if any(one.change == "table created" for one in outcome.changes):
        log.info("created %s with %s", delivery.wanted, counted(len(added), "column"))
    elif added:
        log.info("%s: new columns: %s", delivery.wanted, ", ".join(added))
    for one in outcome.changes:
        if one.change == "column widened":
            log.info(
                "%s: %s is %s now, was %s",
                delivery.wanted,
                one.column_name,
                one.new_type,
                one.old_type,
            )


def _told(delivery: Delivery, outcome: Outcome) -> Story:
    counts, about = outcome.counts, f"dataset {outcome.datasetid}"
    if not counts.loaded and not counts.duplicate:
        text = f"nothing in it, {about}"
    else:
        text = f"{counted(counts.loaded, 'row')} -> {delivery.wanted}, {about}"
        text += f" ({delivery.label}, {delivery.day})"
    more = (
        (counts.duplicate, "known already"),
        (counts.rejected, "rejected"),
    )
    text += "".join(f", {number} {what}" for number, what in more if number)
    state = "loaded" if counts.loaded or counts.duplicate else "empty"
    return Story(state, text, counts.records, counts.loaded, counts.rejected)


def _label_and_date(config: ImportConfig, source: Delimited) -> tuple[str, date]:
    label = _metadata(
        config, source, config.metadata_label_source, config.metadata_label_location, "label"
    )
    text = _metadata(config, source, config.dateconfig, config.datelocation, "date")
    if not label.strip():
        raise DataError(
            f"{source.name}: the label is empty", hint="Look at metadata_label_location."
        )
    return label, file_name.as_date(source.name, text, config.dateformat)


def _metadata(config: ImportConfig, source: Delimited, where: str, location: str, what: str) -> str:
    if where == "static":
        return location
    if where == "filename":
        return file_name.from_name(source.name, location, config.delimiter, what)
    found = content.values_of(source, location, what, columns.named)
    return file_name.from_column(source.name, location, found, what)


def _refuse(
    given: Settings, config: ImportConfig, path: Path, arrived: Arrival, error: DataError
) -> Story:
    reason = secrets.one_line(f"{error}. {error.hint}" if error.hint else str(error))
    with database.transaction() as connection:
        fate = Fate("refused", config.config_id, message=reason)
        arrival.settle(connection, arrived, fate, given.run_uuid)
    put_away.refuse(given, path, arrived, reason)
    return Story("refused", reason)
