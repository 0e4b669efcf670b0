"""A list of steps that could not work is refused, in a sentence that says what to write."""

import json
import re

import psycopg2
import pytest

from systemscripts.foundation import database
from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.transform import settings
from systemscripts.stages.transform.steps import STEPS
from systemscripts.tables import lookup
from tests.database.asking import query
from tests.support import HOME

README = HOME / "systemscripts/stages/transform/README.md"
MAP = {"step": "map", "column": "a", "table": "public.t", "from": "k", "to": "v"}
DATE = {"step": "parse_date", "columns": ["a"], "format": "dd.MM.yyyy"}
REPLACE = {"step": "replace", "columns": ["a"], "find": "a", "with": "", "regex": True}
UNPIVOT = {"step": "unpivot", "keep": ["a"], "names_to": "n", "values_to": "v"}

FINE = [
    [],
    *([json.loads(e)] for e in re.findall(r"^\| \w+ \| `(\{.*?\})`", README.read_text(), re.M)),
    [{"step": "trim"}, {"step": "trim", "columns": ["a"], "characters": " *"}],
    [{"step": "number", "columns": ["a"], "decimal": ",", "thousands": "\u2019", "units": ["kg"]}],
    [{"step": "number", "columns": ["a"], "percent": True, "negative_in_parentheses": False}],
    [{**DATE, "format": "yyyy-MM-ddTHH:mm:ssZ", "to": "MMM yyyy HH"}],
    [{**REPLACE, "find": "(?P<x>a)", "with": "\\1"}],
    *([{**REPLACE, "find": pattern}] for pattern in ("[a-c-e]", "a{300}", "a++", "\\é", "a|")),
    [{**REPLACE, "find": "\\(", "with": ""}],
    [{**REPLACE, "find": "(", "with": "", "regex": False}],
    [{"step": "constant", "column": "a", "value": ""}],
    [{"step": "map", "column": "a", "values": {"": "none"}, "otherwise": "refuse"}],
]
WRONG = [
    ({"step": "trim"}, "transforms must be a list"),
    ("trim", "transforms must be a list"),
    (["trim"], "step 1 must be an object"),
    ([{"step": "trim"}, {}], "step 2 must be an object"),
    ([{"step": ["trim"]}], "step 1 must be an object"),
    ([{"step": None}], "step 1 must be an object"),
    ([{"step": "trim"}, {"step": "renam"}], 'step 2 (renam) is unknown; did you mean "rename"?'),
    ([{"step": "Parse-Date"}], 'step 1 (Parse-Date) is unknown; did you mean "parse_date"?'),
    ([{"step": "x"}], "step 1 (x) is unknown; the steps are rename, keep, drop, trim, case, re"),
    ([{"step": "drop"}], 'step 1 (drop) lacks "columns": a list of different names'),
    ([{"step": "drop", "column": ["a"]}], 'step 1 (drop) lacks "columns"'),
    ([{"step": "trim", "colums": ["a"]}], 'does not know "colums"; did you mean "columns"?'),
    ([{"step": "trim", "if": 1}], 'does not know "if"; it takes columns, characters'),
    ([{"step": "drop", "columns": "a"}], '"columns" must be a list of different names such as'),
    ([{"step": "drop", "columns": []}], '"columns" must be a list of different names'),
    ([{"step": "drop", "columns": None}], '"columns" must be a list of different names'),
    ([{"step": "drop", "columns": ["a", "a"]}], '"columns" must be a list of different names'),
    ([{"step": "drop", "columns": ["a", " "]}], '"columns" must be a list of different names'),
    ([{"step": "drop", "columns": ["a", 1]}], '"columns" must be a list of different names'),
    ([{"step": "rename", "columns": ["a"]}], '"columns" must be old and new names such as'),
    ([{"step": "rename", "columns": {}}], '"columns" must be old and new names'),
    ([{"step": "rename", "columns": {"a": ""}}], '"columns" must be old and new names'),
    ([{"step": "rename", "columns": {"": "a"}}], '"columns" must be old and new names'),
    ([{"step": "rename", "columns": {"a": 1}}], '"columns" must be old and new names'),
    ([{"step": "rename", "columns": {"a": "x", "b": "x"}}], '"columns" must be old and new names'),
    ([{"step": "trim", "characters": ""}], '"characters" must be text that is not empty'),
    (
        [{"step": "case", "columns": ["a"], "to": "Upper"}],
        '"to" must be "lower", "upper" or "title"',
    ),
    ([{**REPLACE, "regex": "yes"}], '"regex" must be true or false'),
    ([{**REPLACE, "find": ""}], '"find" must be text that is not empty'),
    ([{**REPLACE, "with": None}], '"with" must be text in quotes'),
    ([{**REPLACE, "find": "(a"}], '"find" is no regular expression'),
    ([{**REPLACE, "find": "\\(a)"}], '"find" is no regular expression'),
    ([{**REPLACE, "find": "*a"}], '"find" is no regular expression'),
    ([{**REPLACE, "find": "[a"}], '"find" is no regular expression'),
    ([{**REPLACE, "find": "a\\"}], '"find" is no regular expression'),
    (
        [{"step": "split", "column": "a", "by": ")", "into": ["b"], "regex": True}],
        '"by" is no regular expression',
    ),
    ([{**UNPIVOT, "names_to": " "}], '"names_to" must be a name such as "amount"'),
    ([{"step": "constant", "column": "a", "value": 1}], '"value" must be text in quotes'),
    ([{"step": "map", "column": "a"}], 'needs either "values" or "table"'),
    ([{**MAP, "values": {"a": "b"}}], 'needs either "values" or "table"'),
    ([{"step": "map", "column": "a", "table": "public.t"}], 'needs "from" and "to"'),
    ([{"step": "map", "column": "a", "values": {"a": "b"}, "to": "v"}], 'but no "table"'),
    ([{"step": "map", "column": "a", "values": {"a": 1}}], '"values" must be an object of texts'),
    ([{"step": "map", "column": "a", "values": {}}], '"values" must be an object of texts'),
    ([{**MAP, "table": "t"}], '"table" must be schema and table in lower case'),
    ([{**MAP, "otherwise": "guess"}], '"otherwise" must be "keep", "empty" or "refuse"'),
    ([{**DATE, "format": "dd.MM.yy"}], '"format" must be a date in yyyy, MM or MMM, dd'),
    ([{**DATE, "format": "DD.MM.YYYY"}], '"format" must be a date in yyyy'),
    ([{**DATE, "format": "MM.yyyy"}], '"format" must be a date in yyyy'),
    ([{**DATE, "format": "dd.MM.yyyy hh:mm"}], '"format" must be a date in yyyy'),
    ([{**DATE, "format": "dd.MM.yyyy mm"}], '"format" must be a date in yyyy'),
    ([{**DATE, "format": "dd.MM.yyyy HH:ss"}], '"format" must be a date in yyyy'),
    ([{**DATE, "format": "dd MM MMM yyyy"}], '"format" must be a date in yyyy'),
    ([{**DATE, "to": ""}], '"to" must be a date or a part of it'),
    ([{**DATE, "to": "HH:mm"}], '"to" asks for the hour, which "format" lacks'),
    (
        [{"step": "number", "columns": ["a"], "decimal": ";"}],
        '"decimal" must be "." or ","',
    ),
    (
        [{"step": "number", "columns": ["a"], "thousands": "-"}],
        '"thousands" must be ".", ",", " ", "\'", "\u2019" or "_"',
    ),
    (
        [{"step": "number", "columns": ["a"], "thousands": "."}],
        '"decimal" and "thousands" must differ',
    ),
]


