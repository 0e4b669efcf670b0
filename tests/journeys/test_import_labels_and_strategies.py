"""Where label and date stand, and what happens when file and table have different columns."""

import json

import pytest

from tests.journeys.orders import (
    add_import,
    columns_of,
    datasets,
    deliver,
    fates,
    load,
    rows,
    types_of,
)

COLUMN = {"metadata_label_source": "file_content", "metadata_label_location": "Branch No"}
DAY = {"dateconfig": "file_content", "datelocation": "report_date", "dateformat": "dd.MM.yyyy"}


@pytest.mark.parametrize(
    "changes, label, day",
    [
        ({}, "north", "2026-01-05"),
        ({"metadata_label_location": r"_([a-z]+)\.csv", "delimiter": None}
         | {"datelocation": r"_(\d{8})_"}, "north", "2026-01-05"),
        (COLUMN | DAY, "0042", "2026-02-28"),
        ({"metadata_label_source": "static", "metadata_label_location": "50% of all"}
         | {"dateconfig": "static", "datelocation": "20251231"}, "50% of all", "2025-12-31"),
    ],
    ids=["position", "regex", "column", "static"],
)  # fmt: skip
def test_label_and_date_stand_where_the_row_says(pipeline, changes, label, day):
    add_import(pipeline, **changes)
    deliver(
        pipeline,
        "orders_20260105_north.csv",
        "Branch-No,report_date,a\n0042,28.02.2026,1\n,,\n0042,28.02.2026,2\n",
    )
    load(pipeline)
    assert [(*d[:2], *d[3:]) for d in datasets(pipeline)] == [(label, day, 3, 2, 1)]


def test_a_label_and_a_date_that_cannot_be_read_refuse_the_file(pipeline):
    add_import(pipeline, **COLUMN, dateconfig="filename", datelocation="1")
    deliver(pipeline, "orders_20260105_two.csv", "branch_no\n1\n2\n")
    deliver(pipeline, "orders_20260105_none.csv", "branch_no,a\n,1\n")
    deliver(pipeline, "orders_20260105_missing.csv", "a\n1\n")
    deliver(pipeline, "orders_20260230_date.csv", "branch_no\n1\n")
    deliver(pipeline, "orders_20260105_good.csv", "branch_no\n1\n")
    load(pipeline, 65)
    reasons = dict(pipeline.rows("select file_name, message from dba.tarrival"))
    assert "it holds '1', '2'" in reasons["orders_20260105_two.csv"]
    assert "the label is empty" in reasons["orders_20260105_none.csv"]
    assert (
        "no column Branch No, which should hold the label"
        in (reasons["orders_20260105_missing.csv"])
    )
    assert "'20260230' is no date written as yyyyMMdd" in reasons["orders_20260230_date.csv"]
    assert [d[:3] for d in datasets(pipeline)] == [("1", "2026-01-05", "Active")]


NEW_AND_MISSING = {
    1: (["a", "b", "c"], [("1", "2", None), ("3", None, "4")], "loaded"),
    2: (["a", "b"], [("1", "2"), ("3", None)], "loaded"),
    3: (["a", "b"], [("1", "2")], "refused"),
    4: (["a", "b"], [("1", "2")], "refused"),
}


@pytest.mark.parametrize("strategy", NEW_AND_MISSING)
def test_a_strategy_says_what_a_new_column_and_a_missing_one_mean(pipeline, strategy):
    columns, values, state = NEW_AND_MISSING[strategy]
    pipeline.rows(
        "create table public.torders (tordersid bigint generated always as identity,"
        " datasetid bigint references dba.tdataset, a text, b text, metadata_label text)"
    )
    add_import(pipeline, importstrategyid=strategy)
    deliver(pipeline, "orders_20260105_fits.csv", "b,a\n2,1\n", 0)
    deliver(pipeline, "orders_20260105_differs.csv", "a,c\n3,4\n", 1)
    said = load(pipeline, 65 if state == "refused" else 0)
    assert [c for c in columns_of(pipeline) if len(c) == 1] == columns
    assert rows(pipeline, ", ".join(columns)) == values
    assert fates(pipeline)["orders_20260105_differs.csv"] == state
    assert strategy != 3 or "lacks columns of public.torders: b" in said
    assert strategy != 4 or "has columns that public.torders lacks: c" in said


@pytest.mark.parametrize("strategy", [3, 4])
def test_the_other_difference_is_no_matter(pipeline, strategy):
    pipeline.rows("create table public.torders (tordersid int, datasetid bigint, a text, b text)")
    add_import(pipeline, importstrategyid=strategy)
    content = "a,b,c\n1,2,3\n" if strategy == 3 else "a\n1\n"
    deliver(pipeline, "orders_20260105_north.csv", content)
    load(pipeline)
    assert rows(pipeline, "a") == [("1",)]


