"""Row hash: a row that stands in a dataset in force is left out, remembered and counted."""

import json

import pytest

from tests.journeys.orders import (
    add_import,
    counts,
    datasets,
    deliver,
    load,
    must_add_up,
    rows,
    types_of,
)
from tests.support import Pipeline

HASHED = {"deduplication": "row_hash", "load_mode": "append"}


def skipped(pipeline: Pipeline) -> list[tuple[int, int]]:
    """Dataset and record of every row that was left out."""
    return pipeline.rows("select datasetid, record_number from dba.vimportduplicate order by 1, 2")


def in_force(pipeline: Pipeline, columns: str = "*") -> list[tuple[str, ...]]:
    return pipeline.rows(f"select {columns} from public.torders_current order by 1, 2")


def test_a_row_is_loaded_once_within_a_file_across_files_and_across_runs(pipeline):
    add_import(pipeline, **HASHED)
    deliver(pipeline, "orders_20260105_a.csv", "a,b\n1,x\n2,y\n1,x\n\n1,X\n1,x\n")
    deliver(pipeline, "orders_20260106_b.csv", "a,b\n3,z\n2,y\n2,y\n", 1)
    load(pipeline)
    deliver(pipeline, "orders_20260107_c.csv", "a,b\n1,x\n4,w\n3,z\n", 2)
    load(pipeline)
    assert rows(pipeline, "a, b, datasetid") == [
        ("1", "x", 1),
        ("2", "y", 1),
        ("1", "X", 1),
        ("3", "z", 2),
        ("4", "w", 3),
    ]
    assert counts(pipeline) == [(6, 3, 2, 0), (3, 1, 2, 0), (3, 1, 2, 0)]
    assert skipped(pipeline) == [(1, 3), (1, 6), (2, 2), (2, 3), (3, 1), (3, 3)]
    must_add_up(pipeline)


DIFFERENT = [
    ("ab", ""),
    ("a", "b"),
    ("", "ab"),
    ("a,b", ""),
    ('a"', 'b"'),
    ('a""b', ""),
    ("\\N", ""),
    ("null", ""),
    ("(null)", ""),
    ("b", "a"),
    ("x", "x"),
    ("y", "y"),
    ("a ", "b"),
    ("A", "b"),
    ("a\nb", ""),
    ("a\r\nb", ""),
    ("é", ""),
    ("e\u0301", ""),
    ("a|b", "c"),
    ("a", "b|c"),
    ("1", "1.0"),
]


@pytest.mark.parametrize("words", ['{""}', "{none}"])
def test_rows_that_differ_in_anything_are_different(pipeline, words):
    add_import(pipeline, **HASHED, null_words=words)
    quoted = [",".join('"' + v.replace('"', '""') + '"' for v in row) for row in DIFFERENT]
    text = "a,b\n" + "".join(f"{row}\n" for row in quoted)
    deliver(pipeline, "orders_20260105_a.csv", text)
    deliver(pipeline, "orders_20260106_b.csv", text, 1)
    load(pipeline)
    nothing = None if words == '{""}' else ""
    assert rows(pipeline, "a, b") == [(a or nothing, b or nothing) for a, b in DIFFERENT]
    many = len(DIFFERENT)
    assert counts(pipeline) == [(many, many, 0, 0), (many, 0, many, 0)]


SAME = {
    "reordered": "c,a,b\nz,1,x\n,2,\n",
    "windows": "a,b,c\r\n1,x,z\r\n2,,\r\n",
    "marked": "\ufeffa,b,c\n1,x,z\n2,,\n",
    "empty_column": "a,b,c,d\n1,x,z,\n2,,,\n",
    "quoted": '"a","b","c"\n"1","x","z"\n"2","",""\n',
    "separated": "a;b;c\n1;x;z\n2;;\n",
    "json": json.dumps([{"a": "1", "b": "x", "c": "z"}, {"a": "2"}]),
}


