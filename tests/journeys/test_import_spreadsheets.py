"""Spreadsheets through the real jobs: whatever lies behind the name .xls becomes rows of text."""

import csv
from io import BytesIO

import openpyxl
import xlrd

from onboarding.demo import legacy_xls, pages, plain_xlsx
from tests.journeys.orders import columns_of, datasets, deliver, fates, load
from tests.unit import biff
from tests.unit.biff import As, Error

ROWS = [
    ["Company Name", "Ticker", "Market Cap ($MM)", "Code"],
    ["Alder & Finch, Inc.", "NA", 1234.5, "007"],
    ["", "", "", ""],
    ['O\'Malley "Foods"', "TRUE", 5.0, "1e5"],
    ["Øresund\nWind 🌬", "", -0.25, "12345678901234567890"],
]
LOADED = [
    ("Alder & Finch, Inc.", "NA", "1234.5", "007"),
    ('O\'Malley "Foods"', "TRUE", "5", "1e5"),
    ("Øresund\nWind 🌬", None, "-0.25", "12345678901234567890"),
]


def deliver_event(pipeline, event: int, content: bytes) -> None:
    deliver(pipeline, f"20260105T050000_MeetMax_{event}.xls", content, event)


def test_one_import_takes_every_kind_of_spreadsheet(pipeline):
    html = [[str(cell) for cell in row] for row in ROWS if row[0] != "Øresund\nWind 🌬"]
    html[3][2] = "5"
    deliver_event(pipeline, 1, legacy_xls.workbook(ROWS))
    deliver_event(pipeline, 2, plain_xlsx.workbook(ROWS))
    deliver_event(pipeline, 3, pages.html_sheet(html[:2] + html[3:]))
    deliver_event(pipeline, 4, legacy_xls.workbook([["Invalid Event ID"]]))
    deliver_event(pipeline, 5, b"Invalid Event ID")
    deliver_event(pipeline, 6, legacy_xls.workbook(ROWS[:1]))
    deliver_event(pipeline, 7, legacy_xls.workbook([]))
    deliver_event(pipeline, 8, b"<html><h1>Oh</h1><p>Invalid Event\nID: 8</p></html>")
    load(pipeline, wanted="2")
    found = pipeline.rows(
        'select label, company_name, ticker, "market_cap_($mm)", code'
        " from public.tmeetmaxevent join dba.tdataset using (datasetid) order by tmeetmaxeventid"
    )
    assert [row[1:] for row in found if row[0] in "12"] == LOADED * 2
    assert [row[1:] for row in found if row[0] == "3"] == LOADED[:2]
    assert [(d[0], *d[2:]) for d in datasets(pipeline)] == [
        ("1", "Active", 4, 3, 1),
        ("2", "Active", 4, 3, 1),
        ("3", "Active", 2, 2, 0),
        *((event, "Empty", 0, 0, 0) for event in "45678"),
    ]


def test_dates_errors_and_truth_arrive_as_a_person_sees_them(pipeline):
    cells = [As("date", 46053), As("moment", 46053.75), As("time", 0.5), As("percent", 0.125)]
    content = biff.workbook(
        [["day", "moment", "time", "share", "flag", "error"], [*cells, True, Error("#N/A")]]
    )
    witness = xlrd.open_workbook(file_contents=content).sheet_by_index(0)
    assert list(witness.row_types(1)) == [3, 3, 3, 2, 4, 5]
    deliver_event(pipeline, 1, content)
    load(pipeline, wanted="2")
    assert columns_of(pipeline, "tmeetmaxevent_current") == [str(c) for c in witness.row_values(0)]
    assert pipeline.rows("select * from public.tmeetmaxevent_current") == [
        ("2026-01-31", "2026-01-31 18:00:00", "12:00:00", "0.125", "TRUE", "#N/A")
    ]


def test_a_damaged_spreadsheet_is_refused_and_a_ragged_page_too(pipeline):
    deliver_event(pipeline, 1, legacy_xls.workbook(ROWS)[:2000])
    deliver_event(pipeline, 2, b"<table><tr><th>a<th>b</tr><tr><td>1</td></tr></table>")
    load(pipeline, 65, wanted="2")
    assert set(fates(pipeline).values()) == {"refused"}
    assert "line 2: 1 values, but the header has 2" in pipeline.one(
        "select message from dba.tarrival where file_name like '%_2.xls'"
    )


def test_a_spreadsheet_is_converted_by_hand_and_nothing_is_overwritten(pipeline, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["007", 'x, "y"\nz'])
    file = BytesIO()
    book.save(file)
    sheet = tmp_path / "two words.xlsx"
    sheet.write_bytes(file.getvalue())
    for _ in range(2):
        assert pipeline.job("xls_to_csv.py", sheet).returncode == 0
    (converted,) = tmp_path.glob("*.csv")
    with converted.open(newline="") as text:
        assert list(csv.reader(text)) == [["a", "b"], ["007", 'x, "y"\nz']]
    converted.write_text("precious")
    assert pipeline.job("xls_to_csv.py", sheet).returncode == 0
    assert converted.read_text() == "precious"
    assert (tmp_path / "two words.1.csv").read_text().startswith("a,b\n")


def test_what_cannot_be_converted_says_why(pipeline, tmp_path):
    text, cut = tmp_path / "x.csv", tmp_path / "cut.xls"
    text.write_text("a,b\n")
    cut.write_bytes(legacy_xls.workbook(ROWS)[:1000])
    for path, code, error in [
        (tmp_path / "nowhere.xls", 64, "no such file"),
        (tmp_path, 64, "no such file"),
        (text, 65, "x.csv is no spreadsheet"),
        (cut, 65, "cut.xls: not a readable workbook"),
    ]:
        done = pipeline.job("xls_to_csv.py", path)
        assert done.returncode == code
        assert done.stderr.startswith("error: ")
        assert error in done.stderr
    assert {path.name for path in tmp_path.glob("*.*")} == {"x.csv", "cut.xls"}
