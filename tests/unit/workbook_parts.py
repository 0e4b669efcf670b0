"""Workbooks made of the XML that a test writes, and what the readers find in them."""

import zipfile
from io import BytesIO
from pathlib import Path

from onboarding.demo import plain_xlsx
from systemscripts.stages.convert import workbooks

OFFICE = plain_xlsx.OFFICE
HEAD = f'<worksheet xmlns="{plain_xlsx.MAIN}"><sheetData>'
TYPE = plain_xlsx.CONTENT
TAIL = "</sheetData></worksheet>"


def xlsx(
    rows: str = "",
    texts: str = "",
    styles: str = "",
    *,
    sheet: str = "",
    sheets: tuple[str, ...] = ("Sheet1",),
    book: str = "",
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """`rows` is what stands in <sheetData>, `texts` in <sst>, `styles` in <styleSheet>."""
    links, tabs, parts = "", "", {}
    for number, name in enumerate(sheets, start=1):
        links += _link(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml")
        tabs += f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet or f"{HEAD}{rows}{TAIL}"
    links += _link("texts", "sharedStrings", "sharedStrings.xml")
    links += _link("styles", "styles", "/xl/styles.xml")
    parts |= {
        "[Content_Types].xml": plain_xlsx.CONTENT_TYPES.replace(
            "</Types>",
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
        ),
        "_rels/.rels": xlsx_link("xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{plain_xlsx.MAIN}" xmlns:r="{OFFICE}">{book}'
        f"<sheets>{tabs}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(links),
        "xl/sharedStrings.xml": f'<sst xmlns="{plain_xlsx.MAIN}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{plain_xlsx.MAIN}">{styles}</styleSheet>',
    }
    return zipped({**parts, **(more or {})})


def xlsx_link(target: str) -> str:
    """Where the workbook itself lies."""
    return _links(_link("rId1", "officeDocument", target))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _links(links: str) -> str:
    return f'<Relationships xmlns="{plain_xlsx.PACKAGE}/relationships">{links}</Relationships>'


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def styles(*codes: str | int) -> str:
    """Cell formats 0, 1, 2 …: built-in numbers, or codes of their own."""
    own = [code for code in codes if isinstance(code, str)]
    escaped = (code.replace("&", "&amp;").replace('"', "&quot;") for code in own)
    numbered = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(escaped)
    )
    places = (164 + own.index(code) if isinstance(code, str) else code for code in codes)
    formats = "".join(f'<xf numFmtId="{place}"/>' for place in places)
    return (
        f'<numFmts>{numbered}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f"<cellXfs>{formats}</cellXfs>"
        '<dxfs><dxf><numFmt numFmtId="164" formatCode="@"/></dxf></dxfs>'
    )


def read(
    folder: Path, content: bytes, sheet: str | None = None, name: str = "x.xlsx"
) -> list[list[str]]:
    path = folder / "arrived"
    path.write_bytes(content)
    assert workbooks.is_workbook(path)
    return [texts for _, texts in workbooks.rows(path, name, sheet)]


def first_column(folder: Path, content: bytes) -> list[str]:
    return [row[0] for row in read(folder, content)]