@pytest.mark.parametrize("form", SAME)
def test_the_same_rows_in_another_form_are_the_same(pipeline, form):
    add_import(pipeline, **HASHED)
    deliver(pipeline, "orders_20260105_a.csv", "a,b,c\n1,x,z\n2,,\n")
    deliver(pipeline, f"orders_20260106_{form}.csv", SAME[form], 1)
    deliver(pipeline, "orders_20260107_c.csv", "a,b\n1,x\n2,\n", 2)
    load(pipeline)
    assert counts(pipeline) == [(2, 2, 0, 0), (2, 0, 2, 0), (2, 1, 1, 0)]
    assert skipped(pipeline) == [(2, 1), (2, 2), (3, 2)]
    must_add_up(pipeline)


def test_rows_of_a_dataset_out_of_force_do_not_count(pipeline):
    add_import(pipeline, **HASHED)
    deliver(pipeline, "orders_20260105_a.csv", "a,b\n1,x\n2,y\n")
    load(pipeline)
    pipeline.rows("call dba.p_dataset_deactivate(1)")
    deliver(pipeline, "orders_20260106_b.csv", "a,b\n1,x\n", 1)
    load(pipeline)
    assert in_force(pipeline) == [("1", "x")]
    assert counts(pipeline) == [(2, 2, 0, 0), (1, 1, 0, 0)]


@pytest.mark.parametrize("mode", ["version", "replace"])
def test_a_newer_version_keeps_all_of_its_rows(pipeline, mode):
    add_import(pipeline, deduplication="row_hash", load_mode=mode)
    deliver(pipeline, "orders_20260105_a.csv", "a,b\n1,x\n2,y\n")
    deliver(pipeline, "orders_20260105_a_again.csv", "a,b\n1,x\n2,y\n3,z\n", 1)
    load(pipeline)
    assert in_force(pipeline) == [("1", "x"), ("2", "y"), ("3", "z")]
    assert counts(pipeline) == [(2, 2, 0, 0), (3, 3, 0, 0)]
    assert [d[2] for d in datasets(pipeline)] == ["Inactive", "Active"]


@pytest.mark.parametrize("typing", ["text", "infer"])
def test_rows_of_a_dataset_that_goes_are_handed_to_the_one_that_brought_them_too(pipeline, typing):
    add_import(pipeline, deduplication="row_hash", typing=typing)
    deliver(pipeline, "orders_20260105_north.csv", "a,b\n1,x\n2,y\n3,z\n")
    deliver(pipeline, "orders_20260105_south.csv", "a,b\n2,y\n3,z\n4,w\n", 1)
    deliver(pipeline, "orders_20260105_east.csv", "a,b\n3,z\n", 2)
    deliver(pipeline, "orders_20260105_north_again.csv", "a,b\n1,x\n", 3)
    load(pipeline)
    assert in_force(pipeline, "a::text, b") == [("1", "x"), ("2", "y"), ("3", "z"), ("4", "w")]
    owners = pipeline.rows(
        "select a::text, label from public.torders join dba.tdataset using (datasetid)"
        " where isactive order by 1"
    )
    assert owners == [("1", "north"), ("2", "south"), ("3", "south"), ("4", "south")]


def test_row_hash_can_be_switched_on_for_a_table_that_is_there(pipeline):
    add_import(pipeline, load_mode="append", typing="infer")
    deliver(pipeline, "orders_20260105_a.csv", "a,b,day\n1,x,2026-01-05\n1,x,2026-01-05\n2,,\n")
    load(pipeline)
    pipeline.rows("update dba.timportconfig set deduplication = 'row_hash' where config_id = 3")
    deliver(pipeline, "orders_20260106_b.csv", "day,a,b\n2026-01-05,1,x\n,2,\n,3,\n", 1)
    load(pipeline)
    assert rows(pipeline, "a") == [(1,), (1,), (2,), (3,)]
    assert counts(pipeline)[1] == (3, 1, 2, 0)
    assert pipeline.one("select count(*) from public.torders where row_hash is null") == 0
    assert types_of(pipeline) == {"a": "bigint", "b": "text", "day": "date"}


