"""One import: every waiting file, oldest first, each whole or not at all."""

import logging
import re
from pathlib import Path

from systemscripts.flows.import_one_file import Story, import_one_file
from systemscripts.foundation import database, run_log
from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.foundation.settings import Settings
from systemscripts.tables import import_config
from systemscripts.tables.import_config import ImportConfig

log = logging.getLogger("etl")
UNFINISHED = (".part", ".tmp", ".crdownload")


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
    found = [path for path in folder.iterdir() if path.is_file() and not _hidden(path.name)]
    matching = [path for path in found if pattern.match(path.name)]
    return sorted(matching, key=lambda path: (path.stat().st_mtime_ns, path.name))


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith(UNFINISHED)


def import_files(given: Settings, wanted: str) -> None:
    with database.transaction() as connection:
        config = import_config.find(connection, wanted)
    stories: list[Story] = []
    for path in waiting(config):
        with run_log.step(f"import {path.name}") as step:
            story = import_one_file(given, config, path)
            step.rows_in, step.rows_out, step.message = story.read, story.loaded, story.text
        stories.append(story)
        (log.warning if story.state == "refused" else log.info)("%s: %s", path.name, story.text)
    read, loaded = sum(s.read for s in stories), sum(s.loaded for s in stories)
    log.info("%s: %s files, %s rows loaded", config.config_name, len(stories), loaded)
    run_log.report(given, rows_in=read, rows_out=loaded)
    refused = [story for story in stories if story.state == "refused"]
    if refused:
        raise DataError(
            f"{len(refused)} of {len(stories)} files refused; first: {refused[0].text}",
            hint=f"They lie in {given.data_dir / 'refused'}, each with its reason.",
        )
