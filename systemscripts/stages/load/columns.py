"""Headers become column names: the rule people know (lower case, underscores), always legal."""

import hashlib
from collections.abc import Iterable, Sequence

from systemscripts.foundation.errors import DataError

LONGEST = 63  # bytes of a name in PostgreSQL
MOST = 1590  # a table has room for 1,600, some of which are ours
ALL = 1600  # of a table, whatever it is made of
FEWER = "Name the columns that matter with a transform (keep), or unpivot them."
OF_THE_SERVER = ("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid")
UNDERSCORES = str.maketrans({" ": "_", "-": "_", "\n": "_", "\r": None, "\0": None})


def named(heading: str) -> str:
    """The name of a heading that stands alone; a long one keeps its start and is marked."""
    name = heading.strip().lower().translate(UNDERSCORES)
    return name if len(name.encode()) <= LONGEST else _shortened(name, LONGEST)


def _shortened(name: str, length: int) -> str:
    mark = "~" + hashlib.sha256(name.encode()).hexdigest()[:8]
    return _cut(name, length - len(mark)) + mark


def _cut(name: str, length: int) -> str:
    return name.encode()[:length].decode(errors="ignore")


def names(header: Sequence[str], file_name: str, reserved: Iterable[str]) -> list[str]:
    """A different, legal name for each heading; names that the system fills are taken."""
    if len(header) > MOST:
        raise DataError(
            f"{file_name}: {len(header)} columns; {MOST} fit into a table",
            hint=FEWER,
        )
    taken = {*reserved, *OF_THE_SERVER}
    found = []
    for position, text in enumerate(header):
        name = _different(named(text) or f"unnamed:_{position}", taken)
        taken.add(name)
        found.append(name)
    return found


def _different(name: str, taken: set[str]) -> str:
    number, candidate = 0, name
    while candidate in taken:
        number += 1
        ending = f".{number}"
        candidate = _cut(name, LONGEST - len(ending)) + ending
    return candidate
