"""What an .xls (BIFF8) says of itself: its sheets, its date system, its formats, its texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from struct import unpack_from

from systemscripts.stages.convert import xls_texts
from systemscripts.stages.convert.number_formats import Kind, kind_of

BOF, EOF, CONTINUE = 0x0809, 0x0A, 0x3C
FILEPASS, DATEMODE, FORMAT, XF, BOUNDSHEET, SST = 0x2F, 0x22, 0x041E, 0xE0, 0x85, 0xFC
BIFF8 = 0x0600
WORKSHEET = 0
CUT = "its records end in the middle"

Record = tuple[int, bytes]


@dataclass
class Book:
    sheets: dict[str, int] = field(default_factory=dict)  # name -> where its records begin
    texts: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)  # of each cell format, by its number
    since_1904: bool = False


def records(blocks: Iterable[bytes]) -> Iterator[Record]:
    data, at = b"", 0
    for block in blocks:
        data, at = data[at:] + block, 0
        while at + 4 <= len(data):
            kind, size = unpack_from("<HH", data, at)
            if at + 4 + size > len(data):
                break
            yield kind, data[at + 4 : at + 4 + size]
            at += 4 + size
    raise ValueError(CUT)


def version(blocks: Iterable[bytes]) -> int:
    kind, data = next(records(blocks))
    return int(unpack_from("<H", data)[0]) if kind == BOF else 0


def sheet_names(blocks: Iterable[bytes]) -> list[str]:
    """They stand before the texts, which are many."""
    return list(book(blocks, SST).sheets)


def book(blocks: Iterable[bytes], until: int = EOF) -> Book:
    found = Book()
    codes: dict[int, str] = {}
    formats: list[int] = []
    shared: list[bytes] = []
    before = 0
    for kind, data in records(blocks):
        if kind in (until, EOF):
            break
        if kind == FILEPASS:
            raise PermissionError("is protected by a password")
        if kind == DATEMODE:
            found.since_1904 = unpack_from("<H", data)[0] == 1
        elif kind == FORMAT:
            codes[unpack_from("<H", data)[0]] = xls_texts.single(data, 2)
        elif kind == XF:
            formats.append(unpack_from("<H", data, 2)[0])
        elif kind == BOUNDSHEET and data[5] == WORKSHEET:
            name = xls_texts.decoded(data[8:], data[7] & xls_texts.WIDE)
            found.sheets[name] = unpack_from("<I", data)[0]
        elif kind == SST or (kind == CONTINUE and before == SST):
            shared.append(data)
            kind = SST
        before = kind
    found.kinds = [kind_of(number, codes.get(number)) for number in formats]
    found.texts = xls_texts.shared(shared) if shared else []
    return found
