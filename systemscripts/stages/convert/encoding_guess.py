"""A guess at the encoding of text that is not UTF-8; good for a hint, never for loading."""

import re
import unicodedata
from collections.abc import Callable

ENOUGH = 1 << 16
FOREIGN = re.compile(rb"[\x80-\xff]+")
SIGNS = {"Po", "Pi", "Pf", "Pd", "Ps", "Pe", "Sc", "Zs", "No"}

Judge = Callable[[str, str, str], float]  # the character before, this one, the next one


def without_mark(start: bytes) -> str | None:
    """UTF-16 of mostly Latin text: every other byte is a zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 3 < len(start) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def partly_utf8(sample: bytes, guess: str | None, sound: int) -> bool:
    """`sound` bytes before were UTF-8; where a character takes two bytes, some are by chance."""
    by_chance = 12 if guess in TWO_BYTES else 0
    words = FOREIGN.findall(sample)
    return sound > by_chance or 3 * sum(map(_is_utf8, words)) >= len(words) > 0


def _is_utf8(word: bytes) -> bool:
    try:
        return bool(word.decode())
    except UnicodeDecodeError:
        return False


def best(sample: bytes) -> str | None:
    scores = {name: _score(sample, name, judge) for name, judge in CANDIDATES.items()}
    name = max(scores, key=lambda name: scores[name])
    return name if scores[name] > 0 else None


def _score(sample: bytes, encoding: str, judge: Judge) -> float:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:  # else a character was cut off at the end
            return -1.0
        text = sample[: error.start].decode(encoding)
    neighbours = zip(" " + text, text, text[1:] + " ", strict=False)
    marks = [judge(before, this, after) for before, this, after in neighbours if this > "\x7f"]
    return sum(marks) / len(marks) if marks else 0.0


def _sign(before: str, this: str, after: str) -> float:
    """A sign does not stand within a word."""
    likely = unicodedata.category(this) in SIGNS or this == "°"
    return 0.3 if likely and not (before.isalpha() and after.isalpha()) else -1.0


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _latin(before: str, this: str, after: str) -> float:
    """An accent stands among plain letters; a capital does not follow a small letter."""
    if not this.isalpha():
        return _sign(before, this, after)
    if this.isupper() and before.islower():
        return -1.0
    return 1.0 if before.isascii() and after.isascii() else -0.2


def _script(first: str, last: str) -> Judge:
    """Letters of another script stand among their like."""

    def judge(before: str, this: str, after: str) -> float:
        if not first <= this <= last:
            return _sign(before, this, after)
        if _is_ascii_letter(before) or _is_ascii_letter(after):
            return -1.0
        if this.isupper() and before.islower():
            return -1.0
        return 0.9 if first <= before <= last or first <= after <= last else 0.5

    return judge


def _japanese(before: str, this: str, after: str) -> float:
    if "\u3040" <= this <= "\u30ff":
        return 1.0
    return 0.4 if "\u4e00" <= this <= "\u9fff" else _sign("", this, "")


def _korean(before: str, this: str, after: str) -> float:
    return 0.95 if "\uac00" <= this <= "\ud7a3" else _sign("", this, "")


def _common_in(encoding: str, lowest: int, highest: int) -> Judge:
    """The first half of these tables holds what people write every day."""

    def judge(before: str, this: str, after: str) -> float:
        if not this.isalpha():
            return _sign("", this, "")
        code = this.encode(encoding, "ignore")
        return 0.7 if len(code) == 2 and lowest <= code[0] <= highest else -0.7

    return judge


TWO_BYTES = ("shift_jis", "euc-jp", "euc-kr", "gb18030", "big5")
CYRILLIC = _script("\u0400", "\u045f")
CANDIDATES: dict[str, Judge] = {
    "windows-1252": _latin,
    "windows-1250": _latin,
    "windows-1254": _latin,
    "windows-1251": CYRILLIC,
    "koi8-r": CYRILLIC,
    "cp866": CYRILLIC,
    "windows-1253": _script("\u0384", "\u03ce"),
    "mac-roman": _latin,
    "cp850": _latin,
    "shift_jis": _japanese,
    "euc-jp": _japanese,
    "euc-kr": _korean,
    "gb18030": _common_in("gb2312", 0xB0, 0xD7),
    "big5": _common_in("big5", 0xA4, 0xC6),
}
