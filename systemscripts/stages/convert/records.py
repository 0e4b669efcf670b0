"""Records that name their own values, as in JSON and XML, to a header and rows."""

from collections.abc import Callable, Iterable, Iterator

from systemscripts.foundation.delimited import Delimited, Row
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import layout
from systemscripts.stages.convert.opened import Opened

Record = tuple[int, dict[str, str]]  # its place in the file, its values
MOST_COLUMNS = 1 << 14


def write(opened: Opened, records: Callable[[], Iterable[Record]]) -> Delimited:
    """Read twice: no record knows the names that a later one brings."""
    header = _names(records(), opened.name)[opened.reading.first_column - 1 :]
    return layout.write_data(opened, header, _rows(records(), header))


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


def _rows(records: Iterable[Record], header: list[str]) -> Iterator[Row]:
    for place, values in records:
        yield place, [values.get(name, "") for name in header]
