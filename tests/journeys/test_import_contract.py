"""What a contract promises: names, types, what must be there, and rules for the values."""

import pytest

from tests.journeys.orders import (
    columns_of,
    datasets,
    deliver,
    fates,
    load,
    messages,
    must_add_up,
    problems,
    rows,
    types_of,
    with_contract,
)

AMOUNT = {"name": "amount", "type": "numeric(8,2)", "check": "amount >= 0"}


def test_a_renamed_heading_is_found_and_the_column_keeps_its_name(pipeline):
    amount = {"name": "amount", "source": ["Amount", "Betrag (EUR)"], "type": "numeric(8,2)"}
    with_contract(pipeline, {"name": "no", "source": "Order No", "type": "text"}, amount)
    deliver(pipeline, "orders_20260105_a.csv", "Order No,AMOUNT,Extra\n007,1.50,x\n")
    deliver(pipeline, "orders_20260105_b.csv", "betrag_(eur),order-no\n2,08\n", 1)
    load(pipeline)
    assert types_of(pipeline) == {"no": "text", "amount": "numeric(8,2)", "extra": "text"}
    assert rows(pipeline, "no, amount::text, extra") == [("007", "1.50", "x"), ("08", "2.00", None)]


def test_of_two_headings_for_a_column_the_first_is_taken_and_the_other_kept_as_it_is(pipeline):
    amount = {"name": "amount", "source": ["Amount", "Betrag"], "type": "numeric(8,2)"}
    with_contract(pipeline, amount)
    deliver(pipeline, "orders_20260105_a.csv", "Betrag,Amount,AMOUNT\n1,2,3\n")
    load(pipeline)
    assert types_of(pipeline) == {
        "amount": "numeric(8,2)",
        "amount.1": "text",
        "amount.2": "text",
    }
    assert rows(pipeline, 'amount::text, "amount.1", "amount.2"') == [("1.00", "2", "3")]


def test_a_required_column_that_is_missing_refuses_the_file_and_names_it(pipeline):
    with_contract(
        pipeline,
        {"name": "no", "source": ["Order No"], "type": "text", "required": True},
        {"name": "line", "type": "integer", "key": True},
        {"name": "note", "type": "text"},
    )
    deliver(pipeline, "orders_20260105_bad.csv", "number,note\n1,2\n")
    deliver(pipeline, "orders_20260105_good.csv", "Line,Order No\n1,2\n", 1)
    load(pipeline, 65)
    assert "bad.csv lacks columns of its contract: no, line. Name" in messages(pipeline)["bad"]
    assert rows(pipeline, "no, line") == [("2", 1)]


@pytest.mark.parametrize("words", ['{""}', '{"",NA}', "{NA}"])
def test_a_required_value_that_is_missing_is_a_bad_row(pipeline, words):
    with_contract(
        pipeline,
        {"name": "no", "type": "text", "required": True},
        {"name": "count", "type": "integer", "required": True},
        {"name": "note", "type": "text"},
        bad_rows="reject",
        null_words=words,
    )
    nothing = "" if words == '{""}' else "NA"
    lines = ["x,1,", f"{nothing},1,x", "", f"y,{nothing},x", ",,", "z,2,x"]
    deliver(pipeline, "orders_20260105_a.csv", "no,count,note\n" + "\n".join(lines) + "\n")
    load(pipeline)
    assert [(line, column, reason) for line, column, _, reason in problems(pipeline)] == [
        (3, "no", "it is required"),
        (5, "count", "it is required"),
    ]
    assert rows(pipeline, "no, count") == [("x", 1), ("z", 2)]
    assert datasets(pipeline)[0][3:] == (6, 2, 2)
    must_add_up(pipeline)


def test_a_column_that_the_table_needs_is_required_as_well(pipeline):
    pipeline.rows(
        "create table public.torders (datasetid bigint references dba.tdataset, no text not null)"
    )
    with_contract(pipeline, {"name": "no", "type": "text"}, bad_rows="reject")
    deliver(pipeline, "orders_20260105_a.csv", "no,b\n1,2\n,3\n")
    load(pipeline)
    assert problems(pipeline) == [(3, "no", "", "it is required")]


def test_the_format_of_a_column_is_its_own_also_where_it_contradicts_the_others(pipeline):
    with_contract(
        pipeline,
        {"name": "us", "type": "date", "format": "MM/dd/yyyy"},
        {"name": "eu", "type": "date", "format": "dd/MM/yyyy"},
        {"name": "odd", "type": "date", "format": "yyyy/dd/MM"},
        {"name": "short", "type": "timestamp", "format": "d.M.yyyy HH:mm"},
        {"name": "usual", "type": "date"},
        date_formats="{dd/MM/yyyy,yyyyMMdd}",
        bad_rows="reject",
    )
    deliver(
        pipeline,
        "orders_20260105_a.csv",
        "us,eu,odd,short,usual\n01/02/2026,01/02/2026,2026/01/02,1.2.2026 07:05,01/02/2026\n"
        "12/31/2026,31/12/2026,2026/31/12,11.12.2026 17:05,20260201\n"
        "31/12/2026,,,,\n,12/31/2026,,,\n,,2026/12/31,,\n,,,2026-01-01 00:00:61,\n",
    )
    load(pipeline)
    assert rows(pipeline, "us::text, eu::text, odd::text, short::text, usual::text") == [
        ("2026-01-02", "2026-02-01", "2026-02-01", "2026-02-01 07:05:00", "2026-02-01"),
        ("2026-12-31", "2026-12-31", "2026-12-31", "2026-12-11 17:05:00", "2026-02-01"),
    ]
    assert [(line, column) for line, column, *_ in problems(pipeline)] == [
        (4, "us"),
        (5, "eu"),
        (6, "odd"),
        (7, "short"),
    ]


