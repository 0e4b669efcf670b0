"""Errors say what the caller should do about them; each kind has its exit code (sysexits)."""

DONE = 0
DEFECT = 1
USAGE = 64
REFUSED = 65
UNREACHABLE = 69
BUSY = 75
MISCONFIGURED = 78


class EtlError(Exception):
    """One readable sentence, and a hint that says what to do."""

    exit_code = DEFECT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(EtlError):
    """The command was called wrongly."""

    exit_code = USAGE


class ConfigError(EtlError):
    """A row or setting must be corrected; trying again is useless."""

    exit_code = MISCONFIGURED


class DataError(EtlError):
    """This file or these rows are refused; the other files go on."""

    exit_code = REFUSED


class TransientError(EtlError):
    """The same call may succeed later; the retry helper may repeat it."""

    exit_code = UNREACHABLE


class BusyError(EtlError):
    """Somebody else is at it right now."""

    exit_code = BUSY


OUTCOMES = {
    DONE: "done",
    USAGE: "misconfigured",
    REFUSED: "refused",
    UNREACHABLE: "unreachable",
    BUSY: "busy",
    MISCONFIGURED: "misconfigured",
}


def outcome(exit_code: int) -> str:
    """The word for an exit code in dba.tjobrun."""
    return OUTCOMES.get(exit_code, "failed")
