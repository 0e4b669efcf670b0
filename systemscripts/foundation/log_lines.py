"""A record of the log as a line: of the text file, of the CSV file, of dba.tlogentry."""

import csv
import getpass
import io
import logging
import os
import time
from contextvars import ContextVar
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import cast

from systemscripts.foundation import secrets

CSV_HEADER = (
    "timestamp,run_uuid,processtype,stepcounter,username,stepruntime,totalruntime,message\n"
)
KINDS = {logging.WARNING: "Warning", logging.ERROR: "Error", logging.CRITICAL: "Error"}
STEP: ContextVar["Step | None"] = ContextVar("step", default=None)


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


def user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number without a name
        return str(os.getuid())


@dataclass
class Run:
    """What all lines of this process have in common, whichever thread writes them."""

    uuid: str = ""
    user: str = field(default_factory=user)
    began: float = field(default_factory=time.monotonic)


run = Run()


def message_of(record: logging.LogRecord) -> str:
    return secrets.one_line(record.getMessage())


def line(record: logging.LogRecord) -> Line:
    """The same for all who ask."""
    if known := record.__dict__.get("etl_line"):
        return cast(Line, known)
    step = STEP.get()
    now = time.monotonic()
    made = record.__dict__["etl_line"] = Line(
        timestamp=datetime.fromtimestamp(record.created).astimezone(),
        run_uuid=run.uuid,
        processtype=KINDS.get(record.levelno, "Processing"),
        stepcounter=f"{step.name}_{step.number}" if step else "",
        username=run.user,
        stepruntime=round(now - step.began, 3) if step else 0.0,
        totalruntime=round(now - run.began, 3),
        message=message_of(record),
    )
    return made


def text(record: logging.LogRecord) -> str:
    """One line for each record; a traceback follows, and none of its lines looks like a record."""
    moment = datetime.fromtimestamp(record.created).astimezone()
    step = STEP.get()
    head = f"{moment:%Y-%m-%d %H:%M:%S} {record.levelname} {run.uuid or '-'}"
    lines = [f"{head} {step.name if step else '-'} {message_of(record)}"]
    if record.exc_info:
        traceback = secrets.mask(logging.Formatter().formatException(record.exc_info))
        lines += [f"  | {secrets.one_line(part)}" for part in traceback.splitlines()]
    return "".join(f"{part}\n" for part in lines)


def comma_separated(record: logging.LogRecord) -> str:
    moment, *values = astuple(line(record))
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow([moment.isoformat(), *values])
    return written.getvalue()
