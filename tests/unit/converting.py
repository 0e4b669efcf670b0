"""What a file becomes, read back: its header, and its rows with their lines."""

import csv
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert.to_table import to_table
from systemscripts.tables.import_config import Reading


class Table(NamedTuple):
    header: list[str]
    rows: list[tuple[int, list[str]]]


def converted(folder: Path, content: bytes | str, name: str = "x.csv", **given: Any) -> Delimited:
    """`folder` gets the file and, beside it, the private folder."""
    arrived, private = folder / name, folder / "private"
    arrived.write_bytes(content.encode() if isinstance(content, str) else content)
    private.mkdir(exist_ok=True)
    for left in private.iterdir():
        left.unlink()
    return to_table(arrived, private, Reading(**given))


def table(folder: Path, content: bytes | str, name: str = "x.csv", **given: Any) -> Table:
    return read_back(converted(folder, content, name, **given))


def read_back(made: Delimited) -> Table:
    """As a loader does: from the byte on, with the separator, to the lines."""
    with made.path.open("rb") as file:
        file.seek(made.start)
        texts = (line.decode() for line in file.read().splitlines(keepends=True))
        reader = csv.reader(
            texts,
            delimiter=made.separator,
            quotechar=made.quote or None,
            quoting=csv.QUOTE_MINIMAL if made.quote else csv.QUOTE_NONE,
            strict=True,
        )
        rows, line = [], made.first_line
        for values in reader:
            if made.numbered:
                rows.append((int(values[0]), values[1:]))
            else:
                rows.append((line, values))
            line = made.first_line + reader.line_num
    return Table(list(made.header), rows)


def refusal(folder: Path, content: bytes | str, name: str = "x.csv", **given: Any) -> str:
    """Why it is refused, in one line; a hint must come with it."""
    with pytest.raises(DataError) as refused:
        converted(folder, content, name, **given)
    assert refused.value.hint
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(name)
    return said.removeprefix(name).lstrip(":, ")