def problem(connection, transforms):
    return query(connection, "select dba.f_transforms_problem(%s)", json.dumps(transforms))[0][0]


def test_a_list_that_works_is_welcome(connection):
    for transforms in FINE:
        assert problem(connection, transforms) is None, transforms
        assert settings.problem(transforms) == "", transforms


def test_a_list_that_cannot_work_is_named_with_what_to_write(connection):
    for transforms, sentence in WRONG:
        said = problem(connection, transforms)
        assert said, transforms
        assert sentence in said, transforms
        assert "\n" not in said


def test_the_steps_themselves_refuse_the_same(connection):
    """In the same words, up to what each of them adds."""
    for transforms, _ in WRONG:
        said, ours = problem(connection, transforms), settings.problem(transforms)
        first = re.split("[;:]", said)[0].replace(" is no regular expression", " (or")
        assert ours.startswith(first), (said, ours)


def test_no_transforms_are_no_problem(connection):
    assert query(connection, "select dba.f_transforms_problem(null)") == [(None,)]
    assert "must be a list" in problem(connection, None)


def test_the_database_knows_the_same_steps_as_the_code(connection):
    rows = query(connection, "select step, setting, kind, required from dba.f_transform_settings()")
    assert rows == [
        (name, key, kind, key in step.required)
        for name, step in STEPS.items()
        for key, kind in step.settings.items()
    ]


def test_every_kind_of_setting_can_be_checked(connection):
    kinds = {kind for step in STEPS.values() for kind in step.settings.values()}
    for kind in kinds:
        checked = "select dba.f_transform_kind_problem(%s, '[[]]')"
        assert query(connection, checked, kind)[0][0], kind
    assert {kind for kind in kinds if "|" not in kind} == set(settings.KINDS)


def test_a_kind_that_nobody_can_check_is_a_defect(connection):
    with pytest.raises(psycopg2.errors.RaiseException, match="nobody can check"):
        query(connection, "select dba.f_transform_kind_problem('x', '1')")


def test_a_report_role_cannot_ask(admin_connection):
    query(admin_connection, "set role etl_report")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(admin_connection, "select dba.f_transforms_problem(null)")


@pytest.fixture
def countries(connection):
    query(connection, 'create table public.tcountry (id integer, "name of it" text)')
    query(connection, "insert into public.tcountry values (1, 'one'), (2, null), (null, 'none')")
    return "public.tcountry"


def test_a_lookup_table_gives_text_for_every_key(connection, countries):
    assert lookup.pairs(connection, countries, "id", "name of it") == [("1", "one"), ("2", None)]


def test_a_lookup_table_that_is_not_there_is_named(connection):
    with pytest.raises(ConfigError, match=r"no table public\.tnowhere") as refused:
        lookup.pairs(connection, "public.tnowhere", "id", "name")
    assert "transforms" in refused.value.hint


@pytest.mark.parametrize("pair", [("id", "name"), ("name", "id")])
def test_a_column_that_a_lookup_table_lacks_is_named(connection, countries, pair):
    with pytest.raises(ConfigError, match=r"public\.tcountry has no column name") as refused:
        lookup.pairs(connection, countries, *pair)
    assert refused.value.hint == "Its columns are: id, name of it."


def test_a_table_too_large_to_look_up_in_is_named(connection, countries, monkeypatch):
    monkeypatch.setattr(lookup, "MOST", 1)
    with pytest.raises(ConfigError, match="more than 1 rows"):
        lookup.pairs(connection, countries, "id", "name of it")


def test_a_lookup_table_that_the_loader_may_not_read_is_an_error(connection, admin_connection):
    query(admin_connection, "create table public.tsecret (id integer, name text)")
    with pytest.raises(database.Error, match="permission denied"):
        lookup.pairs(connection, "public.tsecret", "id", "name")
