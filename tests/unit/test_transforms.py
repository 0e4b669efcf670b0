"""What each step of an import does to a file."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.stages.transform import run_steps, settings
from systemscripts.stages.transform.steps import STEPS
from tests.support import HOME
from tests.unit.transforming import table, written

README = HOME / "systemscripts/stages/transform/README.md"
PEOPLE = (["Id", "Full Name", "Town"], [["1", "Ada Lovelace", "London"], ["2", "NA", ""]])


def test_columns_are_renamed_all_at_once(tmp_path):
    step = {"step": "rename", "columns": {"Id": "Town", "Town": "Id", "full_name": "name"}}
    assert table(tmp_path, *PEOPLE, step) == [
        ["Town", "name", "Id"],
        ["1", "Ada Lovelace", "London"],
        ["2", "NA", ""],
    ]


def test_kept_columns_come_in_the_order_asked_for(tmp_path):
    step = {"step": "keep", "columns": ["Town", "Id"]}
    assert table(tmp_path, *PEOPLE, step) == [["Town", "Id"], ["London", "1"], ["", "2"]]


def test_dropped_columns_are_gone(tmp_path):
    step = {"step": "drop", "columns": ["full_name", "Town"]}
    assert table(tmp_path, *PEOPLE, step) == [["Id"], ["1"], ["2"]]


def test_somebody_who_drops_every_column_is_told(tmp_path):
    with pytest.raises(DataError, match=r"orders.csv: step 1 \(drop\): no column is left"):
        table(tmp_path, *PEOPLE, {"step": "drop", "columns": ["Id", "full_name", "Town"]})


def one(tmp_path: Path, value: str, **step: object) -> str:
    return table(tmp_path, ["a", "b"], [[value, "x"]], step)[1][0]


@pytest.mark.parametrize(
    "step, before, after",
    [
        ({"step": "trim"}, " \t a b\u00a0", "a b"),
        ({"step": "trim", "columns": ["a"], "characters": "*-"}, "-*a*b*", "a*b"),
        ({"step": "trim", "columns": ["b"]}, " a ", " a "),
        ({"step": "case", "columns": ["a"], "to": "upper"}, "straße", "STRASSE"),
        ({"step": "case", "columns": ["a"], "to": "lower"}, "ÄB", "äb"),
        (
            {"step": "case", "columns": ["a"], "to": "title"},
            "it's ada LOVELACE",
            "It's Ada Lovelace",
        ),
        ({"step": "replace", "columns": ["a"], "find": ".", "with": "-"}, "a.b.c", "a-b-c"),
        (
            {"step": "replace", "columns": ["a"], "find": r"(\d+)/", "with": r"\1-", "regex": True},
            "1/23/x",
            "1-23-x",
        ),
    ],
)
def test_letters_are_changed_as_the_step_says(tmp_path, step, before, after):
    assert one(tmp_path, before, **step) == after


@pytest.mark.parametrize(
    "value, parts",
    [("a-b-c-d", ["a", "b", "c-d"]), ("a", ["a", "", ""]), ("", ["", "", ""]), ("--", [""] * 3)],
)
def test_the_last_part_of_a_split_takes_the_rest(tmp_path, value, parts):
    step = {"step": "split", "column": "a", "by": "-", "into": ["x", "y", "z"]}
    assert table(tmp_path, ["a", "b"], [[value, "."]], step) == [
        ["a", "b", "x", "y", "z"],
        [value, ".", *parts],
    ]


def test_a_split_may_be_made_by_a_pattern_with_groups(tmp_path):
    step = {"step": "split", "column": "a", "by": r"\s*(,|;)\s*", "into": ["x", "y"], "regex": True}
    assert table(tmp_path, ["a"], [["1 ; 2, 3"]], step)[1] == ["1 ; 2, 3", "1", "2, 3"]


def test_a_pattern_that_finds_nothing_between_two_letters_does_not_split_them(tmp_path):
    step = {"step": "split", "column": "a", "by": "-*", "into": ["x", "y"], "regex": True}
    assert table(tmp_path, ["a"], [["ab--c"]], step)[1] == ["ab--c", "ab", "c"]


def test_a_join_leaves_empty_values_out(tmp_path):
    step = {"step": "join", "columns": ["c", "a"], "with": ", ", "into": "all"}
    rows = [["1", "2", "3"], ["", "2", "3"], ["", "2", ""]]
    found = table(tmp_path, ["a", "b", "c"], rows, step)
    assert [row[3] for row in found] == ["all", "3, 1", "3", ""]


def test_a_constant_is_a_new_column(tmp_path):
    step = {"step": "constant", "column": "currency", "value": "EUR"}
    assert table(tmp_path, ["a"], [["1"], ["2"]], step) == [
        ["a", "currency"],
        ["1", "EUR"],
        ["2", "EUR"],
    ]


MONTHS = (["Id", "Jan", "Feb"], [["1", "10", ""], ["2", "", "NA"]])
UNPIVOT = {"step": "unpivot", "keep": ["Id"], "names_to": "month", "values_to": "amount"}


def test_columns_become_rows(tmp_path):
    assert table(tmp_path, *MONTHS, UNPIVOT) == [
        ["Id", "month", "amount"],
        ["1", "Jan", "10"],
        ["1", "Feb", ""],
        ["2", "Jan", ""],
        ["2", "Feb", "NA"],
    ]


def test_empty_values_need_not_become_rows(tmp_path):
    found = table(tmp_path, *MONTHS, {**UNPIVOT, "drop_empty": True})
    assert found[1:] == [["1", "Jan", "10"], ["2", "Feb", "NA"]]


COUNTRIES = {"step": "map", "column": "a", "table": "public.tcountry", "from": "code", "to": "name"}


def test_a_lookup_table_is_asked_once_for_a_file(tmp_path):
    asked = []

    def lookup(*of: str) -> list[tuple[str | None, str | None]]:
        asked.append(of)
        return [("DE", "Germany"), ("XX", None), (None, "nowhere")]

    again = {**COUNTRIES, "column": "b", "into": "c"}
    rows = [["DE", "DE"], ["XX", "XX"], ["", "DE"]]
    found = table(tmp_path, ["a", "b"], rows, COUNTRIES, again, lookup=lookup, at_once=1)
    assert found[1:] == [["Germany", "DE", "Germany"], ["", "XX", ""], ["", "DE", "Germany"]]
    assert asked == [("public.tcountry", "code", "name")]


def test_a_lookup_with_two_answers_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"public\.tcountry has 'DE' more than once in code"):
        table(tmp_path, ["a"], [["DE"]], COUNTRIES, lookup=lambda *_: [("DE", "x"), ("DE", "x")])


@pytest.mark.parametrize(
    "step",
    [
        {"step": "map", "values": {"NA": "none"}, "column": "a"},
        {"step": "number", "columns": ["a"]},
        {"step": "parse_date", "columns": ["a"], "format": "yyyy-MM-dd"},
    ],
)
def test_what_cannot_be_read_refuses_the_file_unless_told_otherwise(tmp_path, step):
    with pytest.raises(DataError, match=r"orders.csv, line 4: step 1 \(\w+\): a: 'n/a' is n") as no:
        table(tmp_path, ["a", "b"], [["", ""], ["", "1"], ["n/a", "2"]], step)
    assert '"otherwise": "keep"' in no.value.hint
    assert one(tmp_path, "n/a", **step, otherwise="keep") == "n/a"
    assert one(tmp_path, "n/a", **step, otherwise="empty") == ""
    assert one(tmp_path, "", **step) == ""


@pytest.mark.parametrize(
    "format, to, before, after",
    [
        ("dd.MM.yyyy", "", "31.01.2026", "2026-01-31"),
        ("MM/dd/yyyy", "", "1/5/2026", "2026-01-05"),
        ("yyyyMMdd", "", "20260131", "2026-01-31"),
        ("dd MMM yyyy", "", "1 sept 2026", ""),
        ("dd MMM yyyy", "", "1 SEP 2026", "2026-09-01"),
        ("MMM dd, yyyy", "", "September 1, 2026", "2026-09-01"),
        ("ddMMMyyyy", "", "01May2026", "2026-05-01"),
        ("yyyy-MM-ddTHH:mm:ssZ", "", "2026-01-31T18:05:09Z", "2026-01-31 18:05:09"),
        ("dd.MM.yyyy HH:mm", "", "31.01.2026 9:05", "2026-01-31 09:05:00"),
        ("dd.MM.yyyy", "MMM yyyy", "31.01.2026", "Jan 2026"),
        ("dd.MM.yyyy", "", "31.02.2026", ""),
        ("dd.MM.yyyy", "", "31.01.26", ""),
        ("dd.MM.yyyy", "", "31.01.2026 ", ""),
        ("dd.MM.yyyy", "", "01.31.2026", ""),
        ("dd.MM.yyyy", "", "٣١.01.2026", ""),
        ("yyyyMMdd", "", "2026121", ""),
        ("yyyy-MM-dd HH:mm", "", "2026-01-31 24:00", ""),
        ("yyyy-MM-dd", "", "0000-01-01", ""),
    ],
)
def test_a_date_is_read_by_its_format_and_never_guessed(tmp_path, format, to, before, after):
    step = {"step": "parse_date", "columns": ["a"], "format": format, "otherwise": "empty"}
    assert one(tmp_path, before, **step, **({"to": to} if to else {})) == after


GERMAN = {"decimal": ",", "thousands": "."}
SPACED = {"decimal": ",", "thousands": " "}


@pytest.mark.parametrize(
    "how, before, after",
    [
        (GERMAN, "1.234,50 EUR", "1234.50"),
        (GERMAN, "-1.234.567", "-1234567"),
        (GERMAN, "1.23", ""),
        (GERMAN, "1234.567,5", ""),
        (SPACED, "1\u00a0234,5\u202f€", "1234.5"),
        (SPACED, "12 34,5", ""),
        ({}, "12345678901234567890.10", "12345678901234567890.10"),
        ({}, "007", "007"),
        ({}, " $.50", "0.50"),
        ({}, "-$5.", "-5"),
        ({}, "$-5", "-5"),
        ({}, "5-", "-5"),
        ({}, "\u22125", "-5"),
        ({}, "+5", "5"),
        ({}, "(1.50)", "-1.50"),
        ({}, "€ (1.50)", "-1.50"),
        ({}, "(-1)", ""),
        ({}, "(1", ""),
        ({}, "1)(", ""),
        ({}, "--1", ""),
        ({"negative_in_parentheses": False}, "(1)", ""),
        ({}, "1,234", ""),
        ({}, "1.2M", ""),
        ({}, "5 MIO", ""),
        ({}, "1e5", ""),
        ({}, "1 2", ""),
        ({}, "٣", ""),
        ({}, "EUR", ""),
        ({}, "5 kg", ""),
        ({"units": ["kg"]}, "5 kg", "5"),
        ({"units": ["Rs"]}, "Rs 500", "500"),
        ({"units": ["Rs"]}, "Rs.500", ""),
        ({}, "5 EUR USD", ""),
        ({}, "5%", ""),
        ({"percent": True}, "12.5 %", "0.125"),
        ({"percent": True}, "-5%", "-0.05"),
        ({"percent": True}, "100%", "1.00"),
        ({"percent": True}, "0.125", "0.125"),
        ({"percent": True}, "%5", ""),
        ({"percent": True}, "5 EUR %", ""),
    ],
)
def test_a_number_is_read_digit_by_digit_and_never_guessed(tmp_path, how, before, after):
    step = {"step": "number", "columns": ["a"], "otherwise": "empty", **how}
    assert one(tmp_path, before, **step) == after


@pytest.mark.parametrize(
    "step, complaint, hint",
    [
        ({"step": "drop", "columns": ["x"]}, "there is no column 'x'", "There are: a, A b, c, c."),
        ({"step": "drop", "columns": ["c"]}, "2 columns are called 'c'", "a name of its own"),
        ({"step": "keep", "columns": ["A b", "a_b"]}, "the column 'a_b' is named twice", ""),
        ({"step": "rename", "columns": {"a": "A_B"}}, "there is a column 'A_B' already", "drop"),
        ({"step": "rename", "columns": {"a": "x", "A b": "X"}}, "there is a column 'X' alr", ""),
        ({"step": "constant", "column": "A b", "value": ""}, "there is a column 'A b' alr", ""),
        ({**UNPIVOT, "keep": ["a"], "names_to": "A"}, "there is a column 'A' already", ""),
        ({**UNPIVOT, "keep": ["a"], "names_to": "amount"}, "there is a column 'amount' alr", ""),
    ],
)
def test_a_column_that_is_not_clear_names_the_step(tmp_path, step, complaint, hint):
    first = {"step": "trim", "columns": ["a_b"]}
    with pytest.raises(DataError) as refused:
        table(tmp_path, ["a", "A b", "c", "c"], [], first, step)
    assert str(refused.value).startswith(f"orders.csv: step 2 ({step['step']}): {complaint}")
    assert hint in refused.value.hint


def test_headings_that_nobody_uses_may_be_doubled_or_empty(tmp_path):
    steps = [{"step": "trim"}, {"step": "drop", "columns": ["unnamed:_3"]}]
    found = table(tmp_path, ["c", "c", "a", ""], [[" 1", "2 ", "3", "4"]], *steps)
    assert found == [["c", "c", "a"], ["1", "2", "3"]]


def test_a_wrong_step_is_refused_before_anything_is_read(tmp_path):
    source = written(tmp_path / "a.csv", ["a"], [["1", "too long"]])
    with pytest.raises(ConfigError, match=r'step 1 \(drop\) lacks "columns"') as refused:
        run_steps.transform(source, [{"step": "drop"}], tmp_path)
    assert "dba.timportconfig" in refused.value.hint


def test_a_preview_shows_what_each_step_does(tmp_path):
    source = written(tmp_path / "a.csv", *MONTHS)
    steps = [{"step": "trim"}, {**UNPIVOT, "drop_empty": True}]
    trimmed, unpivoted = run_steps.preview(source, steps, rows=1)
    assert (trimmed.number, trimmed.step, trimmed.columns) == (1, "trim", ("Id", "Jan", "Feb"))
    assert (trimmed.rows_in, trimmed.rows_out) == (2, 2)
    assert trimmed.rows == [(2, ["1", "10", ""])]
    assert (unpivoted.number, unpivoted.columns) == (2, ("Id", "month", "amount"))
    assert (unpivoted.rows_in, unpivoted.rows_out) == (2, 2)
    assert unpivoted.rows == [(2, ["1", "Jan", "10"])]


def test_a_job_without_transforms_never_waits_for_pandas():
    code = (
        "import sys, systemscripts.stages.transform.run_steps as r;"
        "assert r.transform('the file', [], '.') == 'the file';"
        "assert r.preview('the file', []) == [];"
        "raise SystemExit('pandas' in sys.modules or 'numpy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=HOME, check=True)


def test_the_readme_shows_every_step_as_it_can_be_written():
    shown = re.findall(r"^\| (\w+) \| `(\{.*?\})` \|", README.read_text(), re.MULTILINE)
    steps = [json.loads(example) for _, example in shown]
    assert [step["step"] for step in steps] == [name for name, _ in shown]
    assert list(dict.fromkeys(name for name, _ in shown)) == list(STEPS)
    assert settings.problem(steps) == ""
