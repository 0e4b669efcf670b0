"""Merge: the table holds the newest version of each key, and its history the older ones."""

import pytest

from tests.journeys.orders import (
    add_import,
    columns_of,
    counts,
    datasets,
    deliver,
    load,
    messages,
    must_add_up,
    problems,
    rows,
    types_of,
)

MERGE = {"load_mode": "merge", "key_columns": "{no}"}
HISTORY = "public.torders_history"


def test_a_newer_version_of_a_key_replaces_it_and_the_older_one_lies_in_the_history(pipeline):
    add_import(pipeline, **MERGE)
    deliver(pipeline, "orders_20260105_a.csv", "no,state\n1,new\n2,new\n3,new\n")
    deliver(pipeline, "orders_20260106_b.csv", "no,state\n2,sent\n3,new\n4,new\n", 1)
    deliver(pipeline, "orders_20260107_c.csv", "no,state\n2,paid\n", 2)
    load(pipeline)
    assert rows(pipeline, "no, state, datasetid") == [
        ("1", "new", 1),
        ("2", "paid", 3),
        ("3", "new", 1),
        ("4", "new", 2),
    ]
    assert rows(pipeline, "no, state, datasetid, superseded_by", HISTORY) == [
        ("2", "new", 1, 2),
        ("2", "sent", 2, 3),
    ]
    assert counts(pipeline) == [(3, 3, 0, 0), (3, 2, 1, 0), (1, 1, 0, 0)]
    assert {d[2] for d in datasets(pipeline)} == {"Active"}
    assert len(rows(pipeline, table="public.torders_current")) == 4
    key = "select count(distinct tordersid) from (select tordersid from public.torders union all"
    assert pipeline.one(f"{key} select tordersid from {HISTORY}) as every") == 4
    must_add_up(pipeline)


def test_the_current_view_of_a_merge_shows_all_rows(pipeline):
    add_import(pipeline, **MERGE)
    deliver(pipeline, "orders_20260105_a.csv", "no,state\n1,new\n2,new\n")
    load(pipeline)
    pipeline.rows("call dba.p_dataset_deactivate(1)")
    assert rows(pipeline, table="public.torders_current") == [("1", "new"), ("2", "new")]


def test_of_two_rows_with_a_key_the_later_one_counts_and_the_other_is_told(pipeline):
    add_import(pipeline, **MERGE, bad_rows="reject")
    text = 'no,note\n1,"a\nb"\n2,x\n1,c\n2,x\n\n3,y\n,z\n'
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "no, note") == [("1", "c"), ("2", "x"), ("3", "y")]
    assert problems(pipeline) == [
        (2, None, None, "row 3 has the same no and comes later"),
        (9, None, None, "no value in the key (no)"),
    ]
    kept = "select convert_from(original, 'UTF8') from dba.timportproblem order by line"
    assert pipeline.rows(kept) == [('1,"a\nb"',), (",z",)]
    assert counts(pipeline) == [(7, 3, 1, 2)]
    must_add_up(pipeline)


@pytest.mark.parametrize("body", ["1,a\n1,b\n", ",a\n"])
def test_rows_that_no_key_tells_apart_refuse_the_file_by_default(pipeline, body):
    add_import(pipeline, **MERGE)
    deliver(pipeline, "orders_20260105_a.csv", f"no,note\n{body}")
    deliver(pipeline, "orders_20260106_b.csv", "no,note\n1,c\n", 1)
    load(pipeline, 65)
    assert "orders_20260105_a.csv, line 2: " in messages(pipeline)["a"]
    assert rows(pipeline, "no, note") == [("1", "c")]


def test_columns_that_a_file_lacks_stay_as_they_are(pipeline):
    add_import(pipeline, **MERGE)
    deliver(pipeline, "orders_20260105_a.csv", "no,state,price\n1,new,5\n2,new,6\n")
    deliver(pipeline, "orders_20260106_b.csv", "price,no\n5,1\n7,2\n8,3\n", 1)
    load(pipeline)
    assert rows(pipeline, "no, state, price") == [
        ("1", "new", "5"),
        ("2", "new", "7"),
        ("3", None, "8"),
    ]
    assert counts(pipeline)[1] == (3, 2, 1, 0)
    assert rows(pipeline, "no, state, price", HISTORY) == [("2", "new", "6")]


def test_new_columns_come_into_the_table_and_its_history(pipeline):
    add_import(pipeline, **MERGE)
    deliver(pipeline, "orders_20260105_a.csv", "no\n1\n2\n")
    deliver(pipeline, "orders_20260106_b.csv", "no,note\n1,x\n2,\n", 1)
    deliver(pipeline, "orders_20260107_c.csv", "no,note\n1,y\n", 2)
    load(pipeline)
    assert rows(pipeline, "no, note, datasetid") == [("1", "y", 3), ("2", None, 1)]
    assert rows(pipeline, "no, note, superseded_by", HISTORY) == [("1", None, 2), ("1", "x", 3)]
    assert columns_of(pipeline, "torders_current") == ["no", "note"]


