"""Whatever the steps are: lines stay right, and what no step names stays as it is."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemscripts.foundation.delimited import Delimited, write_numbered
from systemscripts.foundation.errors import DataError
from systemscripts.stages.transform import run_steps
from tests.unit.transforming import read, written

HEADER = ["a", "b", "c"]
VALUE = st.one_of(
    st.sampled_from(
        ["", "NA", "null", "nan", "None", "1.0", "007", " x ", "a\nb", "a\r\nb", '"', ","]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)
ROWS = st.lists(st.lists(VALUE, min_size=3, max_size=3), max_size=12)
TRIM_B = {"step": "trim", "columns": ["b"]}
NOTHING = {"step": "replace", "columns": ["a"], "find": "no such text", "with": ""}
UNPIVOT = {"step": "unpivot", "keep": ["a"], "names_to": "n", "values_to": "v"}


def lines_of(rows: list[list[str]]) -> list[int]:
    """Where each row begins: a line break in a value is one, however it is written."""
    lines, line = [], 2
    for row in rows:
        lines.append(line)
        line += 1 + sum(
            value.replace("\r\n", "\n").replace("\r", "\n").count("\n") for value in row
        )
    return lines


def through(rows: list[list[str]], *steps: dict[str, object], at_once: int = 20_000):
    with TemporaryDirectory() as folder:
        source = written(Path(folder) / "a.csv", HEADER, rows)
        return read(run_steps.transform(source, steps, Path(folder), at_once=at_once))


@given(ROWS)
def test_a_step_that_finds_nothing_changes_nothing(rows):
    header, found = through(rows, NOTHING)
    assert header == HEADER
    assert found == list(zip(lines_of(rows), rows, strict=True))


@given(ROWS)
def test_rename_keep_and_drop_leave_every_value_as_it_is(rows):
    steps = [
        {"step": "rename", "columns": {"a": "x"}},
        {"step": "drop", "columns": ["b"]},
        {"step": "keep", "columns": ["c", "x"]},
    ]
    header, found = through(rows, *steps)
    assert header == ["c", "x"]
    assert found == [(line, [c, a]) for line, (a, _, c) in zip(lines_of(rows), rows, strict=True)]


@given(ROWS)
def test_trim_leaves_the_other_columns_as_they_are(rows):
    _, found = through(rows, TRIM_B)
    assert [values for _, values in found] == [[a, b.strip(), c] for a, b, c in rows]


@given(ROWS, st.integers(1, 5))
def test_the_size_of_a_chunk_changes_nothing(rows, at_once):
    steps = [TRIM_B, {**UNPIVOT, "drop_empty": True}]
    assert through(rows, *steps, at_once=at_once) == through(rows, *steps)


@given(ROWS)
def test_rows_of_an_unpivot_share_the_line_they_come_from(rows):
    _, found = through(rows, UNPIVOT)
    expected = []
    for line, (a, b, c) in zip(lines_of(rows), rows, strict=True):
        if a or b or c:
            expected += [(line, [a, "b", b]), (line, [a, "c", c])]
        else:
            expected.append((line, ["", "", ""]))
    assert found == expected


@pytest.mark.parametrize("value", ["a\rb", "\r"])
def test_a_carriage_return_in_a_value_stays(value):
    rows = [["1", value, "2"], ["3", "4", "5"]]
    assert through(rows, NOTHING)[1] == list(zip(lines_of(rows), rows, strict=True))


def file(folder: Path, content: bytes, header: tuple[str, ...] = ("a", "b"), **more) -> Delimited:
    path = folder / "orders.csv"
    path.write_bytes(content)
    return Delimited(path, "orders.csv", header, **more)


def test_a_line_is_counted_from_where_the_record_begins(tmp_path):
    content = b'a,b\n1,"x\n\ny"\n\n,\r\n2,z\n'
    source = file(tmp_path, content, start=4, first_line=2)
    steps = [{"step": "constant", "column": "c", "value": "!"}]
    _, rows = read(run_steps.transform(source, steps, tmp_path))
    assert rows == [
        (2, ["1", "x\n\ny", "!"]),
        (5, ["", "", ""]),
        (6, ["", "", ""]),
        (7, ["2", "z", "!"]),
    ]


def test_a_numbered_file_keeps_its_lines(tmp_path):
    rows = [(7, ["1", "x"]), (9, ["", ""]), (11, ["2", "y"])]
    source = write_numbered(tmp_path / "a.csv", "orders.xlsx", ["a", "b"], rows)
    made = run_steps.transform(source, [NOTHING], tmp_path)
    assert read(made) == (["a", "b"], rows)
    assert (made.name, made.numbered, made.start) == ("orders.xlsx", True, 0)


def test_only_the_part_of_the_file_that_holds_data_is_read(tmp_path):
    content = b"title\na;b\n1;'x;y'\ntotal;1;2;3\n"
    source = file(tmp_path, content, start=10, end=18, first_line=3, separator=";", quote="'")
    assert read(run_steps.transform(source, [NOTHING], tmp_path))[1] == [(3, ["1", "x;y"])]


def test_a_file_without_quotes_has_quotes_in_its_values(tmp_path):
    source = file(tmp_path, b'\xef\xbb\xbf"1,x"\n', quote="")
    assert read(run_steps.transform(source, [NOTHING], tmp_path))[1] == [(1, ['"1', 'x"'])]


def test_a_file_without_rows_has_its_new_header(tmp_path):
    source = file(tmp_path, b"")
    steps = [{"step": "rename", "columns": {"a": "x"}}, {**UNPIVOT, "keep": ["x"]}]
    assert read(run_steps.transform(source, steps, tmp_path)) == (["x", "n", "v"], [])
    assert [seen.rows_out for seen in run_steps.preview(source, steps)] == [0, 0]


@pytest.mark.parametrize(
    "content, complaint",
    [
        (b"1,2\n1,2,3\n", "orders.csv, line 3: 3 values, but the header has 2"),
        (b"1,2\n\n1\n", "orders.csv, line 4: 1 values, but the header has 2"),
        (b'1,2\n1,"2\n', "orders.csv, line 3: "),
        (b'1,2\n1,"2"x\n', "orders.csv, line 3: "),
        (b"1,2\n1,\xff\n", "orders.csv, near line 2: not UTF-8"),
    ],
)
def test_a_row_that_is_no_row_names_its_line(tmp_path, content, complaint):
    with pytest.raises(DataError) as refused:
        run_steps.transform(file(tmp_path, content, first_line=2), [NOTHING], tmp_path)
    assert str(refused.value).startswith(complaint)


def test_empty_values_beyond_the_header_are_no_values(tmp_path):
    source = file(tmp_path, b"1,2,,\n")
    assert read(run_steps.transform(source, [NOTHING], tmp_path))[1] == [(1, ["1", "2"])]
