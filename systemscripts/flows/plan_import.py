"""What an import would do, file by file, told without doing it.

Everything is really done, one file after the other, in one transaction that is undone at the end.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from systemscripts.flows.import_one_file import (
    delivery_of,
    worded,
    workshop,
)
from systemscripts.flows.load_rows import Outcome, load
from systemscripts.flows.waiting_files import rival_of, waiting
from systemscripts.foundation import database, run_log, safe_files, secrets
from systemscripts.foundation.being_written import being_written
from systemscripts.foundation.errors import DataError
from systemscripts.foundation.settings import Settings
from systemscripts.foundation.wording import counted
from systemscripts.stages.load import blocks
from systemscripts.stages.load.blocks import Ground
from systemscripts.stages.load.delivery import Delivery
from systemscripts.stages.transform import run_steps
from systemscripts.stages.validate import file_name
from systemscripts.tables import arrival, imagined, import_config
from systemscripts.tables.arrival import Fate
from systemscripts.tables.import_config import ImportConfig, Rival
from systemscripts.tables.import_shape import Change
from systemscripts.tables.lookup import pairs

SHOWN = 5


class _Undo(Exception):
    """The end of the plan."""


@contextmanager
def _undone() -> Iterator[database.Connection]:
    """A transaction of which nothing stays."""
    try:
        with database.transaction() as connection:
            yield connection
            raise _Undo
    except _Undo:
        pass


@contextmanager
def _sorted(connection: database.Connection) -> Iterator[None]:
    """What the database refuses ends the plan of a file, not that of the others."""
    try:
        yield
    except database.Error as error:
        raise database.worded(error, connection) from error


def plan(given: Settings, wanted: str) -> None:
    with database.transaction() as connection:
        config = import_config.find(connection, wanted)
        rivals = import_config.rivals(connection, config)
    files = waiting(config)
    _say(f"{config.config_name}: {counted(len(files), 'file')} in {config.source_directory}")
    refused, before = 0, dict[int, str]()
    with _undone() as connection:
        import_config.lock(connection, config)
        for number, path in enumerate(files, start=1):
            _say(f"\n{number}. {path.name}")
            if why := _not_now(config, rivals, path):
                _say(f"   {why}")
                continue
            try:
                with database.savepoint(connection):
                    for line in _file(given, connection, config, path, before):
                        _say(f"   {line}")
                    blocks.sweep(connection)
            except DataError as error:
                refused += 1
                _say(f"   would be refused: {error}")
    _say(f"\nNothing was changed. {refused} of {counted(len(files), 'file')} would be refused.")


def _say(text: str) -> None:
    run_log.say(secrets.mask(text), sys.stdout)


def _not_now(config: ImportConfig, rivals: Sequence[Rival], path: Path) -> str | None:
    if being_written(path):
        return "still being written: it would wait for the next run"
    rival = rival_of(config, rivals, path.name)
    if rival is None:
        return None
    if rival.priority > config.priority:
        return f"belongs to {rival.config_name}, which has a higher priority"
    return f"{rival.config_name} means it too, with the same priority: it would stay here"


def _file(
    given: Settings,
    connection: database.Connection,
    config: ImportConfig,
    path: Path,
    before: dict[int, str],
) -> Iterator[str]:
    checksum = safe_files.sha256(path)
    file_name.must_be_text(path.name)
    arrived = imagined.arrival(connection, path, path.stat().st_size, checksum)
    with workshop(given, config) as work, worded(config, path), _sorted(connection):
        delivery, shown = delivery_of(given, config, path, arrived, work), []
        if config.transforms:
            shown = _steps(connection, delivery, config)
        yield f"label {delivery.label}, date {delivery.day}"
        yield from shown
        about = (config.config_id, delivery.label, delivery.day)
        same = arrival.same_content(connection, *about, arrived.sha256)
        if same is not None:
            yield f"the same content is {_known(same, before)} already: nothing would be loaded"
            return
        outcome = load(connection, delivery, Ground())
        fate = Fate("loaded", *about, outcome.datasetid)
        arrival.settle(connection, arrived, fate, given.run_uuid)
        yield from _told(delivery, outcome, before)
        before[outcome.datasetid] = path.name


def _steps(connection: database.Connection, delivery: Delivery, config: ImportConfig) -> list[str]:
    """Each transform on the first rows."""
    lines = []
    converted = delivery.converted or delivery.source
    for step in run_steps.preview(converted, config.transforms or [], partial(pairs, connection)):
        lines.append(
            f"step {step.number} {step.step}: {step.rows_in} -> {counted(step.rows_out, 'row')},"
            f" columns {', '.join(step.columns)}"
        )
        lines += [f"  line {line}: {', '.join(map(repr, row))}" for line, row in step.rows[:2]]
    return lines


def _known(datasetid: int, before: Mapping[int, str]) -> str:
    """A dataset by its number, or by the file of this plan that would become it."""
    return before.get(datasetid) or f"dataset {datasetid}"


def _told(delivery: Delivery, outcome: Outcome, before: Mapping[int, str]) -> Iterator[str]:
    for change in outcome.changes:
        yield _change(delivery, change)
    counts = outcome.counts
    yield (
        f"{counted(counts.records, 'row')} of data: {counts.loaded} would be loaded into"
        f" {delivery.wanted}, {counts.duplicate} duplicate, {counts.rejected} rejected,"
        f" {counts.blank} blank"
    )
    for problem in outcome.problems[:SHOWN]:
        yield f"rejected: {problem.sentence(delivery.name)}"
    if counts.rejected > SHOWN:
        yield f"and {counted(counts.rejected - SHOWN, 'rejected row')} more"
    if outcome.superseded:
        yield f"would replace {', '.join(_known(one, before) for one in outcome.superseded)}"


def _change(delivery: Delivery, change: Change) -> str:
    if change.change == "table created":
        return f"would create the table {delivery.wanted}"
    if change.change == "column widened":
        return f"would widen {change.column_name} from {change.old_type} to {change.new_type}"
    return f"would add the column {change.column_name} {change.new_type} for {change.heading!r}"
