"""OpenDocument spreadsheets: what their cells say."""

import pytest

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import workbooks
from tests.unit.workbook_parts import first_column, read, zipped

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
ENCRYPTED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"


def ods(*tables: str, **more: str) -> bytes:
    sheets = "".join(
        f'<table:table table:name="Sheet{n}">{rows}</table:table>'
        for n, rows in enumerate(tables, start=1)
    )
    content = f"<office:document-content {NAMES}><office:body>{sheets}</office:body>"
    content += "</office:document-content>"
    manifest = {"META-INF/manifest.xml": more.get("manifest", "<manifest/>")}
    return zipped({"mimetype": KIND, "content.xml": content, **manifest})


def cell(kind: str, value: str = "", inside: str = "", name: str = "") -> str:
    given = f' office:{name or kind}-value="{value}"' if kind != "string" else ""
    kind = f' office:value-type="{kind}"{given}' if kind else ""
    return f"<table:table-cell{kind}>{inside}</table:table-cell>"


def number(value: str, kind: str = "float") -> str:
    return cell(kind, value).replace(f"office:{kind}-value", "office:value")


SPACED = '<text:p>a<text:s text:c="2"/>'
REMARK = "<office:annotation><text:p>n</text:p></office:annotation>"
CELLS = [
    (number("0.30000000000000004"), "0.3"),
    (number("5"), "5"),
    (number("0.125", "percentage"), "0.125"),
    (cell("date", "2026-01-31"), "2026-01-31"),
    (cell("date", "2026-01-31T18:00:00"), "2026-01-31 18:00:00"),
    (cell("time", "PT27H30M00S"), "27:30:00"),
    (cell("time", "PT00H00M01.5S"), "00:00:01.500"),
    (cell("boolean", "true"), "TRUE"),
    (cell("string", inside="<text:p>007</text:p>"), "007"),
    (cell("string", inside="<text:p>#DIV/0!</text:p>"), "#DIV/0!"),
    (cell("string", inside="<text:p>a</text:p><text:p>b</text:p>"), "a\nb"),
    (cell("string", inside=f"{SPACED}<text:span>b</text:span></text:p>"), "a  b"),
    (cell("string", inside=f"{REMARK}<text:p>a</text:p>"), "a"),
]


def test_every_kind_of_cell_says_its_value(tmp_path):
    rows = "".join(f"<table:table-row>{xml}</table:table-row>" for xml, _ in CELLS)
    assert first_column(tmp_path, ods(rows)) == [text for _, text in CELLS]


def test_cells_and_rows_may_stand_for_many(tmp_path):
    one, blank = number("1"), '<table:table-cell table:number-columns-repeated="16000"/>'
    twice = one.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2"')
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{twice}{one}{blank}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{blank}</table:table-row>'
        f"<table:table-row><table:covered-table-cell/>{one}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048570">{blank}</table:table-row>'
    )
    three = ["1", "1", "1"]
    found = [three, three, ["", "", ""], ["", "", ""], ["", "1", ""]]
    assert read(tmp_path, ods("", rows), "2") == found
    assert workbooks.sheet_names(tmp_path / "arrived", "x") == ["Sheet1", "Sheet2"]


WIDE = number("1").replace("-cell", '-cell table:number-columns-repeated="100"', 1)
LONG = f'<table:table-row table:number-rows-repeated="1000000">{WIDE}</table:table-row>'
HOSTILE = {
    "is protected by a password": ods("", manifest=ENCRYPTED),
    "row 1: is repeated 1,000,000 times": ods(LONG),
}


@pytest.mark.parametrize("reason, content", HOSTILE.items())
def test_what_would_fill_the_machine_is_refused(tmp_path, reason, content):
    with pytest.raises(DataError, match=reason):
        read(tmp_path, content)
