"""A legacy workbook with cells that the demo's writer has no need of: dates, truth, errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack

from onboarding.demo import legacy_xls as writer
from onboarding.demo.compound_file import compound_file

FORMATS = {"date": 14, "time": 21, "moment": 22, "percent": 10}
ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}
BOOLERR, FILEPASS, DATEMODE = 0x0205, 0x2F, 0x22
STYLE_RECORD = 8  # its bytes at the end of the formats


@dataclass(frozen=True)
class As:
    """A number that is shown as a date, a time, a moment or a percentage."""

    kind: str
    number: float


@dataclass(frozen=True)
class Error:
    text: str


Cell = str | float | bool | As | Error


def _cell(row: int, column: int, value: Cell, texts: list[str]) -> bytes:
    place = pack("<HH", row, column)
    plain = pack("<H", writer.CELL_FORMAT)
    if isinstance(value, bool):
        return writer._record(BOOLERR, place + plain + pack("<BB", value, 0))
    if isinstance(value, Error):
        return writer._record(BOOLERR, place + plain + pack("<BB", ERRORS[value.text], 1))
    if isinstance(value, As):
        shown = writer.CELL_FORMAT + 1 + list(FORMATS).index(value.kind)
        return writer._record(writer.NUMBER, place + pack("<Hd", shown, value.number))
    if isinstance(value, str):
        return writer._record(writer.LABELSST, place + plain + pack("<I", texts.index(value)))
    return writer._record(writer.NUMBER, place + plain + pack("<d", value))


def workbook(rows: Sequence[Sequence[Cell]], *, since_1904: bool = False, secret: bool = False):
    """The bytes of a file; a secret one says that it is encrypted."""
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    formats = writer._formats()
    more = b"".join(
        writer._record(writer.XF, pack("<HHHBBBBIIH", 0, number, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))
        for number in FORMATS.values()
    )
    before = writer._begin(0x0005)
    before += writer._record(FILEPASS, pack("<HHHH", 1, 1, 1, 1) + bytes(48)) if secret else b""
    before += writer._record(writer.CODEPAGE, pack("<H", 0x04B0))
    before += writer._record(DATEMODE, pack("<H", since_1904))
    before += formats[:-STYLE_RECORD] + more + formats[-STYLE_RECORD:]
    after = writer._shared_texts(texts, len(texts)) + writer._record(writer.EOF)
    begins = len(before) + len(writer._sheet_link(0, "Sheet1")) + len(after)
    size = pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    sheet = writer._begin(0x0010) + writer._record(writer.DIMENSION, size)
    for number, row in enumerate(rows):
        sheet += b"".join(_cell(number, column, value, texts) for column, value in enumerate(row))
    sheet += writer._record(writer.EOF)
    return compound_file("Workbook", before + writer._sheet_link(begins, "Sheet1") + after + sheet)
