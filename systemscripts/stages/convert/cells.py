"""What a cell of a spreadsheet says, as text: the value a person sees, or the exact one."""

from datetime import date, datetime, time, timedelta

WHOLE = 10**15  # below this a float holds every whole number exactly


def text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < WHOLE else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return str(value)


def _duration(value: timedelta) -> str:
    """Hours go on beyond a day, as [h]:mm:ss shows them."""
    sign = "-" if value < timedelta() else ""
    minutes, rest = divmod(abs(value), timedelta(minutes=1))
    fraction = f".{rest.microseconds:06d}" if rest.microseconds else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{rest.seconds:02d}{fraction}"
