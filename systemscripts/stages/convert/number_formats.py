"""Which cells hold a date, a time or a duration: only the number format of a cell tells."""

import re
from enum import Enum


class Kind(Enum):
    NUMBER = "number"
    DATE = "date"  # with or without a time of the day
    TIME = "time"
    DURATION = "duration"  # hours, minutes or seconds that are counted beyond a day


def _known(kind: Kind, *numbers: int) -> dict[int, Kind]:
    return dict.fromkeys(numbers, kind)


BUILT_IN = {
    **_known(Kind.DATE, *range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)),
    **_known(Kind.TIME, *range(18, 22), 32, 33, 45, 47),
    **_known(Kind.DURATION, 46),
}
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# "words", \x, the width of x, x up to the edge, colours and conditions: none of them is a date
LITERAL = re.compile(r'"[^"]*"?|[\\_*].?|\[[^\]]*\]?', re.DOTALL)


def kind_of(number: int, code: str | None) -> Kind:
    """`code` is the format as the file spells it; a file may spell a built-in one anew."""
    if code is None:
        return BUILT_IN.get(number, Kind.NUMBER)
    return kind_of_code(code)


def kind_of_code(code: str) -> Kind:
    elapsed = ELAPSED.search(re.sub(r'"[^"]*"?|\\.?', "", code))
    letters = LITERAL.sub("", _first_section(code)).lower()
    if "y" in letters or "d" in letters:
        return Kind.DATE
    if elapsed:
        return Kind.DURATION
    if "h" in letters or "s" in letters:
        return Kind.TIME
    return Kind.DATE if "m" in letters.replace("am/pm", "") else Kind.NUMBER


def _first_section(code: str) -> str:
    """The one for positive numbers; a semicolon in quotes ends nothing."""
    found = re.match(r'(?:"[^"]*"?|\\.?|\[[^\]]*\]?|[^;"\\\[])*', code, re.DOTALL)
    return found.group() if found else ""
