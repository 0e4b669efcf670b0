"""Typing: text keeps everything as it is; a file that does not fit meets one of three rules."""

import pytest

from tests.journeys.orders import (
    add_import,
    datasets,
    deliver,
    load,
    messages,
    must_add_up,
    problems,
    rows,
    types_of,
)

ODD = ["007", "+7", "1e5", "NaN", "T", "NA", "-0", " 5 ", "12345678901234567890", "0x1F", "1_000"]


def test_text_keeps_every_value_as_it_is_written(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_a.csv", "a,b\n" + "".join(f"{one},2\n" for one in ODD))
    load(pipeline)
    assert types_of(pipeline) == {"a": "text", "b": "text"}
    assert rows(pipeline, "a, b") == [(one, "2") for one in ODD]
    assert pipeline.rows("select column_name, typing from dba.timportshape order by shape_id") == [
        (None, None),
        ("a", "text"),
        ("b", "text"),
    ]


FIRST = "no,price,day,flag\n1,1.50,2026-01-05,true\n2,2,2026-01-06,false\n"
LATER = "no,price,day,flag\n3,3.25,2026-01-07,true\n{}\n5,5,2026-01-08,false\n"
MISFITS = {
    "no": ("007,4,2026-01-07,true", '"007" would not come back the same from bigint'),
    "price": ("4,4e2,2026-01-07,true", '"4e2" would not come back the same from numeric'),
    "day": ("4,4,07.01.2026,true", '"07.01.2026" is no date written as yyyy-MM-dd'),
    "flag": ("4,4,2026-01-07,T", '"T" would not come back the same from boolean'),
}


@pytest.mark.parametrize("column", MISFITS)
def test_a_later_file_that_does_not_fit_is_refused_by_default(pipeline, column):
    line, reason = MISFITS[column]
    add_import(pipeline, typing="infer")
    deliver(pipeline, "orders_20260105_a.csv", FIRST)
    deliver(pipeline, "orders_20260106_b.csv", LATER.format(line), 1)
    deliver(pipeline, "orders_20260107_c.csv", LATER.format("4,4,2026-01-07,true"), 2)
    said = load(pipeline, 65)
    assert f"orders_20260106_b.csv, line 3, {column}: {reason}" in said
    assert "bad_rows = 'reject'" in messages(pipeline)["b"]
    assert [d[0] for d in datasets(pipeline)] == ["a", "c"]
    assert rows(pipeline, "no") == [(1,), (2,), (3,), (4,), (5,)]


@pytest.mark.parametrize("column", MISFITS)
def test_a_later_row_that_does_not_fit_is_kept_aside_where_that_is_allowed(pipeline, column):
    line, reason = MISFITS[column]
    add_import(pipeline, typing="infer", bad_rows="reject")
    deliver(pipeline, "orders_20260105_a.csv", FIRST)
    deliver(pipeline, "orders_20260106_b.csv", LATER.format(line), 1)
    assert "2 rows -> public.torders" in load(pipeline)
    value = line.split(",")[["no", "price", "day", "flag"].index(column)]
    assert problems(pipeline) == [(3, column, value, reason)]
    assert pipeline.rows("select original, record_number from dba.vimportproblem") == [(line, 2)]
    assert rows(pipeline, "no") == [(1,), (2,), (3,), (5,)]
    must_add_up(pipeline)


@pytest.mark.parametrize("column", MISFITS)
def test_a_column_becomes_text_where_widening_is_allowed_and_nothing_is_lost(pipeline, column):
    line, _ = MISFITS[column]
    add_import(pipeline, typing="infer", bad_rows="widen")
    deliver(pipeline, "orders_20260105_a.csv", FIRST)
    deliver(pipeline, "orders_20260106_b.csv", LATER.format(line), 1)
    said = load(pipeline)
    before = {"no": "bigint", "price": "numeric", "day": "date", "flag": "boolean"}
    assert types_of(pipeline) == before | {column: "text"}
    assert f"public.torders: {column} is text now, was {before[column]}" in said
    text = FIRST + LATER.format(line).partition("\n")[2]
    written = [tuple(one.split(",")) for one in text.splitlines()[1:]]
    assert rows(pipeline, "no::text, price::text, day::text, flag::text") == written
    assert pipeline.rows(
        "select column_name, old_type, new_type, file_name from dba.timportshape"
        " join dba.tarrival using (arrival_id) where change = 'column widened'"
    ) == [(column, before[column], "text", "orders_20260106_b.csv")]
    assert len(rows(pipeline, table="public.torders_current")) == 5


def test_a_row_with_too_many_values_is_no_reason_to_widen(pipeline):
    add_import(pipeline, typing="infer", bad_rows="widen")
    deliver(pipeline, "orders_20260105_a.csv", FIRST)
    deliver(pipeline, "orders_20260106_b.csv", f"{FIRST}x,1,2026-01-05,true,more\n", 1)
    assert "line 4: 5 values, but the header has 4" in load(pipeline, 65)
    assert types_of(pipeline)["no"] == "bigint"


def test_a_big_file_whose_last_row_does_not_fit_meets_the_same_rules(pipeline):
    """More than 4 MiB: another connection lands the blocks."""
    add_import(pipeline, typing="infer", bad_rows="reject", bad_rows_most="1")
    body = "".join(f"{n},{n}.25,2026-01-07,{'x' * 60}\n" for n in range(60_000))
    deliver(pipeline, "orders_20260105_a.csv", f"no,price,day,note\n{body}")
    deliver(pipeline, "orders_20260106_b.csv", f"no,price,day,note\n{body}07,1,2026-01-07,x\n", 1)
    load(pipeline)
    reason = '"07" would not come back the same from bigint'
    assert problems(pipeline) == [(60_002, "no", "07", reason)]
    pipeline.rows("update dba.timportconfig set bad_rows = 'widen', bad_rows_most = null")
    deliver(pipeline, "orders_20260107_c.csv", f"no,price,day,note\n{body}07,1,2026-01-07,x\n", 2)
    load(pipeline)
    assert types_of(pipeline) == {"no": "text", "price": "numeric", "day": "date", "note": "text"}
    assert [d[3:] for d in datasets(pipeline)] == [
        (60_000, 60_000, 0),
        (60_001, 60_000, 0),
        (60_001, 60_001, 0),
    ]
    assert pipeline.one("select count(*) from pg_tables where schemaname = 'landing'") == 0
    must_add_up(pipeline)
