"""One job, from its words to its exit code: log, work, errors sorted, what it did told."""

import logging
import sys
from collections.abc import Callable
from contextlib import ExitStack

from systemscripts.foundation import database, errors, run_log, safe_files, secrets, settings
from systemscripts.foundation.run_log import Line, Step
from systemscripts.tables import jobstep, logentry

log = logging.getLogger("etl")


class _Database(run_log.Keeper):
    """Keeps lines and steps in the database, over a connection of its own, opened when needed."""

    def __init__(self, given: settings.Settings) -> None:
        self.given = given
        self.opened = ExitStack()
        self._connection: database.Connection | None = None

    @property
    def connection(self) -> database.Connection:
        if self._connection is None:
            self._connection = self.opened.enter_context(database.journal())
        return self._connection

    def lines(self, lines: list[Line]) -> None:
        logentry.insert(self.connection, lines)

    def step_begins(self, step: Step) -> None:
        if self.given.run_uuid:
            step.key = jobstep.begin(
                self.connection, self.given.run_uuid, self.given.jobrun_id, step
            )

    def step_ends(self, step: Step, outcome: str) -> None:
        if step.key is not None:
            jobstep.finish(self.connection, step, outcome)


def _tell(error: errors.EtlError, given: settings.Settings | None) -> int:
    """One line and a hint for the person; the same line for the run's row."""
    message = secrets.mask(str(error))
    hint = secrets.mask(error.hint)
    sys.stdout.flush()
    sys.stderr.write(f"error: {message}\n" + (f"HINT: {hint}\n" if hint else ""))
    if given:
        run_log.report(given, message=message)
    return error.exit_code


def _defect(error: Exception, given: settings.Settings) -> errors.EtlError:
    """What nobody foresaw: the traceback goes to the log file, one line to the person."""
    if isinstance(error, OSError) and error.filename and error.errno is not None:
        return safe_files.unwritable(error.filename, error)
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
    for handler in log.handlers:
        if not isinstance(handler, run_log.Terminal):
            handler.handle(record)


def _work(work: Callable[[settings.Settings], int | None], given: settings.Settings) -> int:
    try:
        return work(given) or errors.DONE
    except errors.EtlError as error:
        _record(error)
        return _tell(error, given)
    except Exception as error:  # noqa: BLE001
        worded = _defect(error, given)
        worded.__cause__ = error
        _record(worded)
        return _tell(worded, given)


def run(work: Callable[[settings.Settings], int | None]) -> None:
    """Do the work of a job and leave with its exit code."""
    try:
        given = settings.read()
        keeper = _Database(given)
        run_log.start(given, keeper)
    except errors.EtlError as error:
        sys.exit(_tell(error, None))
    except OSError as error:
        sys.exit(_tell(safe_files.unwritable(error.filename, error), None))
    with keeper.opened:
        code = _work(work, given)
        run_log.flush()
    sys.exit(code)
