"""Write the smallest .xlsx that spreadsheet programs accept; the same rows give the same bytes."""

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile, ZipInfo

Rows = Sequence[Sequence[str | float]]

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OLDEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3

CONTENT_TYPES = f"""{XML}<Types xmlns="{PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/></Types>"""

WORKBOOK = f"""{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">\
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""


def workbook(rows: Rows) -> bytes:
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relationship("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relationship("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet(rows),
    }
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(_member(name), text)
    return packed.getvalue()


def _member(name: str) -> ZipInfo:
    """Stored, not compressed: two versions of zlib need not compress to the same bytes."""
    member = ZipInfo(name, OLDEST_ZIP_DATE)
    member.create_system = UNIX
    return member


def _relationship(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'


def _sheet(rows: Rows) -> str:
    lines = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
    return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _row(number: int, row: Sequence[str | float]) -> str:
    cells = "".join(_cell(f"{_letters(column)}{number}", value) for column, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _letters(column: int) -> str:
    """A to Z, then AA, AB, …"""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
