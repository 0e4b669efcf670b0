"""An OLE2 container of any size: beyond 7 MB its allocation table needs a table of its own."""

from struct import pack

from onboarding.demo.compound_file import (
    ALLOCATION,
    END_OF_CHAIN,
    FREE,
    HEADER_SLOTS,
    PER_SECTOR,
    SECTOR,
    SMALLEST_STREAM,
    _directory,
)

TABLE_OF_TABLES = 0xFFFFFFFC


def container(name: str, stream: bytes) -> bytes:
    """In this order: header, stream, directory, allocation table, the table of its sectors."""
    stream = stream.ljust(SMALLEST_STREAM, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    directory = len(stream) // SECTOR
    tables = more = 0
    while tables * PER_SECTOR < directory + 1 + tables + more:
        tables += 1
        more = -(-max(0, tables - HEADER_SLOTS) // (PER_SECTOR - 1))
    chain = [*range(1, directory), END_OF_CHAIN, END_OF_CHAIN]
    chain += [ALLOCATION] * tables + [TABLE_OF_TABLES] * more
    chain += [FREE] * (tables * PER_SECTOR - len(chain))
    places = list(range(directory + 1, directory + 1 + tables))
    after = directory + 1 + tables
    return b"".join(
        (
            _header(directory, places, after if more else END_OF_CHAIN, more),
            stream,
            _directory(name, len(stream)),
            pack(f"<{len(chain)}I", *chain),
            _more(places[HEADER_SLOTS:], after),
        )
    )


def _header(directory: int, places: list[int], after: int, more: int) -> bytes:
    slots = (places + [FREE] * HEADER_SLOTS)[:HEADER_SLOTS]
    signature = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    versions = pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    numbers = [0, len(places), directory, 0, SMALLEST_STREAM, END_OF_CHAIN, 0, after, more]
    return signature + versions + pack(f"<{9 + HEADER_SLOTS}I", *numbers, *slots)


def _more(places: list[int], at: int) -> bytes:
    """Each sector of the table of tables ends with the place of the next one."""
    size = PER_SECTOR - 1
    made = b""
    for begin in range(0, len(places), size):
        part = (places[begin : begin + size] + [FREE] * size)[:size]
        at += 1
        following = at if begin + size < len(places) else END_OF_CHAIN
        made += pack(f"<{PER_SECTOR}I", *part, following)
    return made
