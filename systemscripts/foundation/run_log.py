"""A log line knows its run and its step; nobody carries them along.

Lines go to a text file and a CSV file, and in batches to whoever keeps them (dba.tlogentry).
"""

import csv
import getpass
import io
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from systemscripts.foundation import secrets
from systemscripts.foundation.settings import Settings

log = logging.getLogger("etl")
RUN_ID: ContextVar[str] = ContextVar("run_id", default="")
STEP: ContextVar["Step | None"] = ContextVar("step", default=None)
BATCH = 200
BATCH_SECONDS = 2.0
CSV_HEADER = (
    "timestamp,run_uuid,processtype,stepcounter,username,stepruntime,totalruntime,message\n"
)
KINDS = {logging.WARNING: "Warning", logging.ERROR: "Error", logging.CRITICAL: "Error"}


@dataclass
class Step:
    """A part of a run; whoever does the work may count rows on it."""

    name: str
    number: int
    began: float = field(default_factory=time.monotonic)
    rows_in: int | None = None
    rows_out: int | None = None
    message: str | None = None
    key: int | None = None  # its row, once it is kept


@dataclass(frozen=True)
class Line:
    """One line of the log, secrets masked."""

    timestamp: datetime
    run_uuid: str
    processtype: str
    stepcounter: str
    username: str
    stepruntime: float
    totalruntime: float
    message: str


class Keeper:
    """Who keeps lines and steps beyond the files; each call may fail, the job goes on."""

    def lines(self, lines: list[Line]) -> None: ...
    def step_begins(self, step: Step) -> None: ...
    def step_ends(self, step: Step, outcome: str) -> None: ...


@dataclass
class _State:
    keeper: Keeper | None = None
    began: float = field(default_factory=time.monotonic)
    steps: int = 0
    batch: list[Line] = field(default_factory=list)
    sent: float = field(default_factory=time.monotonic)
    user: str = ""


_state = _State()


class _Masked(logging.Formatter):
    """One line for each record: line breaks and secrets do not get through; tracebacks follow."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).astimezone()
        step = STEP.get()
        head = f"{moment:%Y-%m-%d %H:%M:%S} {record.levelname} {RUN_ID.get() or '-'}"
        text = f"{head} {step.name if step else '-'} {message_of(record)}"
        if record.exc_info:
            text += "\n" + secrets.mask(self.formatException(record.exc_info))
        return text


def message_of(record: logging.LogRecord) -> str:
    return secrets.mask(record.getMessage()).replace("\r", "\\r").replace("\n", "\\n")


def _line(record: logging.LogRecord) -> Line:
    step = STEP.get()
    now = time.monotonic()
    return Line(
        timestamp=datetime.fromtimestamp(record.created).astimezone(),
        run_uuid=RUN_ID.get(),
        processtype=KINDS.get(record.levelno, "Processing"),
        stepcounter=f"{step.name}_{step.number}" if step else "",
        username=_state.user,
        stepruntime=round(now - step.began, 3) if step else 0.0,
        totalruntime=round(now - _state.began, 3),
        message=message_of(record),
    )


class _CsvFile(logging.Handler):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.stream = path.open("a", encoding="utf-8", newline="")
        if self.stream.tell() == 0:
            self.stream.write(CSV_HEADER)

    def emit(self, record: logging.LogRecord) -> None:
        line = _line(record)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(
            [line.timestamp.isoformat(), *list(vars(line).values())[1:]]
        )
        with suppress(OSError):  # a full disk must not stop the job
            self.stream.write(text.getvalue())
            self.stream.flush()


class _Batch(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _state.batch.append(_line(record))
        if len(_state.batch) >= BATCH or time.monotonic() - _state.sent > BATCH_SECONDS:
            flush()


class Terminal(logging.Handler):
    """What a person sees while it works: the sentence alone."""

    def emit(self, record: logging.LogRecord) -> None:
        stream = sys.stderr if record.levelno >= logging.WARNING else sys.stdout
        with suppress(OSError, ValueError):
            prefix = "warning: " if record.levelno == logging.WARNING else ""
            print(f"{prefix}{message_of(record)}", file=stream, flush=True)


def start(given: Settings, keeper: Keeper | None) -> None:
    """From now on log lines go where they belong."""
    RUN_ID.set(given.run_uuid)
    _state.keeper = keeper
    _state.user = getpass.getuser()
    path = Path(given.run_log) if given.run_log else given.folder("logs") / "by_hand.log"
    path.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
    text_file = logging.FileHandler(path, encoding="utf-8", delay=True)
    text_file.setFormatter(_Masked())
    log.handlers = [text_file, _CsvFile(path.with_suffix(".csv")), Terminal()]
    if keeper:
        log.addHandler(_Batch())
    log.setLevel(logging.INFO)
    log.propagate = False


def to_files_only() -> None:
    """The keeper does not answer: say so in the files, once, and go on without it."""
    if _state.keeper is None:
        return
    _state.keeper = None
    _state.batch.clear()
    log.handlers = [handler for handler in log.handlers if not isinstance(handler, _Batch)]
    log.warning("the database does not answer: these log lines stay in the files only")


def _try(call: Callable[[], None]) -> None:
    try:
        call()
    except Exception:
        to_files_only()
        log.debug("the keeper failed", exc_info=True)


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
    current = Step(name, _state.steps)
    token = STEP.set(current)
    keeper = _state.keeper
    if keeper:
        _try(partial(keeper.step_begins, current))
    outcome = "failed"
    try:
        yield current
        outcome = "done"
    except Exception as error:
        current.message = secrets.mask(str(error))
        raise
    finally:
        STEP.reset(token)
        keeper = _state.keeper
        if keeper:
            _try(partial(keeper.step_ends, current, outcome))


def report(given: Settings, **values: object) -> None:
    """Tell the process that watches over this run what it did: rows_in, rows_out, message."""
    if not given.report_fd:
        return
    for name, value in values.items():
        text = secrets.mask(str(value)).replace("\n", " ")[:2000]
        with suppress(OSError, ValueError):
            os.write(int(given.report_fd), f"{name} {text}\n".encode())
