"""XML: the elements below the root that come again and again are records, or those of a name."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import json_values, records, xml_values
from systemscripts.stages.convert.opened import Opened, text
from systemscripts.stages.convert.records import Record
from systemscripts.stages.convert.xml_stream import Stream

PIECE = 1 << 16
DECLARED = re.compile(r"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
HINT = "Set sheet in dba.timportconfig to the name of the element that is one row."


def read(opened: Opened) -> Delimited:
    if SPREADSHEET in opened.opening[:4096]:
        raise DataError(f"{opened.name}: a spreadsheet as XML", hint="Save it as XLSX.")
    wanted, depth = opened.reading.sheet, None
    if wanted is None:
        wanted, depth = _repeated(opened), 2
    if wanted is None:
        return records.write(opened, list)
    return records.write(opened, partial(_records, opened, wanted, depth))


@contextmanager
def _pieces(opened: Opened) -> Iterator[Iterator[str]]:
    """As text: the parser knows but few encodings."""
    with text(opened, _encoding(opened)) as characters:
        yield iter(partial(characters.read, PIECE), "")


def _encoding(opened: Opened) -> str:
    """A mark or the setting, else what the file says of itself."""
    declared = DECLARED.match(opened.opening)
    if declared and opened.reading.encoding == "auto" and not opened.mark:
        with suppress(LookupError):
            return codecs.lookup(declared[1]).name
    return opened.encoding


def _repeated(opened: Opened) -> str | None:
    """The first name below the root that is seen again; of a single element, its name."""
    stream = Stream(opened.name)
    with _pieces(opened) as pieces:
        for _ in stream.steps(pieces):
            for (depth, name), count in stream.counts.items():
                if depth == 2 and count > 1:
                    return name
    return _single(opened, stream)


def _single(opened: Opened, stream: Stream) -> str | None:
    below = [name for depth, name in stream.counts if depth == 2]
    deeper = [name for (depth, name), count in stream.counts.items() if depth == 3 and count > 1]
    if not below:
        return None
    if len(below) == 1 and not deeper:
        return below[0]
    raise DataError(
        f"{opened.name}: which element is a row? There are {', '.join((below + deeper)[:9])}",
        hint=HINT,
    )


def _records(opened: Opened, wanted: str, depth: int | None) -> Iterator[Record]:
    stream, place = Stream(opened.name, wanted, depth), 0
    with _pieces(opened) as pieces:
        for place, element in enumerate(stream.records(pieces), start=1):
            try:
                yield place, xml_values.flat(element)
            except json_values.Refused as error:
                raise DataError(f"{opened.name}, record {place}: {error}", hint=HINT) from error
    repeated = [name for (_, name), count in stream.counts.items() if count > 1]
    if not place and repeated:
        raise DataError(
            f"{opened.name}: no element is called {wanted!r}, but {', '.join(repeated[:9])}",
            hint=HINT,
        )
