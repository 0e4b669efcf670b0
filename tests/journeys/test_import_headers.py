"""Headers: any heading becomes a legal column, once, and stays in the column's comment."""

import csv
import io

import pytest

from tests.journeys.orders import (
    add_import,
    columns_of,
    counts,
    deliver,
    load,
    messages,
    rows,
    types_of,
)
from tests.support import Pipeline


def comments(pipeline: Pipeline) -> dict[str, str]:
    return dict(
        pipeline.rows(
            "select attname::text, col_description(attrelid, attnum) from pg_attribute"
            " where attrelid = 'public.torders'::regclass and attnum > 2 and not attisdropped"
        )
    )


def written(*table: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue()


LONG = "A heading that goes on and on and on, much longer than any name in PostgreSQL may be"
HEADINGS = {
    "Order No": "order_no",
    "order-no": "order_no.1",
    "ORDER NO": "order_no.2",
    "order_no.1": "order_no.1.1",
    "": "unnamed:_4",
    "DatasetID": "datasetid.1",
    "TOrdersID": "tordersid.1",
    "row_hash": "row_hash.1",
    "ctid": "ctid.1",
    "xmin": "xmin.1",
    "tableoid": "tableoid.1",
    "LINE": "line",
    "record": "record",
    "hash": "hash",
    "select": "select",
    "a \"quote\" and 'more'": "a_\"quote\"_and_'more'",
    "50 % %s %(x)s {}": "50_%_%s_%(x)s_{}",
    'x"); drop table dba.tdataset; --': 'x");_drop_table_dba.tdataset;___',
    "Zażółć — 東京 🚀": "zażółć_—_東京_🚀",
    "ÄÖÜ": "äöü",
    " padded\t": "padded",
    "two\nlines": "two_lines",
    "tab\there": "tab\there",
    "back\\slash": "back\\slash",
    "metadata_label": "metadata_label",
    "v1": "v1",
    "c0": "c0",
}


def test_headings_become_names_and_are_kept_as_they_were(pipeline):
    add_import(pipeline)
    values = [str(n) for n in range(len(HEADINGS))]
    deliver(pipeline, "orders_20260105_a.csv", written([*HEADINGS], values))
    load(pipeline)
    assert columns_of(pipeline)[2:] == list(HEADINGS.values())
    assert rows(pipeline)[0][2:] == tuple(values)
    assert comments(pipeline) == {name: head or None for head, name in HEADINGS.items()}
    assert pipeline.rows(
        "select heading, column_name from dba.timportshape where change = 'column added' order by 1"
    ) == sorted(HEADINGS.items())


@pytest.mark.parametrize("options", [{}, {"deduplication": "row_hash"}, {"typing": "infer"}])
def test_the_same_headings_find_their_columns_again(pipeline, options):
    add_import(pipeline, load_mode="append", **options)
    values = [f"v{n}" for n in range(len(HEADINGS))]
    deliver(pipeline, "orders_20260105_a.csv", written([*HEADINGS], values))
    deliver(pipeline, "orders_20260106_b.csv", written([*HEADINGS], values[::-1]), 1)
    load(pipeline)
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in HEADINGS.values())
    assert rows(pipeline, names) == [tuple(values), tuple(values[::-1])]
    assert len(columns_of(pipeline)) - 2 - len(HEADINGS) == ("deduplication" in options)


@pytest.mark.parametrize("mode", ["merge", "contract"])
def test_odd_headings_in_a_merge_or_beside_a_contract(pipeline, mode):
    contract = '{"columns": [{"name": "key", "source": "record", "type": "integer", "key": true}]}'
    add_import(
        pipeline,
        load_mode="merge",
        typing="contract" if mode == "contract" else "text",
        contract=contract if mode == "contract" else None,
        key_columns=None if mode == "contract" else "{record}",
        bad_rows="refuse_file",
    )
    values = [str(n) for n in range(len(HEADINGS))]
    for day in (5, 6):
        table = [[*HEADINGS], values, [str(int(v) + day) for v in values]]
        deliver(pipeline, f"orders_2026010{day}_a.csv", written(*table), day)
    load(pipeline)
    assert counts(pipeline) == [(2, 2, 0, 0), (2, 1, 1, 0)]


