"""The clock: one door, so that a run can be told what time it is."""

import time
from datetime import datetime

from systemscripts.foundation import settings
from systemscripts.foundation.errors import ConfigError


def now() -> datetime:
    """The moment, with the machine's time zone; ETL_NOW stands in for it."""
    pretended = settings.read().now
    if not pretended:
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(pretended).astimezone()
    except (ValueError, OverflowError) as error:
        raise ConfigError(
            f"ETL_NOW is no moment: {pretended}", hint="Write it as 2026-01-31T05:00:00."
        ) from error


def real_ns() -> int:
    """The machine's own clock, as files are stamped with it, whatever a run pretends."""
    return time.time_ns()


def stamp(moment: datetime) -> str:
    """How a moment is written in file names: 20260131T050000."""
    return moment.strftime("%Y%m%dT%H%M%S")
