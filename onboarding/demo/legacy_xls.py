"""Write a legacy spreadsheet (BIFF8): nothing that is installed can, and the demo must show one.

No date, user or random number goes into the file: the same rows always give the same bytes.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from struct import pack

from onboarding.demo.compound_file import compound_file

Rows = Sequence[Sequence[str | float]]

BOF, EOF, CODEPAGE, WINDOW1, FONT, XF, STYLE = 0x0809, 0x0A, 0x42, 0x3D, 0x31, 0xE0, 0x0293
BOUNDSHEET, SST, CONTINUE, DIMENSION, WINDOW2 = 0x85, 0xFC, 0x3C, 0x0200, 0x023E
LABELSST, NUMBER = 0xFD, 0x0203
LARGEST_RECORD = 8224
LONGEST_TEXT = 4000
STYLE_FORMATS = 15
CELL_FORMAT = STYLE_FORMATS  # the first format after those of the styles


def workbook(rows: Rows, sheet_name: str = "Sheet1") -> bytes:
    return compound_file("Workbook", _stream(rows, sheet_name))


def _record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def _text(text: str, length_format: str) -> bytes:
    """UTF-16 even for plain ASCII: readers must cope with it, and one form is enough."""
    encoded = text.encode("utf-16-le")
    return pack(length_format, len(encoded) // 2, 1) + encoded


def _begin(kind: int) -> bytes:
    return _record(BOF, pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 0x06))


def _formats() -> bytes:
    """The fixed set without which a spreadsheet program calls the file damaged."""
    font_shape = pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
    font = _record(FONT, font_shape + _text("Arial", "<BB"))
    style_format = _record(XF, pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    cell_format = _record(XF, pack("<HHHBBBBIIH", 0, 0, 0x0001, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    normal = _record(STYLE, pack("<HBB", 0x8000, 0, 0xFF))
    return font * 4 + style_format * STYLE_FORMATS + cell_format + normal


def _shared_texts(texts: Sequence[str], used: int) -> bytes:
    """Records are cut between two texts only: inside one, the rest would need a flag of its own."""
    too_long = [text for text in texts if len(text) > LONGEST_TEXT]
    if too_long:
        raise ValueError(f"a cell holds {len(too_long[0])} characters, at most {LONGEST_TEXT} fit")
    bodies = [pack("<II", used, len(texts))]
    for encoded in (_text(text, "<HB") for text in texts):
        if len(bodies[-1]) + len(encoded) > LARGEST_RECORD:
            bodies.append(b"")
        bodies[-1] += encoded
    return _record(SST, bodies[0]) + b"".join(_record(CONTINUE, body) for body in bodies[1:])


def _cells(rows: Rows, places: dict[str, int]) -> Iterator[bytes]:
    for row_number, row in enumerate(rows):
        for column, value in enumerate(row):
            place = pack("<HHH", row_number, column, CELL_FORMAT)
            if isinstance(value, str):
                yield _record(LABELSST, place + pack("<I", places[value]))
            else:
                yield _record(NUMBER, place + pack("<d", value))


def _sheet(rows: Rows, places: dict[str, int]) -> bytes:
    width = max(map(len, rows), default=0)
    size = _record(DIMENSION, pack("<IIHHH", 0, len(rows), 0, width, 0))
    window = _record(WINDOW2, pack("<HHHIHHI", 0x06B6, 0, 0, 64, 0, 0, 0))
    return _begin(0x0010) + size + b"".join(_cells(rows, places)) + window + _record(EOF)


def _stream(rows: Rows, sheet_name: str) -> bytes:
    used = [value for value in chain.from_iterable(rows) if isinstance(value, str)]
    places = {text: place for place, text in enumerate(dict.fromkeys(used))}
    window = _record(WINDOW1, pack("<9H", 0, 0, 0x4000, 0x2000, 0x38, 0, 0, 1, 0x0258))
    before = _begin(0x0005) + _record(CODEPAGE, pack("<H", 0x04B0)) + window + _formats()
    after = _shared_texts(list(places), len(used)) + _record(EOF)
    sheet_start = len(before) + len(_sheet_link(0, sheet_name)) + len(after)
    return before + _sheet_link(sheet_start, sheet_name) + after + _sheet(rows, places)


def _sheet_link(start: int, sheet_name: str) -> bytes:
    return _record(BOUNDSHEET, pack("<IBB", start, 0, 0) + _text(sheet_name, "<BB"))