def test_a_heading_that_is_too_long_is_shortened_with_a_mark(pipeline):
    add_import(pipeline)
    heads = [LONG, LONG + "!", "é" * 40, LONG.upper()]
    text = written(heads, ["1", "2", "3", "4"])
    deliver(pipeline, "orders_20260105_a.csv", text)
    deliver(pipeline, "orders_20260106_b.csv", written(heads[1:2], ["5"]), 1)
    load(pipeline)
    names = columns_of(pipeline)[2:]
    assert [len(name.encode()) <= 63 for name in names] == [True] * 4
    assert names[0].startswith("a_heading_that_goes_on_and_on_and_on,_much_longer_than")
    assert names[0][-9] == names[1][-9] == names[2][-9] == "~"
    assert names[3].endswith(".1")
    assert list(comments(pipeline).values()) == heads
    assert rows(pipeline, f'"{names[1]}"') == [("2",), ("5",)]


@pytest.mark.parametrize("typed", ["text", "infer"])
def test_as_many_columns_as_fit_are_loaded_and_more_are_refused(pipeline, typed):
    add_import(pipeline, typing=typed, deduplication="row_hash")
    for count, minute in ((1601, 0), (1591, 1), (1590, 2)):
        table = [[f"c{n}" for n in range(count)], ["abc"[n % 3] for n in range(count)]]
        deliver(pipeline, f"orders_2026010{minute + 1}_{count}.csv", written(*table), minute)
    load(pipeline, 65)
    why = messages(pipeline)
    assert set(why) == {"1601", "1591"}
    assert "1601 columns; 1590 fit into a table. Name the columns that matter" in why["1601"]
    assert len(types_of(pipeline)) == 1590
    assert counts(pipeline) == [(1, 1, 0, 0)]


def test_columns_that_no_longer_fit_into_the_table_are_refused(pipeline):
    add_import(pipeline)
    for day, heads in ((5, range(1000)), (6, range(500, 1700)), (7, range(999, 1001))):
        table = [[f"c{n}" for n in heads], ["x" for _ in heads]]
        deliver(pipeline, f"orders_2026010{day}_d{day}.csv", written(*table), day)
    load(pipeline, 65)
    why = messages(pipeline)
    assert set(why) == {"d6"}
    assert "orders_20260106_d6.csv: public.torders would have 1702 columns" in why["d6"]
    assert "1600 are possible" in why["d6"]
    assert "Name the columns that matter" in why["d6"]
    assert len(types_of(pipeline)) == 1001


def test_rows_that_are_too_wide_for_a_page_refuse_the_file(pipeline):
    add_import(pipeline, typing="infer")
    heads = [f"c{n}" for n in range(1590)]
    deliver(pipeline, "orders_20260105_wide.csv", written(heads, ["12345678"] * 1590))
    deliver(pipeline, "orders_20260106_good.csv", written(heads[:9], ["1"] * 9), 1)
    load(pipeline, 65)
    why = messages(pipeline)["wide"]
    assert why.startswith("orders_20260105_wide.csv: row is too big: size ")
    assert "Name the columns that matter" in why
    assert len(types_of(pipeline)) == 9


def test_a_heading_with_a_zero_byte_is_no_text(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_a.csv", b"a\0b,c\n1,2\n")
    deliver(pipeline, "orders_20260105_b.csv", b"a,c\n1,2\n", 1)
    load(pipeline, 65)
    assert "orders_20260105_a.csv: neither text nor a spreadsheet" in messages(pipeline)["a"]
    assert rows(pipeline, "a, c") == [("1", "2")]


def test_columns_without_a_heading_at_the_end_must_be_empty(pipeline):
    add_import(pipeline, bad_rows="reject")
    deliver(pipeline, "orders_20260105_a.csv", "a,b,,\n1,2,,\n3,4,x,\n5,6,,y\n")
    deliver(pipeline, "orders_20260106_b.csv", "a,,b\n1,2,3\n", 1)
    load(pipeline)
    assert counts(pipeline) == [(3, 1, 0, 2), (1, 1, 0, 0)]
    assert columns_of(pipeline)[2:] == ["a", "b", "unnamed:_1"]