@pytest.mark.parametrize("strategy", [2, 3, 4])
def test_only_the_first_strategy_makes_the_table(pipeline, strategy):
    add_import(pipeline, importstrategyid=strategy)
    waiting = deliver(pipeline, "orders_20260105_north.csv", "a\n1\n")
    said = load(pipeline, 78)
    assert "error: the table public.torders does not exist" in said
    assert waiting.exists()
    assert datasets(pipeline) == []


def test_a_table_that_cannot_name_its_dataset_is_a_matter_of_the_row(pipeline):
    pipeline.rows("create table public.torders (a text)")
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_north.csv", "a\n1\n")
    assert "HINT: alter table public.torders add datasetid bigint" in load(pipeline, 78)


TYPED = """
create table public.torders (
    tordersid bigint generated always as identity, datasetid bigint not null,
    amount integer, price numeric(6, 2), code varchar(4), flag boolean, day date,
    at timestamptz, short char(3), note text,
    metadata_label varchar(6), event_date date
)
"""
GOOD = "12,3.50,00x1,yes,2026-01-31,2026-01-31 10:00:00+02,ab,n"
BAD = {
    "amount": ("1.5", '"1.5" is no integer'),
    "price": ("3.509", '"3.509" has more decimals than numeric(6,2)'),
    "code": ("00x12", '"00x12" is longer than character varying(4)'),
    "flag": ("perhaps", '"perhaps" is no boolean'),
    "day": ("2026-01-31 10:00", '"2026-01-31 10:00" is no date written as yyyy-MM-dd'),
    "at": ("the 31st", '"the 31st" is no date written as yyyy-MM-dd'),
    "short": ("abcd", '"abcd" is longer than character(3)'),
}


def test_values_take_the_types_of_an_existing_table_and_what_does_not_fit_refuses_the_file(
    pipeline,
):
    pipeline.rows(TYPED)
    add_import(pipeline)
    names = [*BAD, "note"]
    header = ",".join(names)
    deliver(pipeline, "orders_20260105_good.csv", f"{header}\n{GOOD}\n,,,,,,,\n,,,,,,,x\n")
    for name, (value, _) in BAD.items():
        fields = dict(zip(names, GOOD.split(","), strict=True)) | {name: value}
        content = f"{header}\n{GOOD}\n{','.join(fields.values())}\n"
        deliver(pipeline, f"orders_20260105_{name}.csv", content, 1)
    deliver(pipeline, "orders_20260105_toolong.csv", f"{header}\n{GOOD}\n", 2)
    load(pipeline, 65)
    reasons = dict(pipeline.rows("select file_name, message from dba.tarrival"))
    assert (
        "'toolong' does not fit into the column metadata_label"
        in (reasons["orders_20260105_toolong.csv"])
    )
    for name, (_, sentence) in BAD.items():
        assert f"line 3, {name}: {sentence}" in reasons[f"orders_20260105_{name}.csv"]
    whole = "amount, price::text, code, flag, day::text, at = '2026-01-31 08:00Z', short, note"
    assert rows(pipeline, f"{whole}, metadata_label, event_date::text") == [
        (12, "3.50", "00x1", True, "2026-01-31", True, "ab ", "n", "good", "2026-01-05"),
        (None, None, None, None, None, None, None, "x", "good", "2026-01-05"),
    ]


DIFFERS = {
    1: ({"no": "bigint", "day": "date", "new": "numeric"}, [(1, None), (2, "1.5")]),
    2: ({"no": "bigint", "day": "date"}, [(1, None), (2, None)]),
    3: ({"no": "bigint", "day": "date"}, [(1, None)]),
    4: ({"no": "bigint", "day": "date"}, [(1, None)]),
}


@pytest.mark.parametrize("typing", ["infer", "contract"])
@pytest.mark.parametrize("strategy", DIFFERS)
def test_a_strategy_and_types_go_together(pipeline, strategy, typing):
    kinds, expected = DIFFERS[strategy]
    columns = [
        {"name": "no", "source": ["Order No", "no"], "type": "bigint"},
        {"name": "day", "type": "date"},
        {"name": "new", "type": "numeric"},
    ]
    contract = json.dumps({"columns": columns}) if typing == "contract" else None
    add_import(pipeline, typing=typing, contract=contract)
    deliver(pipeline, "orders_20260105_first.csv", "no,day\n1,2026-01-05\n")
    load(pipeline)
    pipeline.rows(
        "update dba.timportconfig set importstrategyid = %s where config_id = 3", strategy
    )
    deliver(pipeline, "orders_20260105_differs.csv", "no,new\n2,1.5\n", 1)
    load(pipeline, 65 if strategy > 2 else 0)
    assert types_of(pipeline) == kinds
    new = "new::text" if "new" in kinds else "null"
    assert rows(pipeline, f"no, {new}") == expected
