"""What an .xlsx says of itself: its sheets and where they lie, its date system, its formats."""

import posixpath
from dataclasses import dataclass, field

from systemscripts.stages.convert.number_formats import Kind, kind_of
from systemscripts.stages.convert.xml_parts import elements
from systemscripts.stages.convert.zip_parts import Parts

USUAL = "xl/workbook.xml"
BINARY = ".bin"
SECTIONS = {"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"}


@dataclass
class Book:
    sheets: dict[str, str] = field(default_factory=dict)  # name -> part, in the order of the tabs
    texts: str | None = None
    styles: str | None = None
    since_1904: bool = False


def book(parts: Parts) -> Book:
    place = next(iter(_targets(parts, "", "officeDocument").values()), USUAL)
    if place.endswith(BINARY):
        raise NotImplementedError("is a binary workbook (.xlsb)")
    found = Book()
    worksheets = _targets(parts, place, "worksheet")
    for name, attributes in elements(parts.blocks(place)):
        if name == "workbookPr":
            found.since_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and (part := worksheets.get(attributes.get("id", ""))):
            found.sheets[attributes.get("name", "")] = part
    found.texts = next(iter(_targets(parts, place, "sharedStrings").values()), None)
    found.styles = next(iter(_targets(parts, place, "styles").values()), None)
    return found


def _targets(parts: Parts, source: str, kind: str) -> dict[str, str]:
    """Where the links of one kind lead, by their id; a chart sheet is no worksheet."""
    folder, name = posixpath.split(source)
    links = posixpath.join(folder, "_rels", f"{name}.rels")
    if links not in parts:
        return {}
    return {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
        for name, link in elements(parts.blocks(links))
        if name == "Relationship"
        and link.get("Type", "").endswith(f"/{kind}")
        and link.get("TargetMode") != "External"
    }


def kinds(parts: Parts, place: str | None) -> list[Kind]:
    """The kind of each cell format, by its number."""
    if place is None or place not in parts:
        return []
    section, codes, formats = "", {}, []
    for name, attributes in elements(parts.blocks(place)):
        if name in SECTIONS:
            section = name
        elif name == "numFmt" and section == "numFmts":
            codes[attributes.get("numFmtId")] = attributes.get("formatCode")
        elif name == "xf" and section == "cellXfs":
            formats.append(attributes.get("numFmtId", "0"))
    return [kind_of(int(number), codes.get(number)) for number in formats]
