"""What cells of a spreadsheet say, as text; other readers are the witnesses."""

import random
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlrd

from onboarding.demo import legacy_xls, plain_xlsx
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import cells, spreadsheets
from systemscripts.stages.convert.to_csv import to_csv
from tests.unit import biff
from tests.unit.biff import As, Error

VALUES = [
    ("text", "text"),
    ("007", "007"),
    ("NA", "NA"),
    ("12345678901234567890", "12345678901234567890"),
    ("=1+1", "=1+1"),
    ("two\nlines", "two\nlines"),
    (" padded ", " padded "),
    (0.0, "0"),
    (5.0, "5"),
    (-0.25, "-0.25"),
    (0.1, "0.1"),
    (123456789012345.0, "123456789012345"),
    (1234567890123456.0, "1234567890123456.0"),
    (1e300, "1e+300"),
    (True, "TRUE"),
    (False, "FALSE"),
]
XLS_VALUES = [
    (As("date", 46053), "2026-01-31"),
    (As("moment", 46053.75), "2026-01-31 18:00:00"),
    (As("moment", 46053.000011574), "2026-01-31 00:00:01"),
    (As("time", 0.0), "00:00:00"),
    (As("time", 0.999988425926), "23:59:59"),
    (As("percent", 0.125), "0.125"),
    (As("date", 1e12), "1000000000000"),
    *((Error(text), text) for text in biff.ERRORS),
]


def read(tmp_path: Path, content: bytes, name: str = "x.xls") -> list[list[str]]:
    path = tmp_path / name
    path.write_bytes(content)
    reader = spreadsheets.reader_for(path)
    return list(reader(path)) if reader else []


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_cells_of_a_legacy_workbook_say_what_a_person_sees(tmp_path):
    values = [*VALUES, *XLS_VALUES]
    content = biff.workbook([[value] for value, _ in values])
    witness = xlrd.open_workbook(file_contents=content).sheet_by_index(0)
    assert witness.cell_type(len(VALUES), 0) == xlrd.XL_CELL_DATE
    assert witness.cell_type(len(values) - 1, 0) == xlrd.XL_CELL_ERROR
    assert [row[0] for row in read(tmp_path, content)] == [text for _, text in values]


def test_a_legacy_workbook_may_count_its_days_from_1904(tmp_path):
    content = biff.workbook([[As("date", 44591)]], since_1904=True)
    assert read(tmp_path, content) == [["2026-01-31"]]


def test_cells_of_a_workbook_say_what_a_person_sees(tmp_path):
    values = [
        *((value, text) for value, text in VALUES if value != 1234567890123456.0),
        (datetime(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 18), "2026-01-31 18:00:00"),
        (date(2026, 1, 31), "2026-01-31"),
        (time(23, 59, 59), "23:59:59"),
        (timedelta(hours=36, minutes=5), "36:05:00"),
        ("#N/A", "#N/A"),
        ("#DIV/0!", "#DIV/0!"),
    ]
    book = openpyxl.Workbook()
    for row, (value, _) in enumerate(values, start=1):
        cell = book.active.cell(row, 1, value)
        if str(value).startswith("="):
            cell.data_type = "s"
        if isinstance(value, timedelta):
            cell.number_format = "[h]:mm:ss"
    book.active.cell(1, 2).value = 0.125
    book.active.cell(1, 2).number_format = "0.0%"
    found = read(tmp_path, saved(book), "x.xlsx")
    assert [row[0] for row in found] == [text for _, text in values]
    assert found[0][1] == "0.125"
    whole = plain_xlsx.workbook([[12345678901234567890]])
    assert read(tmp_path, whole, "whole.xlsx") == [["12345678901234567890"]]


@pytest.mark.parametrize(
    "value, text",
    [
        (timedelta(minutes=-90), "-1:30:00"),
        (timedelta(seconds=1, milliseconds=500), "0:00:01.500000"),
        (datetime(2026, 1, 31, 0, 0, 0, 1), "2026-01-31 00:00:00.000001"),
        (None, ""),
    ],
)
def test_odd_values_are_not_rounded(value, text):
    assert cells.text(value) == text


def rewritten(content: bytes, old: bytes, new: bytes) -> bytes:
    """The same workbook with other words in its parts."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return changed.getvalue()


def test_only_the_first_sheet_is_read_and_a_formula_gives_its_stored_value(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["first", 7])
    book.create_sheet("other").append(["second"])
    content = rewritten(saved(book), b"<v>7</v>", b"<f>3+4</f><v>7</v>")
    assert read(tmp_path, content, "x.xlsx") == [["first", "7"]]


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path):
    honest = plain_xlsx.workbook([["a", "b", "c"], ["1"], ["2", "3"], ["4", "5", "6"]])
    lying = rewritten(honest, b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    rows = [["a", "b", "c"], ["1", "", ""], ["2", "3", ""], ["4", "5", "6"]]
    assert read(tmp_path, lying, "x.xlsx") == rows


ROWS = [["Company", "Ticker"], *([f"company {n} é", f"T{n}"] for n in range(300))]
SOUND = {"xls": legacy_xls.workbook(ROWS), "xlsx": plain_xlsx.workbook(ROWS)}


def refusal(tmp_path: Path, content: bytes) -> str:
    """Why it is not read; empty when it is. Any other error fails the test."""
    try:
        read(tmp_path, content)
    except DataError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", SOUND)
def test_a_damaged_workbook_is_refused_never_a_defect(tmp_path, kind, capfd):
    sound = SOUND[kind]
    dice = random.Random(4711)
    damaged = [sound[: dice.randrange(8, len(sound) - 1)] for _ in range(25)]
    for _ in range(25):
        place = dice.randrange(8, len(sound) - 16)
        damaged.append(sound[:place] + dice.randbytes(16) + sound[place + 16 :])
    reasons = [reason for content in damaged if (reason := refusal(tmp_path, content))]
    assert len(reasons) >= 25
    assert {reason.partition(": ")[0] for reason in reasons} == {"x.xls"}
    assert capfd.readouterr() == ("", "")


def test_a_password_is_told_from_a_damage(tmp_path):
    encrypted_xlsx = legacy_xls.compound_file("EncryptedPackage", bytes(5000))
    for content in (biff.workbook([["a"]], secret=True), encrypted_xlsx):
        with pytest.raises(DataError, match="not a readable workbook") as refused:
            read(tmp_path, content)
        assert "a password must be taken off" in refused.value.hint


def test_a_page_gives_its_first_table(tmp_path):
    page = """\ufeff
    <HTML><body><p>Companies</p><table><tr><th>Company\n Name<th>Ticker</tr>
    <tr><td>Alder &amp; Finch</td><td><b>A</b> <i>FH</i></td></tr>
    <tr><td>Quill<td><table><tr><td>in a cell</table><tr><td>Umbra<td>UMB</table>
    <table><tr><td>other</td></tr></table></body></HTML>"""
    assert read(tmp_path, page.encode()) == [
        ["Company Name", "Ticker"],
        ["Alder & Finch", "A FH"],
        ["Quill", ""],
        ["Umbra", "UMB"],
    ]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "<name>,<town>\n1,2\n", "", "Invalid Event ID"])
def test_what_is_text_stays_the_file_that_it_is(tmp_path, text):
    path = tmp_path / "x.xls"
    path.write_text(text)
    assert to_csv(path, tmp_path) == path
