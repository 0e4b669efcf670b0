"""The parts of a zip archive, as streams that end before they fill the machine."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from zipfile import ZipFile

BLOCK = 1 << 18
SMALL = 64 << 20  # more than any list of sheets or styles needs
DENSEST = 400  # how far the XML of sheets shrinks at best; only bombs shrink further
HARMLESS = 64 << 20
ENCRYPTED = 0x1


class Parts:
    """Names are compared as the writers of office files do: without case, from the top."""

    def __init__(self, path: Path) -> None:
        self.archive = ZipFile(path)
        self.members = {_plain(info.filename): info for info in self.archive.infolist()}

    def __enter__(self) -> "Parts":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.archive.close()

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self.members

    def blocks(self, name: str, most: int = SMALL) -> Iterator[bytes]:
        """A member that says too little of its size is cut by zipfile and fails its checksum."""
        info = self.members.get(_plain(name))
        if info is None:
            raise ValueError(f"its part {name} is missing")
        if info.flag_bits & ENCRYPTED:
            raise PermissionError("is protected by a password")
        if info.file_size > most:
            raise ValueError(f"its part {name} has {info.file_size:,} bytes, at most {most:,}")
        if info.file_size > max(HARMLESS, info.compress_size * DENSEST):
            raise ValueError(f"its part {name} inflates {DENSEST} times: a zip bomb")
        with self.archive.open(info) as file:
            while block := file.read(BLOCK):
                yield block


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
