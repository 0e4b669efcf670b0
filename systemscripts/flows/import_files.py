"""One import: every waiting file, oldest first, each whole or not at all.

Two importers at once share the files: each claims one after the other, and a file is loaded
only when those before it are done, so that the newest version stays in force.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from systemscripts.flows import put_away
from systemscripts.flows.import_one_file import Story, import_one_file, sweep
from systemscripts.flows.waiting_files import rival_of, waiting
from systemscripts.foundation import database, run_log
from systemscripts.foundation.being_written import being_written
from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.foundation.settings import Settings
from systemscripts.foundation.wording import counted
from systemscripts.stages.load import blocks
from systemscripts.tables import arrival, import_config
from systemscripts.tables.import_config import ImportConfig, Rival

log = logging.getLogger("etl")


@dataclass
class _Round:
    """The files of one import, while they are worked through."""

    given: Settings
    config: ImportConfig
    gate: database.Connection  # holds the claims
    rivals: list[Rival]
    seen: set[Path] = field(default_factory=set)
    disputed: list[str] = field(default_factory=list)

    def stories(self) -> Iterator[Story]:
        """Until nothing waits that nobody has looked at."""
        while found := list(self._once()):
            yield from found

    def _once(self) -> Iterator[Story]:
        busy: list[Path] = []
        for path in waiting(self.config):
            if path in self.seen or not self._is_ours(path):
                continue
            if not arrival.claim(self.gate, path):
                busy.append(path)
                continue
            try:
                self.seen.add(path)
                if self._is_there(path):
                    yield self._import(path, busy)
            finally:
                arrival.release(self.gate, path)

    def _is_ours(self, path: Path) -> bool:
        rival = rival_of(self.config, self.rivals, path.name)
        if rival is None:
            return True
        self.seen.add(path)
        if rival.priority == self.config.priority:
            self.disputed.append(f"{path.name} is also meant by {rival.config_name}")
        return False

    def _is_there(self, path: Path) -> bool:
        """Whether it still waits, and whoever wrote it is done."""
        try:
            writing = being_written(path)
        except FileNotFoundError:
            return False
        except OSError:
            return True  # it cannot be read, which import_one_file says
        if writing:
            log.info("%s: still being written; the next run takes it", path.name)
        return not writing

    def _import(self, path: Path, busy: list[Path]) -> Story:
        def wait() -> None:
            for earlier in busy:
                arrival.wait_for(self.gate, earlier)

        with run_log.step(f"import {path.name}") as step:
            story = import_one_file(self.given, self.config, path, wait)
            step.rows_in, step.rows_out, step.message = story.read, story.loaded, story.text
        if story.state == "refused":
            log.warning("refused: %s", story.text)
        else:
            log.info("%s: %s", path.name, story.text)
        return story


def import_files(given: Settings, wanted: str) -> None:
    with database.transaction() as connection:
        config = import_config.find(connection, wanted)
        rivals = import_config.rivals(connection, config)
    with database.journal() as gate:
        import_config.wait_for_load(gate, config)
        sweep(given, config)
        put_away.catch_up(given, config)
        work = _Round(given, config, gate, rivals)
        stories = list(work.stories())
        blocks.clear(gate)  # last, when the server has noticed that a run was killed
    _conclude(given, config, stories)
    if work.disputed:
        raise ConfigError(
            f"{config.config_name}: {work.disputed[0]}, with the same priority",
            hint="Give one of the two a higher priority or another file_pattern.",
        )


def _conclude(given: Settings, config: ImportConfig, stories: list[Story]) -> None:
    read, loaded = sum(s.read for s in stories), sum(s.loaded for s in stories)
    rejected = sum(s.rejected for s in stories)
    files = counted(len(stories), "file")
    more = f", {rejected} rejected" if rejected else ""
    log.info("%s: %s, %s loaded%s", config.config_name, files, counted(loaded, "row"), more)
    run_log.report(given, rows_in=read, rows_out=loaded)
    refused = [story for story in stories if story.state == "refused"]
    if refused:
        raise DataError(
            f"{len(refused)} of {files} refused; first: {refused[0].text}",
            hint=f"They lie in {given.data_dir / 'refused'}, each with its reason.",
        )
