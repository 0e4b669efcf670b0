"""Infer: a type only where every value of the whole column comes back as it was written."""

import csv
import io

import pytest

from tests.journeys.orders import (
    add_import,
    deliver,
    load,
    messages,
    must_add_up,
    problems,
    rows,
    types_of,
)

MANY = 3000  # rows: more than a sample
COLUMNS = {
    "whole": ("bigint", ["1", "-5", "0", "999999999999999999", ""]),
    "leading_zeros": ("text", ["1", "007"]),
    "plus_signs": ("text", ["1", "+7"]),
    "long_ids": ("text", ["1", "12345678901234567890"]),
    "exponents": ("text", ["1", "1e5"]),
    "not_a_number": ("text", ["1.5", "NaN"]),
    "infinity": ("text", ["1.5", "Infinity"]),
    "tickers": ("text", ["T", "F"]),
    "short_truth": ("text", ["t", "f"]),
    "not_available": ("text", ["1", "NA"]),
    "minus_zero": ("text", ["1", "-0"]),
    "minus_zero_point": ("text", ["1.5", "-0.0"]),
    "padded": ("text", ["1", " 2"]),
    "mixed": ("text", ["1", "2026-01-05"]),
    "nothing": ("text", [""]),
    "prices": ("numeric", ["1.50", "2", "-0.05", "0.00", "1234567890.123456789"]),
    "bare_point": ("text", ["1.5", ".5"]),
    "trailing_point": ("text", ["1.5", "5."]),
    "grouped": ("text", ["1", "1,000"]),
    "truth": ("boolean", ["true", "false", ""]),
    "loud_truth": ("boolean", ["TRUE", "FALSE"]),
    "mixed_truth": ("text", ["true", "FALSE"]),
    "yes": ("text", ["yes", "no"]),
    "bits": ("bigint", ["0", "1"]),
    "days": ("date", ["2026-01-05", "2024-02-29", ""]),
    "no_days": ("text", ["2026-01-05", "2026-02-30"]),
    "early_days": ("date", ["0001-01-01", "9999-12-31"]),
    "moments": ("timestamp without time zone", ["2026-01-05 10:00:00", "2026-01-05 23:59:59"]),
    "zones": ("text", ["2026-01-05 10:00:00+02", "2026-01-05 10:00:00Z"]),
    "words_for_days": ("text", ["today", "now"]),
    "escapes": ("text", ["\\N", "\\."]),
    "json": ("text", ["{}", "[1]"]),
}


def written(columns: dict[str, list[str]], rows_wanted: int) -> str:
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(columns)
    first = {name: values[0] or values[-1] for name, values in columns.items()}
    for n in range(rows_wanted):
        # what differs stands in the last rows only
        late = rows_wanted - n - 1
        out.writerow(v[late] if late < len(v) else first[name] for name, v in columns.items())
    return text.getvalue()


@pytest.mark.parametrize("count", [6, MANY])
def test_the_type_is_that_which_every_value_survives_also_the_last_one(pipeline, count):
    add_import(pipeline, typing="infer")
    columns = {name: values for name, (_, values) in COLUMNS.items()}
    text = written(columns, count)
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert types_of(pipeline) == {name: kind for name, (kind, _) in COLUMNS.items()}
    texts = ", ".join(f"{name}::text" for name in COLUMNS)
    expected = [tuple(v or None for v in row) for row in csv.reader(io.StringIO(text))][1:]
    found = rows(pipeline, texts.replace("loud_truth::text", "upper(loud_truth::text)"))
    assert found == expected


def test_dates_are_inferred_in_the_declared_formats_only(pipeline):
    columns = {
        "german": ("date", ["05.01.2026", "31.12.2026"]),
        "compact": ("date", ["20260105", "20261231"]),
        "iso": ("date", ["2026-01-05", "2026-12-31"]),
        "both": ("text", ["2026-01-05", "31.12.2026"]),
        "no_such_day": ("text", ["05.01.2026", "31.02.2026"]),
        "american": ("text", ["12/31/2026", "01/05/2026"]),
        "moment": ("timestamp without time zone", ["05.01.2026 07:30", "31.12.2026 23:59"]),
        "ids": ("bigint", ["20260105", "20269999"]),
    }
    formats = '{dd.MM.yyyy,yyyyMMdd,"dd.MM.yyyy HH:mm"}'
    add_import(pipeline, typing="infer", date_formats=formats)
    text = written({name: values for name, (_, values) in columns.items()}, 4)
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert types_of(pipeline) == {name: kind for name, (kind, _) in columns.items()}
    assert rows(pipeline, "german::text, compact::text, iso::text, moment::text")[-1] == (
        "2026-01-05",
        "2026-01-05",
        "2026-01-05",
        "2026-01-05 07:30:00",
    )


