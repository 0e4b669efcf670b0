"""A log line knows its run and its step; nobody carries them along.

Lines go to a text file and a CSV file, and in batches to whoever keeps them (dba.tlogentry).
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TextIO

from systemscripts.foundation import log_lines, secrets
from systemscripts.foundation.log_lines import STEP, Line, Step
from systemscripts.foundation.settings import Settings

__all__ = ["Line", "Step"]  # from here as well: they are words of the log

log = logging.getLogger("etl")
root = logging.getLogger()
BATCH = 200
BATCH_SECONDS = 2.0


class Keeper:
    """Who keeps lines and steps beyond the files; each call may fail, the job goes on."""

    def lines(self, lines: list[Line]) -> None: ...
    def step_begins(self, step: Step) -> None: ...
    def step_ends(self, step: Step, outcome: str) -> None: ...


@dataclass
class _State:
    keeper: Keeper | None = None
    steps: int = 0
    batch: list[Line] = field(default_factory=list)
    sent: float = field(default_factory=time.monotonic)


_state = _State()


class _File(logging.Handler):
    """Adds each record in one piece, so that runs may share a file."""

    def __init__(
        self, path: Path, words: Callable[[logging.LogRecord], str], header: str = ""
    ) -> None:
        super().__init__()
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o660)
        self.words = words
        self.header = header

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # a full disk must not stop the job
            header = "" if os.fstat(self.file).st_size else self.header
            os.write(self.file, (header + self.words(record)).encode())


class _Batch(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _state.batch.append(log_lines.line(record))
        if len(_state.batch) >= BATCH or time.monotonic() - _state.sent > BATCH_SECONDS:
            flush()


def say(text: str, stream: TextIO, end: str = "\n") -> None:
    """A terminal that is gone, or a full disk, must not change how the job ends."""
    with suppress(ValueError):
        try:
            print(text, file=stream, end=end, flush=True)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Terminal(logging.Handler):
    """What a person sees while it works: the sentence alone."""

    def emit(self, record: logging.LogRecord) -> None:
        stream = sys.stderr if record.levelno >= logging.WARNING else sys.stdout
        prefix = "warning: " if record.levelno == logging.WARNING else ""
        say(f"{prefix}{log_lines.message_of(record)}", stream)


def start(given: Settings, keeper: Keeper | None) -> None:
    """From now on log lines go where they belong, those of libraries as well."""
    secrets.remember(given.email_password)
    log_lines.run.uuid = given.run_uuid
    _state.keeper = keeper
    path = Path(given.run_log) if given.run_log else given.folder("logs") / "by_hand.log"
    path.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
    root.handlers = [
        _File(path, log_lines.text),
        _File(path.with_suffix(".csv"), log_lines.comma_separated, log_lines.CSV_HEADER),
        Terminal(),
    ]
    if keeper:
        root.addHandler(_Batch())
    log.setLevel(logging.INFO)


def to_files_only(error: Exception) -> None:
    """The keeper fails: say so in the files, once, and go on without it."""
    if _state.keeper is None:
        return
    _state.keeper = None
    _state.batch.clear()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, _Batch)]
    reason = str(error).strip().partition("\n")[0]
    log.warning("the database does not answer: these log lines stay in the files only: %s", reason)


def quietly(record: logging.LogRecord) -> None:
    """A line for every sink but the terminal."""
    for handler in root.handlers:
        if not isinstance(handler, Terminal):
            handler.handle(record)


def _try(call: Callable[[], None]) -> None:
    try:
        call()
    except Exception as error:  # noqa: BLE001  # whatever the keeper's trouble is, the job goes on
        to_files_only(error)


def flush() -> None:
    """Hand the lines over that are waiting."""
    batch, _state.batch, _state.sent = _state.batch, [], time.monotonic()
    keeper = _state.keeper
    if batch and keeper:
        _try(partial(keeper.lines, batch))


@contextmanager
def step(name: str) -> Iterator[Step]:
    """A named part of the run, recorded when it begins and when it ends."""
    _state.steps += 1
    current = Step(secrets.one_line(name), _state.steps)
    token = STEP.set(current)
    keeper = _state.keeper
    if keeper:
        _try(partial(keeper.step_begins, current))
    outcome = "failed"
    try:
        yield current
        outcome = "done"
    except Exception as error:
        current.message = secrets.one_line(str(error))
        raise
    finally:
        STEP.reset(token)
        keeper = _state.keeper
        if keeper:
            _try(partial(keeper.step_ends, current, outcome))


def report(given: Settings, **values: object) -> None:
    """Tell the process that watches over this run what it did: rows_in, rows_out, message."""
    report_to(given.report_fd, **values)


def report_to(report_fd: str, **values: object) -> None:
    for name, value in values.items() if report_fd else ():
        text = secrets.one_line(str(value))[:2000]
        with suppress(OSError, ValueError):
            os.write(int(report_fd), f"{name} {text}\n".encode())
