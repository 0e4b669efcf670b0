"""Days since a beginning, as spreadsheets count them, as ISO dates, times and durations."""

from datetime import date
from functools import lru_cache

from systemscripts.stages.convert import cells
from systemscripts.stages.convert.number_formats import Kind

DAY = 86_400_000  # milliseconds: finer ones are noise
NO_DAY = 60  # 29 February 1900, which never was, but which people see
BEFORE_1900_MARCH = date(1899, 12, 31).toordinal()
FROM_1900_MARCH = date(1899, 12, 30).toordinal()
FROM_1904 = date(1904, 1, 1).toordinal()
LAST = date.max.toordinal()


def text(value: float, kind: Kind, since_1904: bool = False) -> str:
    """A number that is no date, though its format says so, stays a number."""
    if kind is Kind.DURATION:
        return duration(value * DAY) if abs(value) <= LAST else cells.number(value)
    if not 0 <= value <= LAST:
        return cells.number(value)
    day, rest = divmod(round(value * DAY), DAY)
    if value < 1 and not (since_1904 and kind is Kind.DATE):
        return clock(rest)
    shown = _date(day, since_1904)
    if shown is None:
        return cells.number(value)
    return f"{shown} {clock(rest)}" if rest else shown


@lru_cache(1 << 12)  # days come again and again
def _date(day: int, since_1904: bool) -> str | None:
    if since_1904:
        ordinal = FROM_1904 + day
    elif day == NO_DAY:
        return "1900-02-29"
    else:
        ordinal = (FROM_1900_MARCH if day > NO_DAY else BEFORE_1900_MARCH) + day
    return date.fromordinal(ordinal).isoformat() if ordinal <= LAST else None


@lru_cache(1 << 17)  # a day has 86,400 seconds
def clock(milliseconds: int) -> str:
    """Hours go on beyond a day, as [h]:mm:ss shows them."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{rest:03d}" if rest else ""
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{fraction}"


def duration(milliseconds: float) -> str:
    whole = round(milliseconds)
    return f"-{clock(-whole)}" if whole < 0 else clock(whole)
