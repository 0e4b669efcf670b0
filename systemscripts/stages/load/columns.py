"""Headers become column names: the rule people know (lower case, underscores)."""

from collections.abc import Sequence

from systemscripts.foundation.errors import DataError

LONGEST = 63
MOST = 1500
OF_THE_SERVER = ("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid")
UNDERSCORES = str.maketrans({" ": "_", "-": "_", "\n": "_", "\r": None})


def named(heading: str) -> str:
    return heading.strip().lower().translate(UNDERSCORES)


def names(header: Sequence[str], file_name: str, reserved: Sequence[str]) -> list[str]:
    """A different, legal name for each column of the header."""
    if len(header) > MOST:
        raise DataError(f"{file_name}: {len(header)} columns; {MOST} fit into a table")
    taken: list[str] = []
    for position, text in enumerate(header):
        name = _different(named(text) or f"unnamed:_{position}", taken)
        if len(name.encode()) > LONGEST:
            raise DataError(
                f"{file_name}: the heading {text[:40]!r}… is too long",
                hint=f"PostgreSQL allows {LONGEST} bytes.",
            )
        if name in (*reserved, *OF_THE_SERVER):
            raise DataError(
                f"{file_name}: the heading {text!r} is a column that the system fills",
                hint="Give the column another heading.",
            )
        taken.append(name)
    return taken


def _different(name: str, taken: list[str]) -> str:
    number, candidate = 0, name
    while candidate in taken:
        number += 1
        candidate = f"{name}.{number}"
    return candidate
