"""Transforms through the whole path: from the file as it came to typed rows, lines kept."""

import json

from tests.journeys.orders import (
    add_import,
    columns_of,
    counts,
    deliver,
    load,
    messages,
    must_add_up,
    problems,
    rows,
    types_of,
)

STEPS = [
    {"step": "trim"},
    {"step": "rename", "columns": {"Kd.-Nr.": "customer", "Betrag": "amount"}},
    {"step": "drop", "columns": ["junk"]},
    {"step": "map", "column": "country", "table": "public.tcountry", "from": "code", "to": "name"},
    {"step": "number", "columns": ["amount"], "decimal": ",", "thousands": "."},
    {"step": "parse_date", "columns": ["day"], "format": "dd MMM yyyy"},
    {"step": "case", "columns": ["ticker"], "to": "upper"},
    {"step": "replace", "columns": ["phone"], "find": "[^0-9]", "with": "", "regex": True},
    {"step": "split", "column": "name", "by": ", ", "into": ["last", "first"]},
    {"step": "join", "columns": ["first", "last"], "with": " ", "into": "full_name"},
    {"step": "constant", "column": "currency", "value": "EUR"},
]
TEXT = (
    "Kd.-Nr.;Betrag;junk;country;day;ticker;phone;name\n"
    ' 007;1.234,50;x;de;05 Jan 2026;abc;+49 (0) 30;"Finch, Ann"\n'
    "\n"
    '08;-5;;fr;31 Dec 2025;t;;"Two\n'
    'lines"\n'
    "9;;;;;;;\n"
)


def prepare(pipeline, **changes: object) -> None:
    pipeline.rows(
        "create table public.tcountry (code text primary key, name text);"
        "insert into public.tcountry values ('de', 'Germany'), ('fr', 'France')"
    )
    add_import(pipeline, **{"transforms": json.dumps(STEPS), "field_separator": ";", **changes})


def test_all_steps_together_give_typed_rows(pipeline):
    prepare(pipeline, typing="infer")
    deliver(pipeline, "orders_20260105_a.csv", TEXT)
    load(pipeline)
    names = "customer, amount::text, country, day::text, ticker, phone, full_name, currency"
    assert rows(pipeline, names) == [
        ("007", "1234.50", "Germany", "2026-01-05", "ABC", 49030, "Ann Finch", "EUR"),
        ("08", "-5", "France", "2025-12-31", "T", None, "Two\nlines", "EUR"),
        ("9", None, None, None, None, None, None, "EUR"),
    ]
    kinds = types_of(pipeline)
    assert (kinds["customer"], kinds["amount"], kinds["day"]) == ("text", "numeric", "date")
    assert "junk" not in kinds
    assert counts(pipeline) == [(4, 3, 0, 0)]
    must_add_up(pipeline)


def test_lines_of_bad_rows_are_those_of_the_file_before_its_steps(pipeline):
    columns = [{"name": "customer", "type": "integer"}, {"name": "amount", "type": "numeric(6,2)"}]
    steps = [*STEPS[:4], {**STEPS[4], "otherwise": "keep"}, *STEPS[5:]]
    prepare(
        pipeline,
        typing="contract",
        contract=json.dumps({"columns": columns}),
        bad_rows="reject",
        transforms=json.dumps(steps),
    )
    more = "x;1,5;;de;05 Jan 2026;;;\n10;free;;de;05 Jan 2026;;;\n"
    deliver(pipeline, "orders_20260105_a.csv", TEXT + more)
    load(pipeline)
    assert [(line, column, value) for line, column, value, _ in problems(pipeline)] == [
        (7, "customer", "x"),
        (8, "amount", "free"),
    ]
    assert rows(pipeline, "customer") == [(7,), (8,), (9,)]
    must_add_up(pipeline)


def test_what_a_step_cannot_read_refuses_the_file_with_line_and_value(pipeline):
    prepare(pipeline)
    bad = TEXT.replace("08;-5;;fr", "08;-5;;xx")
    deliver(pipeline, "orders_20260105_map.csv", bad)
    deliver(pipeline, "orders_20260105_day.csv", TEXT.replace("31 Dec", "32 Dec"), 1)
    deliver(pipeline, "orders_20260105_gone.csv", TEXT.replace("junk", "trash"), 2)
    deliver(pipeline, "orders_20260105_good.csv", TEXT, 3)
    load(pipeline, 65)
    why = messages(pipeline)
    assert "map.csv, line 4: step 4 (map): " in why["map"]
    assert "'xx'" in why["map"] or '"xx"' in why["map"]
    assert "day.csv, line 4: step 6 (parse_date): " in why["day"]
    assert "gone.csv: step 3 (drop): " in why["gone"]
    assert len(rows(pipeline)) == 3


def test_a_lookup_table_that_is_not_there_is_to_be_corrected(pipeline):
    steps = [
        {"step": "map", "column": "a", "table": "public.tnowhere", "from": "code", "to": "name"}
    ]
    add_import(pipeline, transforms=json.dumps(steps))
    waiting = deliver(pipeline, "orders_20260105_a.csv", "a\n1\n")
    said = load(pipeline, 78)
    assert "public.tnowhere" in said
    assert waiting.exists()


def test_months_beside_each_other_become_rows(pipeline):
    steps = [
        {
            "step": "unpivot",
            "keep": ["customer"],
            "names_to": "month",
            "values_to": "amount",
            "drop_empty": True,
        }
    ]
    add_import(pipeline, transforms=json.dumps(steps), typing="infer", deduplication="row_hash")
    deliver(pipeline, "orders_20260105_a.csv", "Customer,Jan,Feb\n1,5,\n2,6,7\n2,6,8\n")
    load(pipeline)
    assert columns_of(pipeline)[2:5] == ["customer", "month", "amount"]
    assert rows(pipeline, "customer, month, amount") == [
        (1, "Jan", 5),
        (2, "Jan", 6),
        (2, "Feb", 7),
        (2, "Feb", 8),
    ]
    assert counts(pipeline) == [(5, 4, 1, 0)]
    must_add_up(pipeline)


def test_a_big_file_goes_through_its_steps_as_a_small_one_does(pipeline):
    steps = [{"step": "trim"}, {"step": "keep", "columns": ["no", "note"]}]
    add_import(pipeline, transforms=json.dumps(steps), typing="infer", bad_rows="reject")
    body = "".join(f" {n} ,junk, {'x' * 70}\n" for n in range(70_000))
    deliver(pipeline, "orders_20260105_a.csv", f"no,junk,note\n{body}")
    load(pipeline)
    assert types_of(pipeline) == {"no": "bigint", "note": "text"}
    assert counts(pipeline) == [(70_000, 70_000, 0, 0)]
    assert pipeline.rows("select min(no), max(no), min(note) from public.torders") == [
        (0, 69_999, "x" * 70)
    ]


def test_label_and_date_may_stand_in_what_the_steps_made(pipeline):
    steps = [
        {"step": "constant", "column": "area", "value": "north"},
        {"step": "parse_date", "columns": ["day"], "format": "dd.MM.yyyy", "to": "yyyyMMdd"},
    ]
    add_import(
        pipeline,
        transforms=json.dumps(steps),
        metadata_label_source="file_content",
        metadata_label_location="Area",
        dateconfig="file_content",
        datelocation="day",
    )
    deliver(pipeline, "orders_a.csv", "no,day\n1,05.01.2026\n2,05.01.2026\n")
    load(pipeline)
    assert pipeline.rows("select label, datasetdate::text from dba.tdataset") == [
        ("north", "2026-01-05")
    ]
