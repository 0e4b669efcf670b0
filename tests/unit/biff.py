"""A legacy workbook with cells that the demo's writer has no need of: dates, truth, errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack

from onboarding.demo import legacy_xls as writer
from tests.unit.big_container import container

FORMATS = {"date": 14, "time": 21, "moment": 22, "percent": 10}
ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}
BOOLERR, FILEPASS, DATEMODE, INDEX = 0x0205, 0x2F, 0x22, 0x020B
STYLE_RECORD = 8  # its bytes at the end of the formats


@dataclass(frozen=True)
class As:
    """A number that is shown as a date, a time, a moment or a percentage."""

    kind: str
    number: float


@dataclass(frozen=True)
class Error:
    text: str


@dataclass(frozen=True)
class Record:
    """Of any kind; what stands behind the row and the column of its cell."""

    kind: int
    data: bytes
    after: bytes = b""  # a record that follows, whole

    def bytes(self, row: int, column: int) -> bytes:
        return writer._record(self.kind, pack("<HH", row, column) + self.data) + self.after


Cell = str | float | bool | As | Error | Record


def _cell(row: int, column: int, value: Cell, texts: dict[str, int]) -> bytes:
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
        return writer._record(writer.LABELSST, place + plain + pack("<I", texts[value]))
    if isinstance(value, Record):
        return value.bytes(row, column)
    return writer._record(writer.NUMBER, place + plain + pack("<d", value))


def workbook(
    rows: Sequence[Sequence[Cell]],
    *,
    since_1904: bool = False,
    secret: bool = False,
    shared: bytes | None = None,
    indexed: bool = False,
    order: Sequence[int] | None = None,
) -> bytes:
    """The bytes of a file; a secret one says that it is encrypted.

    `shared` are the records of the texts, where they are not the usual ones; `order` is the one
    in which rows are written.
    """
    known = dict.fromkeys(value for row in rows for value in row if isinstance(value, str))
    texts = {text: number for number, text in enumerate(known)}
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
    shared = writer._shared_texts(list(texts), len(texts)) if shared is None else shared
    after = shared + writer._record(writer.EOF)
    begins = len(before) + len(writer._sheet_link(0, "Sheet1")) + len(after)
    size = pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    sheet = [writer._begin(0x0010), writer._record(INDEX, bytes(16)) if indexed else b""]
    sheet.append(writer._record(writer.DIMENSION, size))
    for number in range(len(rows)) if order is None else order:
        row = enumerate(rows[number])
        sheet += [_cell(number, column, value, texts) for column, value in row]
    sheet.append(writer._record(writer.EOF))
    link = writer._sheet_link(begins, "Sheet1")
    return container("Workbook", before + link + after + b"".join(sheet))
