"""Days since a beginning, as spreadsheets count them, as ISO dates, times and durations."""

from datetime import date
from functools import lru_cache

from systemscripts.stages.convert import cells
from systemscripts.stages.convert.number_formats import Kind

DATE, DURATION = Kind.DATE, Kind.DURATION  # found sooner under names of their own
DAY = 86_400_000  # milliseconds: finer ones are noise
NO_DAY = 60  # 29 February 1900, which never was, but which people see
BEFORE_1900_MARCH = date(1899, 12, 31).toordinal()
FROM_1900_MARCH = date(1899, 12, 30).toordinal()
FROM_1904 = date(1904, 1, 1).toordinal()
LAST = date.max.toordinal()
# looked up: to write a number with two digits costs as much as all the rest
MINUTES = tuple(f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in range(60))
SECONDS = tuple(f":{second:02d}" for second in range(60))


def text(value: float, kind: Kind, since_1904: bool = False) -> str:
    """A number that is no date, though its format says so, stays a number."""
    if kind is DURATION:
        return duration(value * DAY) if abs(value) <= LAST else cells.number(value)
    if not 0 <= value <= LAST:
        return cells.number(value)
    day, rest = divmod(round(value * DAY), DAY)
    if value < 1 and not (since_1904 and kind is DATE):
        return clock(rest)
    shown = _date(day, since_1904)
    if shown and rest:
        return f"{shown} {clock(rest)}"
    return shown or cells.number(value)


@lru_cache(1 << 12)  # days come again and again
def _date(day: int, since_1904: bool) -> str | None:
    if since_1904:
        ordinal = FROM_1904 + day
    elif day == NO_DAY:
        return "1900-02-29"
    else:
        ordinal = (FROM_1900_MARCH if day > NO_DAY else BEFORE_1900_MARCH) + day
    return date.fromordinal(ordinal).isoformat() if ordinal <= LAST else None


def clock(milliseconds: int) -> str:
    """Hours go on beyond a day, as [h]:mm:ss shows them."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    shown = MINUTES[minutes] if minutes < 1440 else f"{minutes // 60}:{minutes % 60:02d}"
    return f"{shown}{SECONDS[seconds]}.{rest:03d}" if rest else shown + SECONDS[seconds]


def duration(milliseconds: float) -> str:
    whole = round(milliseconds)
    return f"-{clock(-whole)}" if whole < 0 else clock(whole)
