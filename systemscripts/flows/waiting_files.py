"""Which files wait for an import, oldest first; which of them are not its own."""

import re
import stat
from collections.abc import Sequence
from pathlib import Path

from systemscripts.foundation.errors import ConfigError
from systemscripts.tables.import_config import ImportConfig, Rival

UNFINISHED = (".part", ".filepart", ".tmp", ".crdownload")


def _pattern(name: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ConfigError(
            f"{name}: file_pattern is no regular expression: {error}",
            hint="Correct it in dba.timportconfig.",
        ) from error


def waiting(config: ImportConfig) -> list[Path]:
    """Files of the source folder that the pattern means, oldest first."""
    pattern = _pattern(config.config_name, config.file_pattern)
    folder = Path(config.source_directory)
    if not folder.is_dir():
        raise ConfigError(
            f"{config.config_name}: no folder {folder}",
            hint="Make it, or correct source_directory in dba.timportconfig.",
        )
    meant = [p for p in folder.iterdir() if pattern.match(p.name) and not _hidden(p.name)]
    ages = {path: age for path in meant if (age := _age(path)) is not None}
    return sorted(ages, key=lambda path: (ages[path], path.name))


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith(UNFINISHED)


def _age(path: Path) -> int | None:
    """None: it is no file, or it went away since the folder was read."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns if stat.S_ISREG(status.st_mode) else None


def rival_of(config: ImportConfig, rivals: Sequence[Rival], name: str) -> Rival | None:
    """The import that means this file as well, the one with the highest priority first."""
    for rival in rivals:
        try:
            if re.match(rival.file_pattern, name):
                return rival
        except re.error:  # the fault of that row, which its own run will tell
            continue
    return None
