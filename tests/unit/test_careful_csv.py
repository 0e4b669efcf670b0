"""Records one by one: good ones as the csv module reads them, broken ones named and set apart."""

import csv
import io
import random
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from systemscripts.foundation import careful_csv, record_blocks
from systemscripts.foundation.delimited import Delimited, write_numbered
from systemscripts.foundation.record_blocks import Block, Blocks

WIDTH = 3
HEADER = ("a", "b", "c")
# without NUL and what cannot be written as UTF-8
CHARACTERS = some.characters(exclude_characters="\0", exclude_categories=["Cs"])
VALUES = some.text(some.sampled_from("ab,;\"'\n\r \t\\é")) | some.text(CHARACTERS, max_size=5)
ROWS = some.lists(VALUES, min_size=WIDTH, max_size=WIDTH)
BROKEN = {  # a line, and how its reason begins
    '"a"b,2,3': "broken quoting",
    '1,"a" ,3': "broken quoting",
    "1,2": "2 values, but the header has 3",
    "1,2,3,4": "4 values, but the header has 3",
    '"1",": \n",3,,5': "5 values, but the header has 3",
    "1,\0,3": "a zero byte",
    '"two\nlines"x,2,3': "broken quoting",
}
often = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Found(NamedTuple):
    rows: list[list[str] | None]
    lines: list[int]
    originals: list[bytes]
    faults: dict[int, str]  # by the number of the record


def read(source: Delimited, size: int) -> Found:
    """As the importer does: what a block leaves over comes with the next one."""
    found = Found([], [], [], {})
    blocks = Blocks(source, size)
    for block in blocks:
        records = careful_csv.read(block, source, WIDTH)
        if records.rest:
            blocks.give_back(records.rest, records.rest_line)
        assert len(records.rows) == len(records.spans)
        before = len(found.rows)
        found.faults.update((before + one.record, one.reason) for one in records.faults)
        found.rows.extend(records.rows)
        found.lines.extend(line for line, _ in records.spans)
        found.originals.extend(original for _, original in records.spans)
    return found


def a_file(folder: Path, data: str | bytes, **more: Any) -> Delimited:
    path = folder / "x.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Delimited(path, "x.csv", HEADER, first_line=2, **more)


def line_of(row: list[str]) -> str:
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if "\r" in "".join(row) else csv.QUOTE_MINIMAL
    csv.writer(text, lineterminator="\n", quoting=quoting).writerow(row)
    return text.getvalue()


def some_return_stands_alone(data: str) -> bool:
    """It ends a line for some and not for others."""
    return "\r" in data.replace("\r\n", "")


@often
@given(
    some.lists(ROWS | some.just([]), max_size=10),
    some.sampled_from(["\n", "\r\n"]),
    some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    some.sampled_from([(",", '"'), (";", "'"), ("\t", '"')]),
    some.integers(1, 80),
)
def test_good_rows_are_what_the_csv_module_reads(tmp_path, table, end, quoting, marks, size):
    separator, quote = marks
    dialect = {"delimiter": separator, "quotechar": quote}
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if end == "\n" else quoting
    csv.writer(text, lineterminator=end, quoting=quoting, **dialect).writerows(table)
    data = text.getvalue()
    reader = csv.reader(io.StringIO(data, newline=""), strict=True, **dialect)
    expected, lines, line = [], [], 2
    for row in reader:
        expected.append(row if any(row) else None)
        lines.append(line)
        line = 2 + reader.line_num
    found = read(a_file(tmp_path, data, separator=separator, quote=quote), size)
    assert (found.rows, found.faults) == (expected, {})
    assert found.lines == lines or some_return_stands_alone(data)


def _expected(records: list[str | list[str]]) -> tuple[Found, str]:
    """Rows as lists, broken records as the text that they are."""
    found, data, line = Found([], [], [], {}), "", 2
    for number, record in enumerate(records, start=1):
        broken = isinstance(record, str)
        text = record + "\n" if isinstance(record, str) else line_of(record)
        found.rows.append(None if broken or not any(record) else list(record))
        found.lines.append(line)
        found.originals.append(text.encode().rstrip(b"\r\n"))
        if isinstance(record, str):
            found.faults[number] = BROKEN[record]
        data += text
        line = 2 + len(io.StringIO(data, newline="").readlines())
    return found, data