def test_numbers_are_inferred_as_the_file_writes_them(pipeline):
    columns = {
        "amount": ("numeric", ["1.234,50", "-5,25", "7", "1234,5"]),
        "count": ("bigint", ["7", "1234567", "-3"]),
        "american": ("text", ["1.5", "2.25"]),
        "odd_groups": ("text", ["1.23,50", "1"]),
        "code": ("text", ["1", "007"]),
        "zeros": ("text", ["1,5", "01,5"]),
    }
    add_import(pipeline, typing="infer", decimal_mark=",", thousands_mark=".", field_separator=";")
    text = written({name: values for name, (_, values) in columns.items()}, 5)
    lines = [";".join(row) for row in csv.reader(io.StringIO(text))]
    deliver(pipeline, "orders_20260105_a.csv", "\n".join(lines))
    load(pipeline)
    assert types_of(pipeline) == {name: kind for name, (kind, _) in columns.items()}
    assert rows(pipeline, "amount::text")[-4:] == [("1234.5",), ("7",), ("-5.25",), ("1234.50",)]


def test_words_for_nothing_do_not_decide_the_type_and_become_null(pipeline):
    add_import(pipeline, typing="infer", null_words='{"","NULL",n/a,-}')
    deliver(pipeline, "orders_20260105_a.csv", "a,b,c\n1,n/a,-\n-,2.5,NULL\n,NULL,\n3,,n/a\n")
    load(pipeline)
    assert types_of(pipeline) == {"a": "bigint", "b": "numeric", "c": "text"}
    assert rows(pipeline, "a, b::text, c") == [
        (1, None, None),
        (None, "2.5", None),
        (None, None, None),
        (3, None, None),
    ]


def test_a_column_that_comes_later_gets_the_type_of_its_own_values(pipeline):
    add_import(pipeline, typing="infer")
    deliver(pipeline, "orders_20260105_a.csv", "a\n1\n")
    deliver(pipeline, "orders_20260106_a.csv", "a,b,c\n2,2026-01-05,x\n", 1)
    load(pipeline)
    assert types_of(pipeline) == {"a": "bigint", "b": "date", "c": "text"}
    assert rows(pipeline, "a, b::text, c") == [(1, None, None), (2, "2026-01-05", "x")]


def test_rows_that_are_broken_do_not_decide_the_type(pipeline):
    add_import(pipeline, typing="infer", bad_rows="reject")
    deliver(pipeline, "orders_20260105_a.csv", 'a,b\n1,2\nx,y,z\n"x"y,2\n3\n4,5\n')
    load(pipeline)
    assert types_of(pipeline) == {"a": "bigint", "b": "bigint"}
    assert rows(pipeline, "a, b") == [(1, 2), (4, 5)]
    assert [line for line, *_ in problems(pipeline)] == [3, 4, 5]
    must_add_up(pipeline)


def test_a_table_made_by_hand_takes_what_its_types_take(pipeline):
    """Only inferred types must give back what was written."""
    pipeline.rows(
        "create table public.torders (tordersid bigint generated by default as identity,"
        " datasetid bigint references dba.tdataset, a integer, flag boolean)"
    )
    add_import(pipeline, typing="infer")
    deliver(pipeline, "orders_20260105_a.csv", "a,flag\n007,T\n +5 ,yes\n")
    deliver(pipeline, "orders_20260106_b.csv", "a,flag\n1.0,T\n", 1)
    load(pipeline, 65)
    assert rows(pipeline, "a, flag") == [(7, True), (5, True)]
    assert 'line 2, a: "1.0" is no integer' in messages(pipeline)["b"]
