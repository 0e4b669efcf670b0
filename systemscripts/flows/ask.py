"""What people ask of the pipeline at a terminal: tables of text, nothing is recorded."""

import sys
from typing import NoReturn

from systemscripts.foundation import commands, database, errors, secrets, settings
from systemscripts.foundation.text_table import text_table
from systemscripts.tables import vjobrun

HEADINGS = ("started", "job", "outcome", "took", "read", "written", "rejected", "message")


def runs(number: int) -> str:
    """The newest runs, and how many rows each of them rejected."""
    with database.transaction(read_only=True) as connection:
        found = vjobrun.recent(connection, number)
    if not found:
        return "No run yet."
    return text_table(HEADINGS, [tuple(row) for row in found])


def _tell(error: errors.EtlError) -> NoReturn:
    hint = f"HINT: {secrets.mask(error.hint)}\n" if error.hint else ""
    sys.stderr.write(f"error: {secrets.mask(str(error))}\n{hint}")
    sys.exit(error.exit_code)


def main() -> None:
    parser = commands.Parser("Look at what the pipeline did.", "etl runs 20")
    parser.prog = "etl"
    parser.add_argument("verb", choices=["runs"], help="runs: the newest runs of jobs")
    parser.add_argument("number", nargs="?", type=int, default=20, help="how many (20)")
    try:
        words = parser.parse_args()
        settings.read()
        print(runs(max(words.number, 1)))
    except commands.WrongUse:
        sys.exit(errors.USAGE)
    except errors.EtlError as error:
        _tell(error)
