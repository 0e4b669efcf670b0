"""How dates are written, in tokens such as dd.MM.yyyy: as patterns and as what the server reads."""

import re
from collections.abc import Sequence
from functools import lru_cache

ISO = "yyyy-MM-dd"
TOKENS = {
    "yyyy": ("____", r"\d{4}"),
    "SSS": ("___", r"\d{3}"),
    "MM": ("__", r"\d\d"),
    "dd": ("__", r"\d\d"),
    "HH": ("__", r"\d\d"),
    "mm": ("__", r"\d\d"),
    "ss": ("__", r"\d\d"),
    "M": ("", r"\d\d?"),
    "d": ("", r"\d\d?"),
}
_TOKEN = re.compile("|".join(TOKENS))
ORDERS = ("YMD", "DMY", "MDY")  # those that the server can be told
DAYS = {f"{d}{mark}{m}{mark}yyyy" for mark in "./-" for d in ("d", "dd") for m in ("M", "MM")}
DAYS |= {f"{m}{mark}{d}{mark}yyyy" for mark in "./-" for d in ("d", "dd") for m in ("M", "MM")}
DAYS |= {f"yyyy{mark}{m}{mark}{d}" for mark in "./-" for d in ("d", "dd") for m in ("M", "MM")}
MIDNIGHT = r"^\d{4}-\d\d-\d\d 00:00:00$"
STAMP = r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?"
ZONE = r"( ?(Z|[+-]\d\d(:?\d\d)?))?"
CLOCKS = ("HH:mm", "HH:mm:ss", "HH:mm:ss.SSS")
READABLE = {"yyyyMMdd", *DAYS}
READABLE |= {f"{day} {clock}" for day in ("yyyyMMdd", *DAYS) for clock in CLOCKS}
READABLE |= {f"{ISO}T{clock}" for clock in CLOCKS}


def tokens(format_: str) -> list[str]:
    """The tokens of a format, and what stands between them, in their order."""
    found, rest = [], 0
    for token in _TOKEN.finditer(format_):
        if token.start() > rest:
            found.append(format_[rest : token.start()])
        found.append(token.group())
        rest = token.end()
    return [*found, format_[rest:]] if rest < len(format_) else found


def like(format_: str) -> str | None:
    """A LIKE pattern as long as the date; None where its length is not fixed."""
    parts = [TOKENS[part][0] if part in TOKENS else _literal(part) for part in tokens(format_)]
    return "".join(parts) if all(parts) else None


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


def regex(format_: str) -> str:
    """A regular expression for the server."""
    parts = [TOKENS[p][1] if p in TOKENS else re.escape(p) for p in tokens(format_)]
    return f"^{''.join(parts)}$"


def usual(kind: str) -> str:
    """What is always understood beside the date of ISO: a regular expression for the server."""
    if kind == "date":
        return MIDNIGHT
    return f"{STAMP}{ZONE if kind.endswith(' with time zone') else ''}$"


def order(format_: str) -> str:
    """Such as YMD."""
    return "".join(token[0] for token in parts(format_) if token[0] in "yMd").upper()


@lru_cache
def style(formats: tuple[str, ...]) -> str:
    """The order of day and month for the whole session: that of the first that is not ISO."""
    orders = [order(one) for one in formats if order(one) in ORDERS[1:]]
    return orders[0] if orders else ORDERS[0]


def needs_help(format_: str, formats: Sequence[str]) -> bool:
    """Whether the server would misread a value written so, and it must be put in order first."""
    return format_ not in READABLE or order(format_) not in ("YMD", style(tuple(formats)))


def parts(format_: str) -> dict[str, int]:
    """Token -> position of its group in `grouped`."""
    return {token: n for n, token in enumerate((t for t in tokens(format_) if t in TOKENS), 1)}


def grouped(format_: str) -> str:
    """As `regex`, each token a group."""
    both = [f"({TOKENS[p][1]})" if p in TOKENS else re.escape(p) for p in tokens(format_)]
    return f"^{''.join(both)}$"


def iso(format_: str, zoned: bool = False) -> str:
    """What regexp_replace makes of the groups: the date, then the time, as ISO writes them."""
    place = parts(format_)
    day = "-".join(rf"\{place[k]}" for k in (_of(place, "y"), _of(place, "M"), _of(place, "d")))
    if "HH" not in place:
        return day
    clock = ":".join(rf"\{place[k]}" for k in ("HH", "mm", "ss") if k in place)
    decimals = rf".\{place['SSS']}" if "SSS" in place else ""
    return f"{day} {clock}{decimals}" + ("Z" if zoned and format_.endswith("Z") else "")


def _of(place: dict[str, int], letter: str) -> str:
    return next(token for token in place if token[0] == letter)
