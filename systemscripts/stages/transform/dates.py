"""Dates as text, in yyyy MM MMM dd HH mm ss; T, Z and what is no letter stand for themselves."""

import re
from datetime import datetime
from functools import lru_cache

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
BY_NAME = {
    name: number
    for number, month in enumerate(MONTHS, start=1)
    for name in (month.lower(), month[:3].lower())
}
PARTS = {
    "yyyy": "year",
    "MMM": "month",
    "MM": "month",
    "dd": "day",
    "HH": "hour",
    "mm": "minute",
    "ss": "second",
}
MONTH_NAME = "MMM"
TOKEN = re.compile(f"({'|'.join(PARTS)})")
STRANGE = re.compile("[A-SU-Ya-z]")


def parts(form: str) -> list[str]:
    """Which parts of a date it names, in its order."""
    return [PARTS[token] for token in TOKEN.findall(form)]


def is_readable(form: str) -> bool:
    """Whether it names a whole day, and of a time nothing without what is greater."""
    named = parts(form)
    greater = {"minute": "hour", "second": "minute"}
    whole = {"year", "month", "day"} <= set(named)
    return is_writable(form) and whole and all(greater.get(p, "day") in named for p in named)


def is_writable(form: str) -> bool:
    named = parts(form)
    return bool(named) and len(set(named)) == len(named) and not STRANGE.search(TOKEN.sub("", form))


def iso(form: str) -> str:
    return "yyyy-MM-dd HH:mm:ss" if "HH" in form else "yyyy-MM-dd"


@lru_cache(maxsize=64)
def _pattern(form: str) -> re.Pattern[str]:
    """One digit is enough where no other digit can stand beside it: 1/5/2026 is MM/dd/yyyy."""
    pieces = list(filter(None, TOKEN.split(form)))
    pattern = ""
    for before, piece, after in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        alone = not _is_digit(before, before[-1:]) and not _is_digit(after, after[:1])
        part = PARTS.get(piece)
        pattern += f"(?P<{part}>{_text_of(piece, alone)})" if part else re.escape(piece)
    return re.compile(pattern)


def _is_digit(neighbour: str, nearest: str) -> bool:
    return nearest.isdigit() or (neighbour in PARTS and neighbour != MONTH_NAME)


def _text_of(piece: str, alone: bool) -> str:
    if piece == MONTH_NAME:
        return "[A-Za-z]+"
    return "[0-9]{1,2}" if alone and piece != "yyyy" else f"[0-9]{{{len(piece)}}}"


def read(value: str, form: str, to: str) -> str | None:
    """The same moment, written as `to`; None when it is no such date."""
    found = _pattern(form).fullmatch(value)
    if found is None:
        return None
    said = found.groupdict()
    month = BY_NAME.get(said["month"].lower(), said["month"])
    try:
        number = {part: int(text) for part, text in {**said, "month": month}.items()}
        moment = datetime(**number)  # type: ignore[arg-type]
    except ValueError:
        return None
    return TOKEN.sub(lambda token: _written(moment, token[0]), to)


def _written(moment: datetime, piece: str) -> str:
    if piece == MONTH_NAME:
        return MONTHS[moment.month - 1][:3]
    return f"{getattr(moment, PARTS[piece]):0{len(piece)}d}"
