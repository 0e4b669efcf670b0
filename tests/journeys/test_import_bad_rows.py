"""Bad rows: how many a file may have, where they stand in it, and what is kept of them."""

import gzip
import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.journeys.orders import (
    add_import,
    counts,
    datasets,
    deliver,
    load,
    messages,
    must_add_up,
    problems,
    rows,
)
from tests.support import Pipeline

CONTRACT = json.dumps(
    {"columns": [{"name": "no", "type": "integer"}, {"name": "note", "type": "text"}]}
)
TYPED = {"typing": "contract", "contract": CONTRACT, "bad_rows": "reject"}


def with_bad(good: int, bad: int) -> str:
    lines = [f"{n},x" for n in range(good)] + ["bad,x"] * bad
    return "no,note\n" + "".join(f"{line}\n" for line in lines)


def originals(pipeline: Pipeline) -> list[bytes]:
    found = pipeline.rows("select original from dba.timportproblem order by problem_id")
    return [bytes(original) for (original,) in found]


@pytest.mark.parametrize(
    "most, rows_and_bad, refused",
    [
        ("0", (9, 1), True),
        ("0", (9, 0), False),
        ("2", (1, 2), False),
        ("2", (100, 3), True),
        ("10%", (9, 1), False),
        ("10%", (18, 2), False),
        ("10%", (17, 2), True),
        ("0.1%", (999, 1), False),
        ("0.1%", (998, 1), True),
        ("14.285714%", (60, 10), True),
        ("2.3%", (2931, 69), False),
        ("0%", (9, 1), True),
        ("100%", (0, 3), False),
        (None, (0, 3), False),
    ],
)
def test_so_many_bad_rows_are_allowed_and_not_one_more(pipeline, most, rows_and_bad, refused):
    good, bad = rows_and_bad
    add_import(pipeline, **TYPED, bad_rows_most=most)
    deliver(pipeline, "orders_20260105_a.csv", with_bad(good, bad))
    said = load(pipeline, 65 if refused else 0)
    if refused:
        assert f", {most} may; first: orders_20260105_a.csv, line {good + 2}, no: " in said
        assert "bad_rows_most" in messages(pipeline)["a"]
        assert pipeline.one("select count(*) from dba.tdataset") == 0
        assert pipeline.one("select count(*) from dba.timportproblem") == 0
        assert pipeline.one("select to_regclass('public.torders') is null")
    else:
        assert counts(pipeline) == [(good + bad, good, 0, bad)]
        must_add_up(pipeline)


def test_a_file_in_which_every_row_is_bad_is_an_empty_dataset(pipeline):
    add_import(pipeline, **TYPED)
    deliver(pipeline, "orders_20260105_a.csv", with_bad(2, 0))
    deliver(pipeline, "orders_20260105_a_again.csv", with_bad(0, 2), 1)
    load(pipeline)
    assert [d[2] for d in datasets(pipeline)] == ["Active", "Empty"]
    assert len(rows(pipeline, table="public.torders_current")) == 2
    must_add_up(pipeline)


@pytest.mark.parametrize(
    "bounds, count, reason",
    [
        ({"min_rows": 3}, 2, "2 data rows, at least 3 are expected"),
        ({"min_rows": 1}, 0, "0 data rows, at least 1 are expected"),
        ({"max_rows": 2}, 3, "3 data rows, at most 2 are expected"),
        ({"min_rows": 2, "max_rows": 2}, 3, "3 data rows, at most 2 are expected"),
        ({"min_rows": 2, "max_rows": 2}, 2, None),
        ({"max_rows": 0}, 0, None),
    ],
)
def test_a_file_with_too_few_or_too_many_rows_is_refused(pipeline, bounds, count, reason):
    add_import(pipeline, **bounds)
    deliver(pipeline, "orders_20260105_a.csv", with_bad(count, 0))
    load(pipeline, 65 if reason else 0)
    if reason:
        assert f"orders_20260105_a.csv: {reason}. Is it" in messages(pipeline)["a"] or (
            f"orders_20260105_a.csv: {reason}. Is the file whole" in messages(pipeline)["a"]
        )
        assert pipeline.one("select count(*) from dba.tdataset") == 0
    else:
        assert counts(pipeline)[0][0] == count


def test_a_file_without_anything_in_it_has_too_few_rows_too(pipeline):
    add_import(pipeline, min_rows=1)
    deliver(pipeline, "orders_20260105_zero.csv", "")
    deliver(pipeline, "orders_20260105_blank.csv", "a,b\n,\n\n", 1)
    load(pipeline, 65)
    assert set(messages(pipeline)) == {"zero", "blank"}


