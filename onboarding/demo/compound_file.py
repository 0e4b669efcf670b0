"""An OLE2 container with one stream in it: the box in which legacy office files lie."""

from struct import pack

SECTOR = 512
SMALLEST_STREAM = 4096  # shorter ones would need the container's second, finer allocation table
FREE, END_OF_CHAIN, ALLOCATION = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
HEADER_SLOTS = 109
PER_SECTOR = SECTOR // 4


def compound_file(name: str, stream: bytes) -> bytes:
    """In this order: header, stream (filled up with zeros), directory, allocation table."""
    stream = stream.ljust(SMALLEST_STREAM, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    directory = len(stream) // SECTOR
    tables = -(-(directory + 1) // (PER_SECTOR - 1))
    if tables > HEADER_SLOTS:
        raise ValueError(f"{len(stream)} bytes are more than this writer can address")
    table = [*range(1, directory), END_OF_CHAIN, END_OF_CHAIN, *[ALLOCATION] * tables]
    table += [FREE] * (tables * PER_SECTOR - len(table))
    entries = _directory(name, len(stream))
    return _header(directory, tables) + stream + entries + pack(f"<{len(table)}I", *table)


def _header(directory: int, tables: int) -> bytes:
    slots = [directory + 1 + number for number in range(tables)] + [FREE] * (HEADER_SLOTS - tables)
    signature = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    versions = pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    places = [0, tables, directory, 0, SMALLEST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0]
    return signature + versions + pack(f"<{9 + HEADER_SLOTS}I", *places, *slots)


def _directory(name: str, size: int) -> bytes:
    root = _entry("Root Entry", kind=5, child=1, start=END_OF_CHAIN, size=0)
    stream = _entry(name, kind=2, child=FREE, start=0, size=size)
    return root + stream + _entry("", kind=0, child=FREE, start=0, size=0) * 2


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = f"{name}\0".encode("utf-16-le") if name else b""
    links = pack("<BBIII", kind, 1, FREE, FREE, child)
    place = pack("<IQ", start, size)
    return encoded.ljust(64, b"\0") + pack("<H", len(encoded)) + links + bytes(36) + place
