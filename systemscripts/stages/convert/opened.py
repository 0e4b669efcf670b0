"""A file at the door of the converter: what it begins with, and how it is to be read."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from systemscripts.stages.convert import encodings
from systemscripts.tables.import_config import Reading

LOOKED_AT = 1 << 20
OPENING = 1 << 16


@dataclass(frozen=True)
class Opened:
    """`name` is the file as people know it; whatever must be written goes into `folder`."""

    path: Path
    name: str
    folder: Path
    reading: Reading
    start: bytes

    @cached_property
    def encoding(self) -> str:
        """One that needs no byte-order mark; what stands before `mark` is no text."""
        return encodings.settled(self.start, self.reading.encoding, self.name)

    @cached_property
    def mark(self) -> int:
        return encodings.mark(self.start)

    @cached_property
    def opening(self) -> str:
        """The first characters, to tell the kind by."""
        text = self.start[self.mark : OPENING].decode(self.encoding, "replace")
        return text.lstrip()

    @property
    def converted(self) -> Path:
        return self.folder / "converted.csv"


def opened(path: Path, name: str, folder: Path, reading: Reading) -> Opened:
    with path.open("rb") as file:
        return Opened(path, name, folder, reading, file.read(LOOKED_AT))


@contextmanager
def text(file: Opened, encoding: str = "", newline: str | None = "") -> Iterator[io.TextIOWrapper]:
    """Its characters, after the mark."""
    encoding = encoding or file.encoding
    try:
        with file.path.open("rb") as raw:
            raw.seek(file.mark)
            with io.TextIOWrapper(raw, encoding, newline=newline) as characters:
                yield characters
    except UnicodeDecodeError as error:
        reading = replace(file.reading, encoding=encoding)
        raise encodings.explain(file.path, file.name, reading) from error