def test_a_contract_that_contradicts_its_table_is_to_be_corrected_and_the_file_stays(pipeline):
    pipeline.rows(
        "create table public.torders (datasetid bigint references dba.tdataset, amount integer)"
    )
    with_contract(pipeline, AMOUNT)
    waiting = deliver(pipeline, "orders_20260105_a.csv", "amount\n1\n")
    said = load(pipeline, 78)
    assert "the column amount of public.torders is integer, the contract says numeric(8,2)" in said
    assert "HINT: " in said
    assert waiting.exists()
    assert columns_of(pipeline) == ["datasetid", "amount"]
    assert fates(pipeline) == {"orders_20260105_a.csv": "arrived"}


TYPES = {
    "smallint": ("7", "70000", "7"),
    "int": ("7", "7.5", "7"),
    "bigint": ("12345678901", "1e3", "12345678901"),
    "numeric": ("1.50", "x", "1.50"),
    "decimal(5,1)": ("1.5", "1.55", "1.5"),
    "numeric(3)": ("123", "1234", "123"),
    "real": ("1.5", "0.123456789", "1.5"),
    "double precision": ("0.1", "x", "0.1"),
    "bool": ("yes", "maybe", "true"),
    "varchar(3)": ("abc", "abcd", "abc"),
    "char(3)": ("ab", "abcd", "ab"),
    "char": ("a", "ab", "a"),
    "text": ("x", None, "x"),
    "date": ("2026-01-31", "2026-02-31", "2026-01-31"),
    "timestamp": ("2026-01-31 10:00:00", "31.1.2026", "2026-01-31 10:00:00"),
    "timestamp(0)": ("2026-01-31 10:00:00", "2026-01-31 10:00:00.5", "2026-01-31 10:00:00"),
    "time(0)": ("10:00", "10:00:00.5", "10:00:00"),
    "interval": ("2 days", "soon", "2 days"),
    "uuid": ("00000000-0000-0000-0000-00000000000a", "1", "00000000-0000-0000-0000-00000000000a"),
    "jsonb": ('"{""a"": 1}"', "{", '{"a": 1}'),
    "json": ("[1]", "[", "[1]"),
    "bytea": ("\\x00ff", "\\x0", "\\x00ff"),
    "inet": ("10.0.0.1", "10.0.0.999", "10.0.0.1/32"),
    "bit(3)": ("101", "1010", "101"),
    "bit": ("1", "10", "1"),
    "bit varying(3)": ("10", "1010", "10"),
    "integer[]": ('"{1,2}"', '"{1,x}"', "{1,2}"),
    "numeric(4,1)[]": ('"{1.5,2.5}"', '"{1.55}"', "{1.5,2.5}"),
    "varchar(2)[]": ('"{ab,c}"', "{abc}", "{ab,c}"),
}


@pytest.mark.parametrize("mode", ["version", "row_hash", "merge"])
def test_every_type_takes_what_it_holds_and_refuses_what_it_would_change(pipeline, mode):
    """The second file finds the columns as the first one made them."""
    names = [f"c{n}" for n in range(len(TYPES))]
    typed = [{"name": n, "type": kind} for n, kind in zip(names, TYPES, strict=True)]
    with_contract(
        pipeline,
        {"name": "no", "type": "integer", "key": True},
        *typed,
        bad_rows="reject",
        load_mode="merge" if mode == "merge" else "version",
        deduplication="row_hash" if mode == "row_hash" else "none",
    )
    good = ",".join(one for one, _, _ in TYPES.values())
    lines = [f"no,{','.join(names)}", f"0,{good}"]
    for n, (_, bad, _) in enumerate(TYPES.values()):
        if bad is not None:
            cells = [c if c != n else bad for c in range(len(TYPES))]
            lines.append(f"{n + 1}," + ",".join(str(c) if c == bad else "" for c in cells))
    for day in (5, 6):
        deliver(pipeline, f"orders_2026010{day}_a.csv", "\n".join(lines) + "\n", day)
    load(pipeline)
    expected = tuple(value for _, _, value in TYPES.values())
    found = rows(pipeline, ", ".join(f"{name}::text" for name in names))
    assert found == [expected] * (2 if mode == "version" else 1)
    refused = [column for line, column, *_ in problems(pipeline)]
    assert refused == 2 * [n for n, (_, bad, _) in zip(names, TYPES.values(), strict=True) if bad]
    must_add_up(pipeline)
