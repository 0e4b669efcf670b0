"""A pattern of bytes that a block matches only if every value can land as its column's type.

Searching bytes costs less than the server's second look at every value. What the pattern does
not match may still be fine; it is then landed as text and looked at value by value.
"""

import re

from systemscripts.foundation.delimited import Delimited
from systemscripts.stages.load import dates, inferred, values
from systemscripts.stages.load.landing import Fields
from systemscripts.stages.load.values import Column, Style

LOOKS = {
    **dict.fromkeys(("smallint", "integer", "bigint"), rb"[-+]?\d++"),
    "numeric": rb"-?\d++(?:\.\d++)?",
    "boolean": rb"true|false|t|f|TRUE|FALSE|1|0",
}
AT_ONCE = 500  # to match more takes memory for each
CLOCK = rb"[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?"
LONG, SHORT = "(?:0[13578]|1[02])", "(?:0[469]|11)"  # months
DAYS = {
    LONG: r"(?:0[1-9]|[12]\d|3[01])",
    SHORT: r"(?:0[1-9]|[12]\d|30)",
    "02": r"(?:0[1-9]|[12]\d)",
}


def compiled(fields: Fields, source: Delimited) -> re.Pattern[bytes] | None:
    """For some records in a row, whose quoted values are cut down to their quotes."""
    if not fields.style.plain_nulls or not fields.style.plain_numbers:
        return None
    separator = re.escape(source.separator.encode())
    anything = rb"[^" + separator + rb"\n]*+"
    parts = [rb"\d+"] if source.numbered else []
    for position, column in enumerate(fields.columns):
        part = b"" if position >= fields.headed else anything
        if column is not None:
            found = _of(column, fields.style, anything)
            if found is None:
                return None
            part = found
        parts.append(part)
    while parts and parts[-1] == anything:  # the last values may be anything
        parts.pop()
    rest = separator + rb"[^\n]*+" if len(parts) < len(fields.columns) + source.numbered else b""
    record = separator.join(parts) + rest + rb"\r?"
    line = rb"\d++" if source.numbered else b""
    blank = rb"(?!" + line + separator + rb"*+\r?\n)"
    one = blank + record
    # the atomic group: without it Python before 3.11.5 lets records pass that do not match
    return re.compile(rb"(?:(?>" + one + rb"\n)){0,%d}" % AT_ONCE)


def _of(column: Column, style: Style, anything: bytes) -> bytes | None:
    """None: values of this type have to land as text."""
    kind, limited = column.type.bare, column.type.whole != column.type.bare
    if column.inferred and kind in inferred.TYPES:
        found: bytes | None = style.canonical(kind).strip("^$").encode()
    elif column.days:
        found = _day(column, style)
    elif kind == "numeric" and limited:
        found = _limited(column)
    elif limited or kind not in values.DIRECT:
        found = None
    else:
        found = LOOKS.get(kind, anything)
    if found is None or found is anything:
        return found
    return rb"(?:" + found + (rb")" if column.required else rb"|)")


def _limited(column: Column) -> bytes | None:
    """numeric(12,2): as many digits as there is room for."""
    whole, _, scale = column.type.whole.partition("(")[2].rstrip(")").partition(",")
    room = int(whole) - int(scale)
    if column.type.bare != "numeric" or room < 1 or int(scale) < 0:
        return None
    decimals = rb"(?:\.\d{1,%d})?" % int(scale) if int(scale) else b""
    return rb"-?\d{1,%d}%s" % (room, decimals)


def _dated(format_: str) -> bytes:
    """A day that there is; COPY finds the one of 29 February that there is not."""
    parts = dates.tokens(format_)
    at = next(n for n, part in enumerate(parts) if part[0] in "Md")
    between = re.escape(parts[at + 1])
    pairs = [(m, d) if parts[at][0] == "M" else (d, m) for m, d in DAYS.items()]
    days = "|".join(f"{first}{between}{second}" for first, second in pairs)
    told = {"yyyy": r"[12]\d{3}"}
    others = [
        told.get(part) or dates.TOKENS.get(part, ("", ""))[1] or re.escape(part) for part in parts
    ]
    return "".join([*others[:at], f"(?:{days})", *others[at + 3 :]]).encode()


def _plain(format_: str) -> bool:
    """Months and days of two digits, with something between them."""
    return not {"M", "d"} & dates.parts(format_).keys() and not re.search("MMdd|ddMM", format_)


def _day(column: Column, style: Style) -> bytes | None:
    ways = []
    for one in values.formats(column, style):
        if dates.needs_help(one, style.date_formats):
            return None
        if not _plain(one):
            return None
        ways.append(_dated(one))
    if column.type.bare == "timestamp without time zone":
        ways.append(_dated(dates.ISO) + CLOCK)
    elif column.type.bare != "date" or any("HH" in dates.parts(one) for one in style.date_formats):
        return None
    return rb"|".join(ways)
