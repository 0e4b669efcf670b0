"""The OLE2 container in which legacy workbooks lie: a small file system in a file."""

from array import array
from collections.abc import Iterator
from struct import unpack_from
from sys import byteorder
from typing import BinaryIO, NamedTuple

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
HEADER = 512
LAST_SECTOR = 0xFFFFFFFA  # larger numbers mean an end, or nothing
ENTRY = 128
SMALL_SECTOR = 64
BLOCK = 1 << 18
DAMAGED = "its container is damaged or cut off"


class _Entry(NamedTuple):
    kind: int
    start: int
    size: int


class Container:
    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        header = file.read(HEADER)
        if len(header) < HEADER or not header.startswith(SIGNATURE):
            raise ValueError(DAMAGED)
        shift = unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            raise ValueError(DAMAGED)
        self.sector = 1 << shift
        self.first = max(HEADER, self.sector)
        tables, directory, _, smallest, small_table = unpack_from("<I I I I I", header, 44)
        self.smallest_stream = smallest
        self.table = self._table(header, tables)
        self.entries = dict(self._directory(directory))
        self.small_table = small_table

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.entries

    def blocks(self, name: str, begin: int = 0) -> Iterator[bytes]:
        """The stream from a byte on."""
        entry = self.entries[name.lower()]
        if entry.size < self.smallest_stream:
            yield self._small(entry)[begin:]
            return
        chain = self._chain(entry.start)
        skipped, offset = divmod(begin, self.sector)
        left, at_once = entry.size - begin, BLOCK // self.sector
        for place in range(skipped, len(chain), at_once):
            runs = _runs(chain[place : place + at_once])
            block = b"".join(self._read(sector, count) for sector, count in runs)
            block = block[offset : offset + left]
            offset, left = 0, left - len(block)
            if block:
                yield block

    def _small(self, entry: _Entry) -> bytes:
        """Short streams share one stream, which belongs to the root."""
        root = self.entries["root entry"]
        whole = b"".join(self._read(n, 1) for n in self._chain(root.start))
        table = _numbers(b"".join(self._read(n, 1) for n in self._chain(self.small_table)))
        chain = self._chain(entry.start, table)
        parts = (whole[n * SMALL_SECTOR : (n + 1) * SMALL_SECTOR] for n in chain)
        return b"".join(parts)[: entry.size]

    def _read(self, sector: int, count: int) -> bytes:
        self.file.seek(self.first + sector * self.sector)
        data = self.file.read(count * self.sector)
        if not data:
            raise ValueError(DAMAGED)
        return data

    def _table(self, header: bytes, tables: int) -> "array[int]":
        """Which sector follows which."""
        places = list(unpack_from("<109I", header, 76))
        more = unpack_from("<I", header, 68)[0]
        slots = self.sector // 4
        while more < LAST_SECTOR and len(places) < tables + slots:
            *found, more = unpack_from(f"<{slots}I", self._read(more, 1).ljust(self.sector))
            places += found
        used = [place for place in places if place < LAST_SECTOR][:tables]
        return _numbers(b"".join(self._read(place, 1) for place in used))

    def _chain(self, start: int, table: "array[int] | None" = None) -> list[int]:
        table = self.table if table is None else table
        found: list[int] = []
        while start < LAST_SECTOR:
            if start >= len(table) or len(found) > len(table):
                raise ValueError(DAMAGED)
            found.append(start)
            start = table[start]
        return found

    def _directory(self, start: int) -> Iterator[tuple[str, _Entry]]:
        listing = b"".join(self._read(n, 1) for n in self._chain(start))
        for at in range(0, len(listing) - ENTRY + 1, ENTRY):
            length, kind = unpack_from("<HB", listing, at + 64)
            name = listing[at : at + max(length, 2) - 2].decode("utf-16-le", "replace")
            if kind:
                yield name.lower(), _Entry(kind, *unpack_from("<II", listing, at + 116))


def _runs(chain: list[int]) -> Iterator[tuple[int, int]]:
    """Sectors that follow each other are read at once."""
    begin = 0
    for place in range(1, len(chain) + 1):
        if place == len(chain) or chain[place] != chain[place - 1] + 1:
            yield chain[begin], place - begin
            begin = place


def _numbers(data: bytes) -> "array[int]":
    found = array("I", data[: len(data) // 4 * 4])
    if byteorder == "big":
        found.byteswap()
    return found
