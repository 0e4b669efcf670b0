"""Web pages, often saved under the name of a spreadsheet: their first table."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from systemscripts.foundation.delimited import Delimited, Row
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import encodings, layout
from systemscripts.stages.convert.html_table import FirstTable, TooMuch
from systemscripts.stages.convert.opened import Opened, text

PIECE = 1 << 16
LONGEST_TAG = 1 << 21  # with each piece an unfinished tag is read again
NO_EVENT = re.compile(r"Invalid\s+Event\s+ID\b.*", re.IGNORECASE)
DECLARED = re.compile(r"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I)
# browsers read these names so, and pages rely on it
AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def read(opened: Opened) -> Delimited:
    return layout.write(opened, rows(opened))


def rows(opened: Opened) -> Iterator[Row]:
    table, place = FirstTable(), 0
    try:
        for _ in _fed(opened, table):
            for row in table.rows:
                place += 1
                yield place, row
            table.rows.clear()
    except TooMuch as error:
        raise DataError(f"{opened.name}, row {place + 1}: {error}", hint="Look at it.") from error
    if not table.seen:
        yield 1, [_said_instead(opened, str(table.page))]
    elif not table.complete:
        raise DataError(
            f"{opened.name}: the table does not end",
            hint="Was the page cut off on its way? Its end must say </table>.",
        )


def _fed(opened: Opened, table: FirstTable) -> Iterator[None]:
    """A step for each piece, until the table is complete."""
    with text(opened, _encoding(opened)) as characters:
        for piece in iter(partial(characters.read, PIECE), ""):
            if "\0" in piece:
                raise encodings.explain(opened.path, opened.name, opened.reading)
            table.feed(piece)
            yield
            if table.complete:
                return
            if len(table.rawdata) > LONGEST_TAG:
                raise TooMuch("a tag of more than 2 MiB")
    if len(table.rawdata) < PIECE:  # more than this is no tag that only lacks its end
        table.close()
    yield


def _encoding(opened: Opened) -> str:
    """A mark or the setting, else what the page says of itself."""
    declared = DECLARED.search(opened.opening)
    if declared and opened.reading.encoding == "auto" and not opened.mark:
        with suppress(LookupError):
            name = codecs.lookup(declared[1]).name
            if not name.startswith(encodings.WIDE):  # it could not be read in that encoding
                return AS_BROWSERS_DO.get(name, name)
    return opened.encoding


def _said_instead(opened: Opened, words: str) -> str:
    said = NO_EVENT.search(words)
    if said is None:
        raise DataError(f"{opened.name}: a web page without a table", hint="Look at it.")
    return said.group()
