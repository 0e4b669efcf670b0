"""A file arrives: it appears whole under its name, and a row tells where it came from."""

from pathlib import Path

from systemscripts.foundation import database, safe_files
from systemscripts.foundation.settings import Settings
from systemscripts.tables import arrival


def land(given: Settings, target: Path, content: bytes, origin: str) -> None:
    """The row is there before the name: an importer that is quick finds it."""
    hidden = target.with_name(f".{target.name}.landing")
    safe_files.write_whole(hidden, lambda file: file.write(content))
    checksum = safe_files.sha256(hidden)
    with database.transaction() as connection:
        arrival.record(connection, target, len(content), checksum, given.run_uuid, origin)
    hidden.replace(target)
