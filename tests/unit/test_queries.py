"""Statements stand in files, each under its name."""

from pathlib import Path

import pytest

from systemscripts.foundation import queries

TEXT = """-- Whatever stands before the first name is for people.

-- name: first
-- What it is for.
select 1;

-- name: second
select ' -- name: no' as a,
    2;
"""


def test_each_block_is_found_by_its_name():
    found = queries.parse(TEXT)
    assert list(found) == ["first", "second"]
    assert found["first"] == "-- What it is for.\nselect 1;"


def test_a_name_counts_only_at_the_beginning_of_a_line():
    assert queries.parse(TEXT)["second"] == "select ' -- name: no' as a,\n    2;"


@pytest.mark.parametrize("second", ["same", "same "])
def test_two_statements_of_one_name_are_refused(second):
    with pytest.raises(ValueError, match="two statements are called same"):
        queries.parse(f"-- name: same\nselect 1\n-- name: {second}\nselect 2\n")


def test_a_file_without_names_has_no_statements():
    assert queries.parse("select 1;") == {}


def test_the_statements_of_a_module_stand_beside_it(tmp_path):
    (tmp_path / "thing.sql").write_text(TEXT, encoding="utf-8", newline="\r\n")
    found = queries.beside(str(tmp_path / "thing.py"))
    assert found.first.endswith("select 1;")
    with pytest.raises(AttributeError, match="third"):
        _ = found.third


def test_a_module_without_its_file_says_which_one_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=str(Path("lonely.sql"))):
        queries.beside(str(tmp_path / "lonely.py"))