def test_a_table_that_does_not_number_its_rows_is_to_be_corrected(pipeline):
    pipeline.rows("create table public.torders (datasetid bigint references dba.tdataset, a text)")
    add_import(pipeline, **HASHED)
    waiting = deliver(pipeline, "orders_20260105_a.csv", "a\n1\n")
    said = load(pipeline, 78)
    assert "public.torders has no column tordersid that numbers its rows" in said
    assert waiting.exists()
    pipeline.rows(said.partition("HINT: ")[2].splitlines()[0])
    deliver(pipeline, "orders_20260105_a.csv", "a\n1\n1\n")
    load(pipeline)
    assert counts(pipeline) == [(2, 1, 1, 0)]


def test_a_column_that_is_widened_keeps_its_rows_known(pipeline):
    add_import(pipeline, **HASHED, typing="infer", bad_rows="widen")
    deliver(pipeline, "orders_20260105_a.csv", "a,b\n1,2.50\n2,3\n")
    deliver(pipeline, "orders_20260106_b.csv", "a,b\n1,2.50\n2,none\n", 1)
    deliver(pipeline, "orders_20260107_c.csv", "a,b\n2,3\n2,none\n", 2)
    load(pipeline)
    assert rows(pipeline, "a, b") == [(1, "2.50"), (2, "3"), (2, "none")]
    assert counts(pipeline) == [(2, 2, 0, 0), (2, 1, 1, 0), (2, 0, 2, 0)]
    must_add_up(pipeline)


def test_typed_values_that_are_equal_are_the_same_however_they_are_written(pipeline):
    columns = [
        {"name": "n", "type": "numeric(8,2)"},
        {"name": "i", "type": "integer"},
        {"name": "day", "type": "date"},
        {"name": "at", "type": "timestamp"},
        {"name": "yes", "type": "boolean"},
        {"name": "doc", "type": "jsonb"},
    ]
    add_import(
        pipeline,
        **HASHED,
        typing="contract",
        contract=json.dumps({"columns": columns}),
        date_formats="{dd.MM.yyyy,d/M/yyyy}",
        field_separator=";",
    )
    head = "n;i;day;at;yes;doc\n"
    one = '1.5;7;2026-01-05;2026-01-05 00:00:00;true;"{""a"": 1}"\n'
    other = '1.50;007;05.01.2026;2026-01-05T00:00:00;yes;"{""a"":1}"\n'
    third = '1.50;+7;5/1/2026;2026-01-05T00:00:00;t;"{""a"":1}"\n'
    deliver(pipeline, "orders_20260105_a.csv", head + one)
    deliver(pipeline, "orders_20260106_b.csv", head + other + third + one, 1)
    load(pipeline)
    assert counts(pipeline) == [(1, 1, 0, 0), (3, 0, 3, 0)]


@pytest.mark.parametrize("typing", ["text", "infer"])
def test_big_files_are_compared_as_small_ones_are(pipeline, typing):
    add_import(pipeline, **HASHED, bad_rows="reject", typing=typing)
    body = [f"{n},{n / 4},2026-01-05,{'x' * 70}\n" for n in range(50_000)]
    head = "a,b,day,note\n"
    deliver(pipeline, "orders_20260105_a.csv", head + "".join(body) + body[7] + body[49_999])
    body[100] = "broken\n"
    body[200] = "-1,2,2026-01-06,new\n"
    deliver(pipeline, "orders_20260106_b.csv", head + "".join(body) + "\n", 1)
    deliver(pipeline, "orders_20260107_c.csv", head + body[5] + body[200] + "7,7,,\n", 2)
    load(pipeline)
    assert counts(pipeline) == [
        (50_002, 50_000, 2, 0),
        (50_001, 1, 49_998, 1),
        (3, 1, 2, 0),
    ]
    assert skipped(pipeline)[:3] == [(1, 50_001), (1, 50_002), (2, 1)]
    must_add_up(pipeline)