def test_the_key_may_be_several_columns_of_a_contract(pipeline):
    contract = (
        '{"columns": [{"name": "no", "source": "Order", "type": "integer", "key": true},'
        ' {"name": "day", "type": "date", "key": true}, {"name": "price", "type": "numeric(6,2)"}]}'
    )
    add_import(pipeline, load_mode="merge", typing="contract", contract=contract, bad_rows="reject")
    head = "Order,day,price\n"
    deliver(pipeline, "orders_20260105_a.csv", f"{head}1,2026-01-05,1\n1,2026-01-06,2\n,,\n")
    deliver(pipeline, "orders_20260106_b.csv", f"{head}01,2026-01-06,2.00\n1,2026-01-05,3\n", 1)
    deliver(pipeline, "orders_20260107_c.csv", f"{head}1,,2\n1,2026-01-07,x\n", 2)
    load(pipeline)
    assert rows(pipeline, "no, day::text, price::text") == [
        (1, "2026-01-05", "3.00"),
        (1, "2026-01-06", "2.00"),
    ]
    assert counts(pipeline) == [(3, 2, 0, 0), (2, 1, 1, 0), (2, 0, 0, 2)]
    assert [(line, column) for line, column, *_ in problems(pipeline)] == [(2, "day"), (3, "price")]


def test_a_file_without_a_key_column_is_refused_and_names_it(pipeline):
    add_import(pipeline, load_mode="merge", key_columns="{no,line}")
    deliver(pipeline, "orders_20260105_a.csv", "no,price\n1,2\n")
    deliver(pipeline, "orders_20260106_b.csv", "no,line,price\n1,1,2\n", 1)
    load(pipeline, 65)
    assert "orders_20260105_a.csv lacks key columns: line. key_columns" in messages(pipeline)["a"]
    assert rows(pipeline, "no, line") == [("1", "1")]


def test_other_keys_for_a_table_that_is_there(pipeline):
    """The narrower key of before must not stand in the way of the wider one."""
    add_import(pipeline, **MERGE)
    deliver(pipeline, "orders_20260105_a.csv", "no,line\n1,1\n")
    load(pipeline)
    pipeline.rows("update dba.timportconfig set key_columns = '{no,line}' where config_id = 3")
    deliver(pipeline, "orders_20260106_b.csv", "no,line\n1,2\n", 1)
    load(pipeline)
    assert rows(pipeline, "no, line") == [("1", "1"), ("1", "2")]


def test_a_table_with_rows_of_the_same_key_cannot_be_merged_into(pipeline):
    add_import(pipeline, load_mode="append")
    deliver(pipeline, "orders_20260105_a.csv", "no,line\n1,1\n1,2\n")
    load(pipeline)
    pipeline.rows(
        "update dba.timportconfig set load_mode = 'merge', key_columns = '{no}' where config_id = 3"
    )
    waiting = deliver(pipeline, "orders_20260106_b.csv", "no,line\n1,3\n", 1)
    assert "public.torders has rows with the same no already" in load(pipeline, 78)
    assert waiting.exists()
    assert len(rows(pipeline)) == 2


def test_a_widened_column_is_wide_in_the_history_too(pipeline):
    add_import(pipeline, **MERGE, typing="infer", bad_rows="widen")
    deliver(pipeline, "orders_20260105_a.csv", "no,price\n1,5\n2,6\n")
    deliver(pipeline, "orders_20260106_b.csv", "no,price\n1,6\n2,6\n", 1)
    deliver(pipeline, "orders_20260107_c.csv", "no,price\n1,free\n2,6\n", 2)
    load(pipeline)
    assert rows(pipeline, "no, price") == [(1, "free"), (2, "6")]
    assert rows(pipeline, "no, price", HISTORY) == [(1, "5"), (1, "6")]
    assert types_of(pipeline)["price"] == "text"
    assert counts(pipeline) == [(2, 2, 0, 0), (2, 1, 1, 0), (2, 1, 1, 0)]


def test_a_big_file_merges_as_a_small_one_does(pipeline):
    add_import(pipeline, **MERGE, bad_rows="reject")
    body = [f"{n},{'x' * 80}\n" for n in range(60_000)]
    deliver(pipeline, "orders_20260105_a.csv", "no,note\n" + "".join(body))
    body[59_990] = "59990,changed\n"
    deliver(pipeline, "orders_20260106_b.csv", "no,note\n" + "".join(body) + "0,last\n,\n,x\n", 1)
    load(pipeline)
    assert counts(pipeline) == [(60_000, 60_000, 0, 0), (60_003, 2, 59_998, 2)]
    found = "select no, note from public.torders where datasetid = 2 order by 1"
    assert pipeline.rows(found) == [("0", "last"), ("59990", "changed")]
    assert [line for line, *_ in problems(pipeline)] == [2, 60_004]
    must_add_up(pipeline)
