"""CSV files through the real import job: nothing is altered, nothing is loaded twice."""

import csv
import io

import psycopg2
import pytest

from tests.journeys.orders import (
    add_import,
    columns_of,
    datasets,
    deliver,
    fates,
    load,
    rows,
)

VALUES = [
    "007",
    "NA",
    "null",
    "1e5",
    "1.10",
    "TRUE",
    "12345678901234567890",
    "=1+1",
    "-",
    " padded ",
    'say "hi"',
    "a,b;c",
    "two\nlines",
    "windows\r\nlines",
    "tab\there",
    "back\\slash",
    "\\N",
    "\\.",
    "\\t",
    "%s %(x)s %%",
    "{0}",
    "Łódź — 東京 🚀",
    "e\u0301",
    "\u00a0",
    "'; drop table dba.tdataset; --",
    "x" * 200_000,
]


def written(table: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue()


def test_every_value_arrives_as_it_was_written(pipeline):
    add_import(pipeline)
    table = [["no", "value"], *([str(number), value] for number, value in enumerate(VALUES))]
    many = [["no", "value"], *([str(number), f"é{number}🚀" * 9] for number in range(20_000))]
    deliver(pipeline, "orders_20260105_odd.csv", written(table))
    deliver(pipeline, "orders_20260105_many.csv", written(many), 1)
    load(pipeline)
    expected = [tuple(row) for row in (*table[1:], *many[1:])]
    assert rows(pipeline, "no, value") == expected


def test_a_value_that_is_not_there_is_null_and_the_rest_of_the_row_is_kept(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_north.csv", 'a,b,c\n1,,""\n"",2,\n')
    load(pipeline)
    assert rows(pipeline, "a, b, c") == [("1", None, None), (None, "2", None)]


HEADINGS = {
    "Company Name": "company_name",
    "e-mail": "e_mail",
    "Growth %": "growth_%",
    "50%(x)s": "50%(x)s",
    "LINE": "line",
    "": "unnamed:_5",
    "select": "select",
    " Padded ": "padded",
    "Two\nlines": "two_lines",
    "Zażółć": "zażółć",
    'a "quote"': 'a_"quote"',
    "x); drop table dba.tdataset; --": "x);_drop_table_dba.tdataset;___",
    "{braces}": "{braces}",
    "total": "total",
    "Total": "total.1",
    "TOTAL": "total.2",
    "h" * 63: "h" * 63,
}


def test_headings_become_column_names(pipeline):
    add_import(pipeline)
    values = [str(number) for number in range(len(HEADINGS))]
    deliver(pipeline, "orders_20260105_north.csv", written([[*HEADINGS], values]))
    load(pipeline)
    assert columns_of(pipeline) == ["tordersid", "datasetid", *HEADINGS.values()]
    assert rows(pipeline)[0][2:] == tuple(values)
    assert columns_of(pipeline, "torders_current") == list(HEADINGS.values())


def test_the_way_lines_end_and_a_byte_order_mark_make_no_difference(pipeline):
    add_import(pipeline)
    text = "\ufeffa,b,,\n\n1,2,,\n"
    for minute, ending in enumerate(["\n", "\r\n", "\r"]):
        name = f"orders_20260105_{minute}.csv"
        deliver(pipeline, name, text.replace("\n", ending), minute)
    load(pipeline)
    assert columns_of(pipeline) == ["tordersid", "datasetid", "a", "b"]
    assert rows(pipeline, "a, b") == [("1", "2")] * 3


def test_blank_rows_are_counted_and_an_empty_file_is_an_empty_dataset(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_some.csv", "a,b\n1,2\n\n,\n3,4\n", 0)
    deliver(pipeline, "orders_20260105_header.csv", "a,b\n", 1)
    deliver(pipeline, "orders_20260105_blank.csv", "a,b\n,\n\n", 2)
    deliver(pipeline, "orders_20260105_zero.csv", "", 3)
    deliver(pipeline, "orders_20260105_lines.csv", "\n\n", 4)
    deliver(pipeline, "orders_20260105_invalid.csv", "Invalid Event ID: 4711\nSorry\n", 5)
    load(pipeline)
    assert datasets(pipeline) == [
        ("some", "2026-01-05", "Active", 4, 2, 2),
        ("header", "2026-01-05", "Empty", 0, 0, 0),
        ("blank", "2026-01-05", "Empty", 2, 0, 2),
        ("zero", "2026-01-05", "Empty", 0, 0, 0),
        ("lines", "2026-01-05", "Empty", 0, 0, 0),
        ("invalid", "2026-01-05", "Empty", 0, 0, 0),
    ]
    assert set(fates(pipeline).values()) == {"loaded", "empty"}
    assert columns_of(pipeline) == ["tordersid", "datasetid", "a", "b"]


def test_a_newer_version_supersedes_and_the_oldest_file_goes_first(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_north_v3.csv", "a\nthird\n", 2)
    deliver(pipeline, "orders_20260105_north_v9.csv", "a\nfirst\n", 0)
    deliver(pipeline, "orders_20260105_north_v1.csv", "a\nsecond\n", 1)
    load(pipeline)
    assert rows(pipeline, "a") == [("first",), ("second",), ("third",)]
    assert [status for _, _, status, *_ in datasets(pipeline)] == ["Inactive", "Inactive", "Active"]
    assert rows(pipeline, table="public.torders_current") == [("third",)]


def test_a_duplicate_is_recorded_and_the_same_content_of_another_day_is_loaded(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_north.csv", "a\n1\n")
    load(pipeline)
    deliver(pipeline, "orders_20260105_north.csv", "a\n1\n")
    deliver(pipeline, "orders_20260105_north_again.csv", "a\n1\n")
    deliver(pipeline, "orders_20260105_south.csv", "a\n1\n")
    deliver(pipeline, "orders_20260106_north.csv", "a\n1\n")
    load(pipeline)
    assert rows(pipeline, "a") == [("1",)] * 3
    states = pipeline.rows("select file_name, state, datasetid from dba.tarrival order by 2, 1, 3")
    first = states[2][2]
    assert states[:3] == [
        ("orders_20260105_north.csv", "duplicate", first),
        ("orders_20260105_north_again.csv", "duplicate", first),
        ("orders_20260105_north.csv", "loaded", first),
    ]
    assert pipeline.files("archive/orders") == [
        "orders_20260105_north.1.csv",
        "orders_20260105_north.csv",
        "orders_20260105_north_again.csv",
        "orders_20260105_south.csv",
        "orders_20260106_north.csv",
    ]


@pytest.mark.parametrize("mode, active", [("append", 4), ("replace", 1)])
def test_other_load_modes_add_or_replace_everything(pipeline, mode, active):
    add_import(pipeline, load_mode=mode)
    for day in (5, 6):
        for minute, value in enumerate("ab"):
            name = f"orders_2026010{day}_north_{value}.csv"
            deliver(pipeline, name, f"a\n{value}{day}\n", day * 10 + minute)
    load(pipeline)
    assert len(rows(pipeline)) == 4
    assert rows(pipeline, table="public.torders_current")[-active:][-1] == ("b6",)
    assert len(rows(pipeline, table="public.torders_current")) == active


def test_the_view_follows_new_columns_and_reports_may_read_it(pipeline, admin_url):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_north.csv", "a,b\n1,2\n", 0)
    deliver(pipeline, "orders_20260105_south.csv", "b,Growth %\n3,4\n", 1)
    load(pipeline)
    assert columns_of(pipeline, "torders_current") == ["a", "b", "growth_%"]
    with psycopg2.connect(admin_url) as reader, reader.cursor() as cursor:
        cursor.execute("set role etl_report")
        cursor.execute("select * from public.torders_current order by a")
        assert cursor.fetchall() == [("1", "2", None), (None, "3", "4")]
        cursor.execute("select count(*) from public.torders")
        assert cursor.fetchone() == (2,)
    reader.close()


def test_one_run_id_leads_from_the_run_to_the_dataset_and_the_file(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_north.csv", "a\n1\n\n2\n")
    load(pipeline)
    assert pipeline.rows(
        """
        select r.rows_in, r.rows_out, r.exit_code, s.step_name, s.rows_in, s.rows_out, a.state
        from dba.tjobrun as r
        join dba.tjobstep as s using (run_uuid)
        join dba.tdataset as d using (run_uuid)
        join dba.tarrival as a using (run_uuid, datasetid)
        """
    ) == [(3, 2, 0, "import orders_20260105_north.csv", 3, 2, "loaded")]
