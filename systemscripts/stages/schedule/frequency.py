"""Would cron read these five fields? One that it does not read makes it ignore the whole file."""

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# name, lowest, highest, words that may stand for one value
FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of the week", 0, 7, DAYS),
)
_PART = re.compile(r"(\*|(?P<first>[0-9]{1,2})(-(?P<last>[0-9]{1,2}))?)(/(?P<step>[1-9][0-9]?))?")


def problem(frequency: str) -> str:
    """What is wrong with it; empty when nothing is."""
    fields = frequency.split(" ") if frequency.isascii() else []
    given = [field for field in fields if field]
    if len(given) != len(FIELDS) or not fields[0] or not fields[-1]:
        return "it is not five fields with spaces between them"
    for text, (name, lowest, highest, words) in zip(given, FIELDS, strict=True):
        for part in text.lower().split(","):
            if part not in words and not _fits(part, lowest, highest):
                return f"{part!r} is no {name}"
    return ""


def _fits(part: str, lowest: int, highest: int) -> bool:
    found = _PART.fullmatch(part)
    if found is None or (found["step"] and found["first"] and not found["last"]):
        return False  # 5/10 is read by some crons and not by others
    first = int(found["first"] or lowest)
    last = int(found["last"] or found["first"] or highest)
    return lowest <= first <= last <= highest