def test_lines_are_those_of_the_file_and_the_bytes_are_kept(pipeline):
    add_import(pipeline, **TYPED)
    text = (
        b'\xef\xbb\xbf\r\nno,note\r\n1,"two\r\nlines"\r\nx,"a ""quote"",\r\n\r\nx"\r\n\r\n'
        b'y , caf\xc3\xa9 \r\n2,b,c\r\n3\r\n4,"open\r\n5,z\r\n'
    )
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert [(line, column) for line, column, *_ in problems(pipeline)] == [
        (5, "no"),
        (9, "no"),
        (10, None),
        (11, None),
        (12, None),
    ]
    assert originals(pipeline) == [
        b'x,"a ""quote"",\r\n\r\nx"',
        b"y , caf\xc3\xa9 ",
        b"2,b,c",
        b"3",
        b'4,"open',
    ]
    assert rows(pipeline, "no, note") == [(1, "two\r\nlines"), (5, "z")]
    must_add_up(pipeline)


def test_a_file_whose_quotes_are_in_order_tells_the_same_lines(pipeline):
    add_import(pipeline, **TYPED)
    text = 'no,note\n1,"two\nlines"\n\nx,"a ""quote"",\n\nx"\n2,\n y,z'
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert [(line, value) for line, _, value, _ in problems(pipeline)] == [(5, "x"), (9, " y")]
    assert originals(pipeline) == [b'x,"a ""quote"",\n\nx"', b" y,z"]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ([], ["no", "note"], [1, "x"], [], ["bad", 'say "a,b"'], [2, None]):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


OTHER_FORMS: dict[str, tuple[Any, int]] = {
    "a.xlsx": (workbook(), 5),
    "a.json": (json.dumps([{"no": 1, "note": "x"}, {}, {"no": "bad", "note": "y"}]), 3),
    "a.jsonl": ('{"no": 1}\n\n{"no": "bad", "note": "y"}\n', 3),
    "a.xml": ("<all><one><no>1</no></one><one><no>bad</no></one></all>", 2),
    "a.html": ("<table><tr><th>no<th>note<tr><td>1<td>x<tr><td>bad<td>y</table>", 3),
    "a.csv.gz": (gzip.compress(b"no,note\n1,x\nbad,y\n"), 3),
}


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_the_place_of_a_bad_row_is_told_in_every_format(pipeline, name):
    content, line = OTHER_FORMS[name]
    add_import(pipeline, **TYPED)
    deliver(pipeline, f"orders_20260105_{name}", content)
    load(pipeline)
    assert [(where, column, value) for where, column, value, _ in problems(pipeline)] == [
        (line, "no", "bad")
    ]
    assert originals(pipeline)[0].startswith(b"bad")
    assert rows(pipeline, "no")[0] == (1,)
    must_add_up(pipeline)


def test_values_and_originals_may_be_long_and_odd(pipeline):
    add_import(pipeline, **TYPED)
    long = "x" * 100_000
    deliver(pipeline, "orders_20260105_a.csv", f"no,note\n{long},%s {{}}\n'; drop --,\\N\n")
    said = load(pipeline)
    assert len(said) < 2000
    found = pipeline.rows("select length(value), original, reason from dba.vimportproblem")
    assert [(size, text) for size, text, _ in sorted(found)] == [
        (10, "'; drop --,\\N"),
        (1000, f"{long},%s {{}}"),
    ]
    assert max(len(reason) for *_, reason in found) < 200


def test_in_a_big_file_every_bad_row_is_found_wherever_it_stands(pipeline):
    add_import(pipeline, **TYPED)
    lines = [f"{n},{'y' * 90}\n" for n in range(200_000)]
    bad = [0, 1, 83_000, 84_000, 85_000, 86_000, 199_999]
    for n in bad:
        lines[n] = f'x{n},"{n}\n"\n' if n % 2 else f"x{n},\n"
    deliver(pipeline, "orders_20260105_a.csv", "no,note\n" + "".join(lines) + "\n\n")
    load(pipeline)
    extra = {n: sum(one % 2 for one in bad if one < n) for n in bad}
    assert [(line, value) for line, _, value, _ in problems(pipeline)] == [
        (n + 2 + extra[n], f"x{n}") for n in bad
    ]
    assert counts(pipeline) == [(200_002, 199_993, 0, 7)]
    must_add_up(pipeline)
