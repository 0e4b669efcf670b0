"""Checks of a contract: an expression that is false makes a row a bad one; null passes."""

from tests.journeys.orders import (
    datasets,
    deliver,
    load,
    problems,
    rows,
    with_contract,
)

AMOUNT = {"name": "amount", "type": "numeric(8,2)", "check": "amount >= 0"}
ORDER = {"name": "order_no", "type": "integer", "key": True}


def test_a_row_that_breaks_a_check_is_kept_aside_with_the_check_named(pipeline):
    with_contract(pipeline, ORDER, AMOUNT, bad_rows="reject")
    deliver(pipeline, "orders_20260105_a.csv", "order_no,amount\n1,5.00\n2,-1\n3,\n\n4,0\n")
    said = load(pipeline)
    assert rows(pipeline, "order_no, amount::text") == [(1, "5.00"), (3, None), (4, "0.00")]
    assert problems(pipeline) == [(3, "amount", "-1", "check failed: amount >= 0")]
    assert "1 rejected" in said
    assert datasets(pipeline) == [("a", "2026-01-05", "Active", 5, 3, 1)]


def test_a_row_that_breaks_a_check_refuses_the_file_by_default(pipeline):
    with_contract(pipeline, ORDER, AMOUNT)
    deliver(pipeline, "orders_20260105_a.csv", "order_no,amount\n1,5.00\n2,-1\n")
    deliver(pipeline, "orders_20260105_b.csv", "order_no,amount\n1,5.00\n", 1)
    said = load(pipeline, 65)
    assert "orders_20260105_a.csv, line 3, amount: check failed: amount >= 0" in said
    assert rows(pipeline, "order_no") == [(1,)]


def test_a_check_sees_all_columns_of_the_contract_also_those_that_a_file_lacks(pipeline):
    dates = {"type": "date", "format": "dd.MM.yyyy"}
    with_contract(
        pipeline,
        {"name": "ordered", **dates},
        {"name": "sent", **dates, "check": "sent >= ordered -- not before"},
        {"name": "note", "type": "text", "check": "note is null or note <> 'a''b %s {}'"},
        bad_rows="reject",
    )
    deliver(
        pipeline,
        "orders_20260105_a.csv",
        "ordered,sent,note\n05.01.2026,06.01.2026,\n05.01.2026,04.02.2025,x\n"
        "05.01.2026,05.01.2026,a'b %s {}\nnever,04.01.2026,a'b %s {}\n",
    )
    deliver(pipeline, "orders_20260105_b.csv", "sent,note\n01.01.1999,y\n", 1)
    load(pipeline)
    assert problems(pipeline) == [
        (3, "sent", "04.02.2025", "check failed: sent >= ordered -- not before"),
        (4, "note", "a'b %s {}", "check failed: note is null or note <> 'a''b %s {}'"),
        (5, "ordered", "never", '"never" is no date written as dd.MM.yyyy, yyyy-MM-dd'),
    ]
    assert rows(pipeline, "sent::text, note") == [("2026-01-06", None), ("1999-01-01", "y")]


def test_a_check_that_cannot_be_computed_for_a_row_is_the_fault_of_that_row(pipeline):
    price = {"name": "price", "type": "integer", "check": "100 / price > 1"}
    with_contract(pipeline, price, bad_rows="reject")
    many = "".join(f"{n % 40 + 1}\n" for n in range(200))
    deliver(pipeline, "orders_20260105_a.csv", f"price\n{many}0\n60\n{many}0\n")
    load(pipeline)
    assert problems(pipeline) == [
        (202, "price", "0", "check failed: 100 / price > 1 (division by zero)"),
        (203, "price", "60", "check failed: 100 / price > 1"),
        (404, "price", "0", "check failed: 100 / price > 1 (division by zero)"),
    ]
    assert pipeline.one("select count(*) from public.torders") == 400


def test_a_big_file_is_checked_as_a_small_one_is(pipeline):
    with_contract(pipeline, ORDER, AMOUNT, {"name": "note", "type": "text"}, bad_rows="reject")
    lines = [f"{n},{n % 90}.5,{'x' * 80}\n" for n in range(60_000)]
    lines[7], lines[59_999] = "7,-7,\n", "59999,-0.01,\n"
    deliver(pipeline, "orders_20260105_a.csv", "order_no,amount,note\n" + "".join(lines))
    load(pipeline)
    assert [(line, value) for line, _, value, _ in problems(pipeline)] == [
        (9, "-7"),
        (60_001, "-0.01"),
    ]
    assert pipeline.one("select count(*) from public.torders") == 59_998
