"""A file arrives: it appears whole under its name, and a row tells where it came from."""

from pathlib import Path

from systemscripts.foundation import database, safe_files
from systemscripts.foundation.settings import Settings
from systemscripts.tables import arrival


def land(given: Settings, target: Path, content: bytes, origin: str) -> None:
    """The row is written first: an importer that is quick finds it."""
    with database.transaction() as connection:
        safe_files.write_whole(target, lambda file: file.write(content))
        arrival.record(connection, target, safe_files.sha256(target), given.run_uuid, origin)
