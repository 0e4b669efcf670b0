"""Workbooks of every kind: which sheet is read, and what is refused."""

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
from systemscripts.stages.convert import workbooks
from tests.unit import biff
from tests.unit.biff import As, Error
from tests.unit.workbook_parts import read, xlsx, xlsx_link, zipped

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
    (1234567890123456.0, "1234567890123456"),
    (1e300, "1" + "0" * 300),
    (1e-7, "0.0000001"),
    (0.1 + 0.2, "0.3"),
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
    found = read(tmp_path, saved(book))
    assert [row[0] for row in found] == [text for _, text in values]
    assert found[0][1] == "0.125"
    whole = plain_xlsx.workbook([[12345678901234567890]])
    assert read(tmp_path, whole) == [["12345678901234567890"]]


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
    assert read(tmp_path, content) == [["first", "7"]]


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path):
    honest = plain_xlsx.workbook([["a", "b", "c"], ["1"], ["2", "3"], ["4", "5", "6"]])
    lying = rewritten(honest, b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    rows = [["a", "b", "c"], ["1", "", ""], ["2", "3", ""], ["4", "5", "6"]]
    assert read(tmp_path, lying) == rows


ROWS = [["Company", "Ticker"], *([f"company {n} é", f"T{n}"] for n in range(300))]
SOUND = {"xls": legacy_xls.workbook(ROWS), "xlsx": plain_xlsx.workbook(ROWS)}


def refusal(tmp_path: Path, content: bytes) -> str:
    """Why it is not read; empty when it is. Any other error fails the test."""
    try:
        read(tmp_path, content, name="x.xls")
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
    locked_zip = flagged(SOUND["xlsx"])
    for content in (biff.workbook([["a"]], secret=True), encrypted_xlsx, locked_zip):
        with pytest.raises(DataError, match=r"^x\.xls is protected by a password$") as refused:
            read(tmp_path, content, name="x.xls")
        assert refused.value.hint == "Take the password off and save it again."


def flagged(content: bytes) -> bytes:
    """Every member says that it is encrypted."""
    changed = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    "wanted, found",
    [(None, "one"), ("1", "one"), (" 2 ", "two"), ("Two", "two"), ("3", "three"), ("4", "three")],
)
def test_a_sheet_is_chosen_by_name_or_number(tmp_path, wanted, found):
    book = openpyxl.Workbook()
    book.active.title = "one"
    book.active.append(["one"])
    book.create_chartsheet("chart", 1)
    book.create_sheet("two").append(["two"])
    book["two"].sheet_state = "hidden"
    book.create_sheet("4").append(["three"])
    path = tmp_path / "x"
    path.write_bytes(saved(book))
    assert workbooks.sheet_names(path, "x.xlsx") == ["one", "two", "4"]
    assert list(workbooks.rows(path, "x.xlsx", wanted)) == [(1, [found])]


def test_a_sheet_that_is_not_there_is_told_which_there_are(tmp_path):
    with pytest.raises(DataError, match=r"^x has no sheet 5$") as refused:
        read(tmp_path, SOUND["xls"], "5", "x")
    assert refused.value.hint == "Its sheets: Sheet1."


@pytest.mark.parametrize("content", [b"a,b\n", b"", zipped({"a.csv": "a"}), b"PK\x03\x04junk"])
def test_what_is_no_workbook_is_left_to_others(tmp_path, content):
    (tmp_path / "x.xlsx").write_bytes(content)
    assert not workbooks.is_workbook(tmp_path / "x.xlsx")


BIG = 70_000_000
BOMBS = {
    "inflates": xlsx(more={"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + b" " * BIG}),
    "entities": xlsx(sheet='<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData/></worksheet>'),
    "entities ": xlsx(more={"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
    "ends in the middle": xlsx(sheet="<worksheet><sheetData><row><c><v>1</v></c></row>"),
    "comes after row 2": xlsx('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>'),
    "1,048,576 rows": xlsx('<row r="1048577"><c><v>1</v></c></row>'),
    "without rows": xlsx(sheet="<worksheet/>"),
    "endless tag": xlsx(sheet=f"<worksheet><sheetData><row {' ' * 2_000_000}"),
    "binary workbook": xlsx(
        more={"_rels/.rels": xlsx_link("xl/workbook.bin"), "xl/workbook.bin": ""}
    ),
}


@pytest.mark.parametrize("reason, content", BOMBS.items())
def test_a_workbook_that_would_fill_the_machine_is_refused(tmp_path, reason, content):
    with pytest.raises(DataError, match=reason.strip()) as refused:
        read(tmp_path, content)
    assert str(refused.value).startswith("x.xlsx")


def test_many_blank_rows_are_counted(tmp_path):
    blank = "".join(f'<row r="{n}" spans="1:1" ht="15"/>' for n in range(2, 60_000))
    rows = f'<row r="1"><c><v>1</v></c></row>{blank}<row r="60000"><c><v>2</v></c></row>'
    found = read(tmp_path, xlsx(rows))
    assert (len(found), found[0], found[-1]) == (60_000, ["1"], ["2"])
