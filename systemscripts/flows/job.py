"""One job, from its words to its exit code: log, work, errors sorted, what it did told."""

import logging
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import NoReturn, TypeVar

from systemscripts.foundation import (
    commands,
    database,
    errors,
    run_log,
    safe_files,
    secrets,
    settings,
)
from systemscripts.foundation.run_log import Line, Step
from systemscripts.tables import jobstep, logentry

log = logging.getLogger("etl")
Result = TypeVar("Result")
Work = Callable[[settings.Settings], int | None]
INTERRUPTED = 130


class _Database(run_log.Keeper):
    """Keeps lines and steps in the database, over a connection of its own, opened when needed."""

    def __init__(self, given: settings.Settings) -> None:
        self.given = given
        self.opened = ExitStack()
        self._connection: database.Connection | None = None

    def _connect(self) -> database.Connection:
        self.opened.close()
        self._connection = self.opened.enter_context(database.journal())
        return self._connection

    def _keep(self, tell: Callable[[database.Connection], Result]) -> Result:
        """Tell it to the database; a connection lost while the job worked is opened again, once."""
        if self._connection is None:
            return tell(self._connect())
        try:
            return tell(self._connection)
        except database.Error:
            if not self._connection.closed:
                raise
        return tell(self._connect())

    def lines(self, lines: list[Line]) -> None:
        self._keep(lambda connection: logentry.insert(connection, lines))

    def step_begins(self, step: Step) -> None:
        uuid, jobrun_id = self.given.run_uuid, self.given.jobrun_id
        if uuid:
            step.key = self._keep(lambda made: jobstep.begin(made, uuid, jobrun_id, step))

    def step_ends(self, step: Step, outcome: str) -> None:
        if step.key is not None:
            self._keep(lambda connection: jobstep.finish(connection, step, outcome))


def _flush_output() -> None:
    run_log.say("", sys.stdout, end="")


def _tell(error: errors.EtlError) -> int:
    """One line and a hint for the person; the same line for the run's row."""
    message = secrets.one_line(str(error))
    hint = secrets.one_line(error.hint)
    _flush_output()
    run_log.say(f"error: {message}" + (f"\nHINT: {hint}" if hint else ""), sys.stderr)
    run_log.report_to(settings.report_fd(), message=message)
    return error.exit_code


def _defect(error: Exception, given: settings.Settings) -> errors.EtlError:
    """What nobody foresaw: the traceback goes to the log file, one line to the person."""
    full = isinstance(error, OSError) and error.errno in safe_files.NO_SPACE
    if isinstance(error, OSError) and error.errno is not None and (error.filename or full):
        return safe_files.unwritable(error.filename or "a file", error)
    return errors.EtlError(
        f"{type(error).__name__}: {error}",
        hint=f"This is a defect; the traceback is in {given.run_log or 'logs/by_hand.log'}.",
    )


def _record(error: errors.EtlError) -> None:
    """The error as a line of the log; the terminal gets it from _tell."""
    record = log.makeRecord("etl", logging.ERROR, __file__, 0, str(error), (), None)
    cause = error.__cause__
    if error.exit_code == errors.DEFECT and cause is not None:
        record.exc_info = (type(cause), cause, cause.__traceback__)
    run_log.quietly(record)


def _work(work: Work, given: settings.Settings) -> int:
    try:
        return work(given) or errors.DONE
    except errors.EtlError as error:
        _record(error)
        return _tell(error)
    except commands.WrongUse as wrong:
        run_log.report(given, message=wrong.message)
        return errors.USAGE
    except KeyboardInterrupt:
        stopped = errors.EtlError("stopped from the keyboard")
        _record(stopped)
        _tell(stopped)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001
        worded = _defect(error, given)
        worded.__cause__ = error
        _record(worded)
        return _tell(worded)


def run(work: Work) -> None:
    """Do the work of a job and leave with its exit code."""
    try:
        given = settings.read()
        keeper = _Database(given)
        run_log.start(given, keeper)
    except errors.EtlError as error:
        sys.exit(_tell(error))
    except OSError as error:
        sys.exit(_tell(safe_files.unwritable(error.filename, error)))
    with keeper.opened:
        try:
            code = _work(work, given)
        finally:
            run_log.flush()
            _flush_output()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """At once: to take the interpreter down in order takes longer than a short job."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
