"""The spreadsheets of the demo are real ones: other people's readers find in them what went in."""

import hashlib
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import xlrd
from python_calamine import CalamineWorkbook

from onboarding.demo import legacy_xls, plain_xlsx

Cells = list[list[Any]]

ROWS: list[list[str | float]] = [
    ["Company Name", "Ticker", "Market Cap ($MM)"],
    ["Alder & Finch, Inc.", "007", 1234.5],
    ["O'Malley <Foods>", "NA", -0.25],
    ["Øresund\n“Wind” 🌬", "TRUE", 0.0],
    [" spaces kept ", "T", 1e15],
]
MANY_ROWS: list[list[str | float]] = [[f"Company {n} é", f"T{n}", n + 0.5] for n in range(5000)]


def xlrd_cells(content: bytes) -> Cells:
    complaints = StringIO()
    sheet = xlrd.open_workbook(file_contents=content, logfile=complaints).sheet_by_index(0)
    assert complaints.getvalue() == ""
    return [list(sheet.row_values(number)) for number in range(sheet.nrows)]


def openpyxl_cells(content: bytes) -> Cells:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def calamine_cells(content: bytes) -> Cells:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(row) for row in workbook.get_sheet_by_index(0).to_python()]


READERS = [
    pytest.param(legacy_xls.workbook, xlrd_cells, id="xls-xlrd"),
    pytest.param(legacy_xls.workbook, calamine_cells, id="xls-calamine"),
    pytest.param(plain_xlsx.workbook, openpyxl_cells, id="xlsx-openpyxl"),
    pytest.param(plain_xlsx.workbook, calamine_cells, id="xlsx-calamine"),
]


@pytest.mark.parametrize("write, read", READERS)
@pytest.mark.parametrize("rows", [ROWS, MANY_ROWS, [["Invalid Event ID"]]], ids=len)
def test_every_reader_finds_the_cells_as_they_were_written(
    write: Callable[[Cells], bytes], read: Callable[[bytes], Cells], rows: Cells
) -> None:
    assert read(write(rows)) == rows


@pytest.mark.parametrize(
    "write, digest",
    [
        (legacy_xls.workbook, "3d800f001ff7389a"),
        (plain_xlsx.workbook, "3e8211732bb9a7aa"),
    ],
    ids=["xls", "xlsx"],
)
def test_the_same_rows_give_the_same_bytes_on_any_day_and_machine(
    write: Callable[[Cells], bytes], digest: str
) -> None:
    assert hashlib.sha256(write(ROWS)).hexdigest().startswith(digest)


def test_a_legacy_spreadsheet_is_one_by_its_first_bytes() -> None:
    assert legacy_xls.workbook(ROWS).startswith(bytes.fromhex("D0CF11E0A1B11AE1"))


def test_a_legacy_spreadsheet_refuses_a_text_that_would_not_fit() -> None:
    with pytest.raises(ValueError, match="at most 4000 fit"):
        legacy_xls.workbook([["x" * 4001]])


def test_a_legacy_spreadsheet_refuses_more_rows_than_it_can_address() -> None:
    with pytest.raises(ValueError, match="more than this writer can address"):
        legacy_xls.workbook([[float(n) for n in range(200)]] * 4000)


def test_columns_after_the_last_letter_have_two() -> None:
    rows: Cells = [[f"column {number}" for number in range(60)]]
    assert openpyxl_cells(plain_xlsx.workbook(rows)) == rows
