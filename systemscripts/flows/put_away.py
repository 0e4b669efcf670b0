"""A file whose fate is decided leaves the folder, and its row says where it lies."""

from pathlib import Path

from systemscripts.foundation import database
from systemscripts.foundation.settings import Settings
from systemscripts.stages.archive import keep
from systemscripts.tables import arrival
from systemscripts.tables.arrival import Arrival
from systemscripts.tables.import_config import ImportConfig


def _record(arrived: Arrival, where: Path) -> None:
    with database.transaction() as connection:
        arrival.stored(connection, arrived, where)


def archive(config: ImportConfig, path: Path, arrived: Arrival) -> None:
    if where := keep.keep(path, Path(config.archive_directory)):
        _record(arrived, where)


def refuse(given: Settings, path: Path, arrived: Arrival, reason: str) -> None:
    if where := keep.keep(path, given.folder("refused")):
        keep.explain(where, reason)
        _record(arrived, where)


def catch_up(given: Settings, config: ImportConfig) -> None:
    """Record what a killed run had moved already; what it had not moved is still in the folder."""
    with database.transaction() as connection:
        moved = [
            arrived
            for arrived in arrival.unplaced(connection, config.config_id)
            if not (Path(arrived.directory) / arrived.file_name).exists()
        ]
    for arrived in moved:
        refused = arrived.state == "refused"
        folder = given.folder("refused") if refused else Path(config.archive_directory)
        candidates = keep.find(folder, arrived.file_name, arrived.sha256)
        with database.transaction() as connection:
            known = arrival.places(connection, arrived)
        where = next((path for path in candidates if str(path) not in known), None)
        if where:
            if refused:
                keep.explain(where, arrived.message or "")
            _record(arrived, where)
