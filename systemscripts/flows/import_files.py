"""One import: every waiting file, oldest first, each whole or not at all."""

import logging
import re
import stat
from pathlib import Path

from systemscripts.flows import put_away
from systemscripts.flows.import_one_file import Story, import_one_file
from systemscripts.foundation import database, run_log
from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.foundation.settings import Settings
from systemscripts.foundation.wording import counted
from systemscripts.tables import import_config
from systemscripts.tables.import_config import ImportConfig

log = logging.getLogger("etl")
UNFINISHED = (".part", ".filepart", ".tmp", ".crdownload")


def waiting(config: ImportConfig) -> list[Path]:
    """Files of the source folder that the pattern means, oldest first."""
    try:
        pattern = re.compile(config.file_pattern)
    except re.error as error:
        raise ConfigError(
            f"{config.config_name}: file_pattern is no regular expression: {error}",
            hint="Correct it in dba.timportconfig.",
        ) from error
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


def import_files(given: Settings, wanted: str) -> None:
    with database.transaction() as connection:
        config = import_config.find(connection, wanted)
    with database.transaction() as gate:
        import_config.enter(gate, config)
        put_away.catch_up(given, config)
        stories = [_import(given, config, path) for path in waiting(config)]
    read, loaded = sum(s.read for s in stories), sum(s.loaded for s in stories)
    files = counted(len(stories), "file")
    log.info("%s: %s, %s loaded", config.config_name, files, counted(loaded, "row"))
    run_log.report(given, rows_in=read, rows_out=loaded)
    refused = [story for story in stories if story.state == "refused"]
    if refused:
        raise DataError(
            f"{len(refused)} of {files} refused; first: {refused[0].text}",
            hint=f"They lie in {given.data_dir / 'refused'}, each with its reason.",
        )


def _import(given: Settings, config: ImportConfig, path: Path) -> Story:
    with run_log.step(f"import {path.name}") as step:
        story = import_one_file(given, config, path)
        step.rows_in, step.rows_out, step.message = story.read, story.loaded, story.text
    if story.state == "refused":
        log.warning("refused: %s", story.text)
    else:
        log.info("%s: %s", path.name, story.text)
    return story
