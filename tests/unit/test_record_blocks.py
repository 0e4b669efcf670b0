"""A delimited file in blocks: nothing is lost between them, and no record is cut in two."""

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from systemscripts.foundation import record_blocks
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError
from systemscripts.foundation.record_blocks import Block, Blocks, copyable, last_record_end, records

NEWLINE = b"\n"
USED = "ab,;\"'\n\r \té|"
VALUES = some.text(some.sampled_from(USED), max_size=8) | some.text(max_size=4)
TABLES = some.lists(some.lists(VALUES, min_size=1, max_size=4), max_size=12)
DIALECTS = some.fixed_dictionaries(
    {
        "delimiter": some.sampled_from(",;\t|"),
        "quotechar": some.sampled_from("\"'"),
        "quoting": some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "lineterminator": some.sampled_from(["\n", "\r\n"]),
    }
)
often = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def written(table: list[list[str]], dialect: dict[str, object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(table)  # type: ignore[arg-type]
    return text.getvalue().encode("utf-8", "replace")


def parsed(data: bytes, dialect: dict[str, object]) -> list[list[str]]:
    text = io.StringIO(data.decode(), newline="")
    return list(csv.reader(text, **dialect, strict=True))  # type: ignore[arg-type]


def a_file(folder: Path, data: bytes, separator: str = ",", quote: str = '"') -> Delimited:
    path = folder / "x.csv"
    path.write_bytes(data)
    return Delimited(path, "x.csv", ("a", "b"), separator=separator, quote=quote)


def in_order(blocks: list[Block], first_line: int = 1) -> Iterator[str]:
    """What is wrong with the line numbers of blocks, and with which of them is the last."""
    line = first_line
    for number, block in enumerate(blocks, start=1):
        if block.first_line != line:
            yield f"block {number} begins on line {line}, not {block.first_line}"
        if block.last != (number == len(blocks)):
            yield f"block {number} says last={block.last}"
        line += block.data.count(b"\n")


@often
@given(TABLES, DIALECTS, some.integers(1, 60))
def test_blocks_of_any_size_are_the_whole_file_and_cut_no_record(tmp_path, table, dialect, size):
    data = written(table, dialect)
    source = a_file(tmp_path, data, dialect["delimiter"], dialect["quotechar"])
    blocks = list(Blocks(source, size))
    assert b"".join(block.data for block in blocks) == data
    assert list(in_order(blocks)) == []
    assert all(block.closed and block.data for block in blocks)
    rows = [row for block in blocks for row in parsed(block.data, dialect)]
    assert rows == parsed(data, dialect)


@often
@given(some.binary(max_size=60), some.binary(max_size=9), some.integers(1, 20), some.data())
def test_only_the_part_that_holds_data_is_read(tmp_path, data, around, size, draw):
    body = data + b"\n"
    source = a_file(tmp_path, around + body + around, quote=draw.draw(some.sampled_from(["", '"'])))
    part = Delimited(
        source.path, "x", (), start=len(around), end=len(around) + len(body), first_line=7
    )
    blocks = list(Blocks(part, size))
    assert b"".join(block.data for block in blocks) == body
    assert list(in_order(blocks, 7)) == []


@often
@given(some.binary(max_size=80), some.integers(1, 30), some.data())
def test_what_is_given_back_comes_again(tmp_path, data, size, draw):
    blocks = Blocks(a_file(tmp_path, data), size)
    seen, line = b"", 1
    for block in blocks:
        assert block.first_line == line
        keep = draw.draw(some.integers(1, len(block.data)))
        taken, back = block.data[:keep], block.data[keep:]
        seen += taken
        line += taken.count(b"\n")
        if back:
            blocks.give_back(back, line)
    assert seen == data


@often
@given(some.binary(max_size=80), some.binary(max_size=5), some.integers(1, 30), some.data())
def test_a_block_that_was_put_down_can_be_taken_up_again(tmp_path, data, before, size, draw):
    path = a_file(tmp_path, before + data).path
    source = Delimited(path, "x", (), start=len(before))
    blocks = Blocks(source, size)
    for block in blocks:
        assert block.put_down().taken_up(source) == block
        back = draw.draw(some.integers(0, len(block.data) - 1))
        if back:
            blocks.give_back(block.data[-back:], block.first_line)


@given(some.text(some.sampled_from('a"\n,'), max_size=30).map(str.encode))
def test_the_last_record_ends_behind_the_last_line_break_outside_quotes(data):
    ends = [
        place + 1
        for place in range(len(data))
        if data[place : place + 1] == b"\n" and data[:place].count(b'"') % 2 == 0
    ]
    assert last_record_end(data, b'"') == max(ends, default=0)
    assert last_record_end(data, b"") == data.rfind(b"\n") + 1


def as_copy_reads(data: str, separator: str, quote: str) -> list[list[str]] | None:
    """PostgreSQL's rules: a quote anywhere opens or closes, and is dropped; None: an error."""
    if not data:
        return []
    rows, value, within, place = [[""]], "", False, 0
    while place < len(data):
        character = data[place]
        if within and data.startswith(quote * 2, place):
            value, place = value + quote, place + 1
        elif character == quote:
            within = not within
        elif not within and character in (separator, "\n"):
            rows[-1][-1], value = value, ""
            rows[-1].append("") if character == separator else rows.append([""])
        else:
            value += character
        place += 1
    rows[-1][-1] = value
    if within:
        return None
    return rows[:-1] if data.endswith("\n") else rows


def as_csv_reads(data: str, separator: str, quote: str) -> list[list[str]] | None:
    lines = io.StringIO(data, newline="")
    try:
        found = list(csv.reader(lines, delimiter=separator, quotechar=quote, strict=True))
    except csv.Error:
        return None
    return [row or [""] for row in found]


@settings(max_examples=1500, deadline=None)
@given(
    some.text(some.sampled_from('a""",\n'), min_size=1, max_size=14),
    some.sampled_from(",a"),
    some.sampled_from("\"'"),
)
def test_a_block_is_copied_exactly_where_copy_and_the_csv_module_agree(data, separator, quote):
    data = data.replace('"', quote)
    copied = as_copy_reads(data, separator, quote)
    agree = copied is not None and copied == as_csv_reads(data, separator, quote)
    closed = data.count(quote) % 2 == 0
    block = Block(data.encode(), 1, closed, True)
    found = copyable(block, separator.encode(), quote.encode())
    assert (found is not None) == agree
    if found and copied:
        assert found[0] == len(copied) == len(records(data.encode(), quote.encode()))


@often
@given(TABLES, DIALECTS)
def test_the_records_of_a_block_are_those_that_were_written(table, dialect):
    lines = [written([row], dialect).removesuffix(NEWLINE) for row in table]
    data = written(table, dialect)
    if b"\r" not in data.replace(b"\r\n", b""):
        assert records(data, dialect["quotechar"].encode()) == (lines or [b""])


def test_a_record_of_many_lines_takes_no_longer_than_others():
    began = time.process_time()
    assert len(records(b'"' + b"x\n" * 400_000 + b'"\n', b'"')) == 1
    assert last_record_end(b'"' + b"x\n" * 400_000, b'"') == 0
    assert time.process_time() - began < 2


@often
@given(TABLES, some.integers(1, 5), some.integers(1, 60), some.integers(0, 40))
def test_a_block_of_short_lines_has_few_of_them(tmp_path, monkeypatch, table, most, size, count):
    monkeypatch.setattr(record_blocks, "MOST_LINES", most)
    data = written(table, {"lineterminator": "\n"})
    for content in (data, b"1,2\n" * count):
        blocks = list(Blocks(a_file(tmp_path, content), size))
        assert b"".join(block.data for block in blocks) == content
        assert list(in_order(blocks)) == []
    assert all(block.data.count(b"\n") <= most for block in blocks)


@often
@given(some.lists(some.sampled_from([b"\n", b'"', b"ab,", b"1\n2"]), max_size=60), some.data())
def test_a_quote_that_is_never_closed_ends_a_block_at_a_line(tmp_path, monkeypatch, pieces, draw):
    monkeypatch.setattr(record_blocks, "LONGEST", 20)
    data = b"".join(pieces)
    blocks: list[Block] = []
    said = refusal(Blocks(a_file(tmp_path, data), draw.draw(some.integers(1, 30))), blocks)
    read = b"".join(block.data for block in blocks)
    assert data.startswith(read)
    if said:
        assert b"\n" not in data[len(read) : len(read) + 20]
        assert said.startswith(f"x.csv, line {read.count(NEWLINE) + 1}: a row of more than")
    else:
        assert read == data
        assert list(in_order(blocks)) == []
    assert all(block.closed == (block.data.count(b'"') % 2 == 0) for block in blocks)


def refusal(blocks: Blocks, found: list[Block]) -> str:
    """Why not all of it can be read; empty: it can."""
    try:
        found.extend(blocks)
    except DataError as error:
        return str(error)
    return ""


def test_a_line_without_end_is_refused_with_its_place(tmp_path, monkeypatch):
    monkeypatch.setattr(record_blocks, "LONGEST", 1 << 20)
    source = a_file(tmp_path, b"1,2\n" + b"x" * (3 << 20))
    with pytest.raises(DataError, match=r"x.csv, line 2: a row of more than 1 MiB"):
        list(Blocks(source, 1 << 18))