@often
@given(
    some.lists(ROWS | some.sampled_from([*BROKEN]), max_size=12),
    some.integers(1, 100),
    some.booleans(),
)
def test_a_broken_record_is_a_fault_and_takes_no_other_with_it(tmp_path, records, size, ended):
    expected, data = _expected(records)
    source = a_file(tmp_path, data if ended else data.removesuffix("\n"))
    found = read(source, size)
    assert found.rows == expected.rows
    assert found.originals == expected.originals
    assert found.faults.keys() == expected.faults.keys()
    for number, reason in expected.faults.items():
        assert found.faults[number].startswith(reason)
    assert found.lines == expected.lines or some_return_stands_alone(data)


@often
@given(
    some.lists(ROWS, max_size=6),
    some.lists(some.sampled_from(["1,2,3", "é,,x", "short"]), max_size=6),
    some.integers(1, 100),
)
def test_a_quote_that_is_never_closed_costs_its_own_line(tmp_path, before, after, size):
    """As long as no quote follows that would close it."""
    data = "".join(map(line_of, before)) + '1,"2,3\n' + "".join(f"{line}\n" for line in after)
    found = read(a_file(tmp_path, data), size)
    assert found.rows[: len(before)] == [row if any(row) else None for row in before]
    assert found.rows[len(before)] is None
    assert found.faults[len(before) + 1] == "a quote that is never closed"
    assert found.originals[len(before)] == b'1,"2,3'
    assert found.rows[len(before) + 1 :] == [
        None if line == "short" else line.split(",") for line in after
    ]


@often
@given(some.binary(max_size=80), some.integers(1, 40), some.integers(20, 40), some.booleans())
def test_any_bytes_are_counted_once_and_in_order(tmp_path, monkeypatch, data, size, longest, text):
    monkeypatch.setattr(record_blocks, "LONGEST", longest)
    data = b"\n".join(data[n : n + 8] for n in range(0, len(data), 8))
    if text:
        data = data.decode("latin-1").encode()
    try:
        found = read(a_file(tmp_path, data), size)
    except careful_csv.Undecodable:
        with pytest.raises(UnicodeDecodeError):
            data.decode()
        return
    joined = b"".join(found.originals)
    assert joined.translate(None, b"\r\n") == data.translate(None, b"\r\n")
    assert found.lines == sorted(found.lines)


@often
@given(some.lists(some.tuples(some.integers(1, 10**9), ROWS), max_size=6), some.integers(1, 90))
def test_a_row_of_a_numbered_file_keeps_its_number(tmp_path, rows, size):
    source = write_numbered(tmp_path / "x.csv", "x.xlsx", HEADER, rows)
    found = read(source, size)
    expected = [[str(line), *row] if any(row) else None for line, row in rows]
    assert (found.rows, found.faults) == (expected, {})


@often
@given(some.lists(ROWS, max_size=6))
def test_copy_gets_every_character(table):
    rows = [row if any(row) else None for row in table]
    lines = list(careful_csv.Records(rows=rows).copy_text(WIDTH, "\\N"))
    back = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    for row, line in zip(rows, lines, strict=True):
        assert line.count("\n") == 1
        values = line.removesuffix("\n").split("\t")
        assert [value == "\\N" for value in values] == [not v for v in row or [""] * WIDTH]
        for value, meant in zip(values, row or [], strict=row is not None):
            pieces = careful_pieces(value)
            assert not meant or "".join(back.get(one, one) for one in pieces) == meant


def careful_pieces(value: str) -> list[str]:
    """Characters, and escapes of two."""
    found, place = [], 0
    while place < len(value):
        length = 2 if value[place] == "\\" else 1
        found.append(value[place : place + length])
        place += length
    return found


@pytest.mark.parametrize("line", ['""x\n', "1\n", '"\n', 'a,"\n'])
def test_many_broken_lines_take_no_longer_than_others(tmp_path, line):
    def seconds(count: int) -> float:
        data = line.encode() * count
        began = time.process_time()
        careful_csv.read(Block(data, 2, True, True), a_file(tmp_path, data), WIDTH)
        return time.process_time() - began

    assert seconds(80_000) < 30 * max(seconds(8_000), 0.02)


def test_the_line_of_a_fault_is_right_whatever_stands_before(tmp_path):
    dice = random.Random(4711)
    for _ in range(50):
        good = [[dice.choice(["x", "y\nz", 'q"']) for _ in HEADER] for _ in range(9)]
        data = "".join(map(line_of, good))
        found = read(a_file(tmp_path, data + "1,2\n"), dice.randrange(1, 60))
        assert found.lines[-1] == 2 + data.count("\n")
        assert found.faults == {10: "2 values, but the header has 3"}
