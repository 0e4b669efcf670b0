"""The pattern of a block takes it exactly when it would take each record of it alone."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from systemscripts.foundation.delimited import Delimited
from systemscripts.stages.load import record_pattern
from systemscripts.stages.load.landing import Fields
from systemscripts.stages.load.values import Column, Style
from systemscripts.tables.target import TEXT, Type

NUMERIC, LIMITED = Type("numeric", "numeric"), Type("numeric(4,2)", "numeric")
KINDS = [TEXT, NUMERIC, LIMITED, *(Type(kind, kind) for kind in ("bigint", "date", "boolean"))]
COLUMNS = some.none() | some.builds(
    Column, some.just("x"), some.sampled_from(KINDS), some.booleans(), some.booleans()
)
VALUES = ["", "", "1", "-1.50", "007", "x", "2026-01-05", "0.0", "1.", "TRUE", '"', "é"]


@settings(max_examples=500, deadline=None)
@given(some.lists(COLUMNS, min_size=1, max_size=4), some.booleans(), some.data())
def test_a_block_looks_plain_when_each_of_its_records_does(columns, numbered, draw):
    source = Delimited(Path("x.csv"), "x.csv", ("a",) * len(columns), numbered=numbered)
    fields = Fields(tuple(columns), len(columns), Style())
    pattern = record_pattern.compiled(fields, source)
    if pattern is None:
        return
    width = len(columns) + numbered
    record = some.lists(some.sampled_from(VALUES), min_size=width, max_size=width + 1)
    ends = some.sampled_from(["\n", "\r\n"])
    drawn = draw.draw(some.lists(some.tuples(record, ends), max_size=5))
    lines = [(",".join(values) + end).encode() for values, end in drawn]
    alone = [pattern.fullmatch(line) is not None for line in lines]
    assert (pattern.fullmatch(b"".join(lines)) is not None) == all(alone)
    for (values, _), plain in zip(drawn, alone, strict=True):
        blank = not any(values[numbered:])
        assert not (plain and blank and not numbered)
        for column, value in zip(columns, values[numbered:], strict=False):
            needs_one = column and column.required and column.type != TEXT
            assert not (plain and needs_one and not value)
