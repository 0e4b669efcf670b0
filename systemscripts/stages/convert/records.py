"""Records that name their own values, as in JSON and XML, to a header and rows."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from systemscripts.foundation.delimited import Delimited, Row
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import layout
from systemscripts.stages.convert.opened import Opened

Record = tuple[int, dict[str, str]]  # its place in the file, its values
MOST_COLUMNS = 1 << 14
FIRST = 100


class NewName(Exception):
    """A record holds a value that the header does not know."""


def write(opened: Opened, records: Callable[[], Iterable[Record]]) -> Delimited:
    """Mostly the first records show all names; where a later one brings more, all is read again."""
    try:
        return _written(opened, records, _names(islice(records(), FIRST), opened.name))
    except NewName:
        return _written(opened, records, _names(records(), opened.name))


def _written(
    opened: Opened, records: Callable[[], Iterable[Record]], names: list[str]
) -> Delimited:
    skipped = opened.reading.first_column - 1
    rows = ((place, values[skipped:]) for place, values in _rows(records(), names))
    return layout.write_data(opened, names[skipped:], rows)


def _names(records: Iterable[Record], name: str) -> list[str]:
    """In order of appearance."""
    names: dict[str, None] = {}
    for place, values in records:
        if values.keys() <= names.keys():
            continue
        names.update(dict.fromkeys(values))
        if len(names) > MOST_COLUMNS:
            raise DataError(
                f"{name}: {MOST_COLUMNS} different names of columns before record {place}",
                hint="Names should be the same in all records; is a value used as a name?",
            )
    return list(names)


def _rows(records: Iterable[Record], names: list[str]) -> Iterator[Row]:
    known = set(names)
    for place, values in records:
        if not values.keys() <= known:
            raise NewName
        yield place, [values.get(name, "") for name in names]
