"""What a cell of a spreadsheet says, as text: the value a person sees, or the exact one."""

import math
from decimal import Decimal

WHOLE = 2**53  # below this a float holds every whole number exactly
SHOWN_DIGITS = 10**15  # spreadsheet programs show 15 digits: what lies beyond is a float's noise
SHORT = 16  # characters, of which one is the point: no noise is in it
LONGEST = (
    1 << 20
)  # spreadsheet programs hold 32,767 characters; nobody means a longer one than this


def number(value: float) -> str:
    """Whole numbers exactly, others with 15 digits, none with an exponent."""
    if value.is_integer():
        whole = abs(value) < WHOLE
        return str(int(value)) if whole else positional(repr(value)).removesuffix(".0")
    if not math.isfinite(value):
        return "#NUM!"
    shown = repr(value)
    if len(shown) > SHORT and abs(value) < SHOWN_DIGITS:
        shown = f"{value:.15g}"
    return positional(shown)


def positional(text: str) -> str:
    """1e-07 as 0.0000001."""
    return format(Decimal(text), "f") if "e" in text else text


def truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def sound(text: str) -> str:
    """The text itself; a ValueError says why no table can hold it."""
    if len(text) > LONGEST:
        raise ValueError(f"holds a text of {len(text):,} characters, at most {LONGEST:,} are taken")
    if "\0" in text:
        raise ValueError("holds a NUL character")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _joined(text)
    return text


def _joined(text: str) -> str:
    """Two halves that were written apart are one character."""
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise ValueError("holds half of a character (a lone surrogate)") from None
