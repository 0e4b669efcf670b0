"""Random files of which it is known what must become of every row."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as some

TEXT = some.text(some.sampled_from("ab,;|\t\"'\n\r \\.Né€1")) | some.text(
    some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6
)
GOOD: dict[str, Any] = {  # texts with the value that they mean
    "text": TEXT.map(lambda text: (text, text)),
    "integer": some.builds(
        lambda n, form: (form.format(n), n),
        some.integers(-(2**31), 2**31 - 1) | some.integers(0, 3),
        some.sampled_from(["{}", "{}", "{:03}", " {} "]),
    ),
    "numeric(6,2)": some.decimals(-999, 999, places=2).flatmap(
        lambda n: some.sampled_from([(f"{n}", n), (f" {n}", n), (f"{n:+}", n), (f"{n}00", n)])
    ),
    "boolean": some.sampled_from(
        [("t", True), ("FALSE", False), ("true", True), ("yes", True), ("0", False)]
    ),
    "date": some.dates(date(1000, 1, 1), date(2999, 12, 31)).map(lambda d: (d.isoformat(), d)),
}
BAD: dict[str, list[str]] = {
    "text": [],
    "integer": ["x", "1.5", "2147483648", "0x1F", "1_0", "1 2", "٣"],
    "numeric(6,2)": ["1.234", "12345.6", "abc", "1,5", "NaN ", "Infinity"],
    "boolean": ["tr", "maybe", "2"],
    "date": ["2026-02-30", "today", "01/02/2026", "J2461046", "20260105", "infinity"],
}
BROKEN = ['"a"b', '"two\nlines"x', 'a,"b" ,c', '"', '"a"\r"b"']
DECIMALS = (Decimal, int)


@dataclass
class File:
    """What is delivered, and what must be found in the database afterwards."""

    kinds: list[str]
    separator: str
    content: bytes
    loaded: list[tuple[Any, ...]] = field(default_factory=list)
    duplicate: int = 0
    rejected: list[int] = field(default_factory=list)  # positions among the data rows
    read: int = 0

    @property
    def contract(self) -> dict[str, Any]:
        names = enumerate(self.kinds)
        return {"columns": [{"name": f"c{n}", "type": kind} for n, kind in names]}

    @property
    def blank(self) -> int:
        return self.read - len(self.loaded) - self.duplicate - len(self.rejected)


def _line(values: list[str], separator: str, quoting: Any, end: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=end)
    if any("\r" in value for value in values):
        writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerow(values)
    return text.getvalue()


@some.composite
def files(draw: Any, hashed: bool, typed: bool) -> File:
    """Good, bad, broken, ragged, blank and repeated rows, written in any of the usual ways."""
    kind = some.sampled_from([*GOOD]) if typed else some.just("text")
    kinds = draw(some.lists(kind, min_size=1, max_size=4))
    separator = draw(some.sampled_from([",", ";", "\t", "|"]))
    quoting = draw(some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(some.sampled_from(["\n", "\r\n"]))
    made = File(kinds, separator, b"")
    lines = [_line([f"c{n}" for n in range(len(kinds))], separator, quoting, end)]
    bad = some.sampled_from(["bad", "broken", "short", "long"])
    what = some.sampled_from(["good"] * 6 + ["blank", "again"]) | bad
    if draw(some.booleans()):
        what = some.sampled_from(["good", "blank", "again"])
    records: list[tuple[list[str], tuple[Any, ...]]] = []
    for one in draw(some.lists(what, max_size=14)):
        made.read += 1
        lines.append(_record(draw, one, made, records, (separator, quoting, end), hashed))
    if draw(some.booleans()):
        lines[-1] = lines[-1].removesuffix(end)
        if lines[-1] == "":
            made.read -= made.read > 0
    made.content = "".join(lines).encode()
    return made


def _record(
    draw: Any,
    what: str,
    made: File,
    records: list[tuple[list[str], tuple[Any, ...]]],
    written: tuple[str, Any, str],
    hashed: bool,
) -> str:
    width, (separator, _, end) = len(made.kinds), written
    if what == "blank":
        return draw(some.sampled_from(["", separator * (width - 1), separator * width])) + end
    if what == "broken":
        made.rejected.append(made.read)
        return draw(some.sampled_from(BROKEN[:3])).replace(",", separator) + end
    drawn = [draw(GOOD[kind]) for kind in made.kinds]
    texts, values = [text for text, _ in drawn], tuple(value for _, value in drawn)
    if what == "again" and records:
        texts, values = draw(some.sampled_from(records))
    if what == "bad":
        places = [n for n, kind in enumerate(made.kinds) if BAD[kind]]
        if places:
            place = draw(some.sampled_from(places))
            texts[place] = draw(some.sampled_from(BAD[made.kinds[place]]))
            made.rejected.append(made.read)
            return _line(texts, *written)
    if what == "long" or (what == "short" and width > 1):
        texts = [*texts, "more"] if what == "long" else [*texts[: width - 2], "less"]
        made.rejected.append(made.read)
        return _line(texts, *written)
    _good(made, records, texts, values, hashed)
    return _line(texts, *written)


def _good(
    made: File,
    records: list[tuple[list[str], tuple[Any, ...]]],
    texts: list[str],
    values: tuple[Any, ...],
    hashed: bool,
) -> None:
    row = tuple(None if value == "" else value for value in values)
    if all(value is None for value in row):
        return
    records.append((texts, values))
    if hashed and row in made.loaded:
        made.duplicate += 1
    else:
        made.loaded.append(row)
