"""JSON as people deliver it: exact values, one row for each record, and its place."""

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from systemscripts.stages.convert.json_window import STEP
from tests.unit.converting import converted, refusal, table

TWO = (["a"], [(1, ["1"]), (2, ["2"])])


def test_columns_are_all_keys_in_the_order_of_their_appearance(tmp_path):
    content = '[{"b":"x","a":null},\n {},{"c":{"d":true,"e":{"f":false}},"b":"=1+1"}]'
    assert table(tmp_path, content, "x.csv") == (
        ["b", "a", "c.d", "c.e.f"],
        [(1, ["x", "", "", ""]), (2, ["", "", "", ""]), (3, ["=1+1", "", "true", "false"])],
    )


def test_a_key_that_comes_late_is_a_column_of_all_rows(tmp_path):
    content = "\n".join(['{"n":1,"a":"x"}'] * 5000 + ['{"b":2}'])
    found = table(tmp_path, content, first_column=2)
    assert found.header == ["a", "b"]
    assert found.rows[4999:] == [(5000, ["x", ""]), (5001, ["", "2"])]


def test_numbers_keep_the_text_that_they_have(tmp_path):
    numbers = ["1.10", "-0", "1E400", "12345678901234567890.0", "9" * 5000]
    content = json.dumps([{"a": 0}]).replace("0", f"[{','.join(numbers)}]")
    assert table(tmp_path, content).rows == [(1, [f"[{','.join(numbers)}]"])]
    content = "[" + ",".join(f'{{"a":{number}}}' for number in numbers) + "]"
    assert [values for _, values in table(tmp_path, content).rows] == [[n] for n in numbers]


def test_a_list_in_a_record_is_compact_json(tmp_path):
    content = '[{"a": [1.50, "ü\\n", null, true, {"b": [ ], "c": {}}], "d": []}]'
    assert table(tmp_path, content).rows == [(1, ['[1.50,"ü\\n",null,true,{"b":[],"c":{}}]', "[]"])]


@pytest.mark.parametrize(
    "content, given",
    [
        ('[{"a":1},{"a":2}]', {}),
        ('\ufeff \n[ {"a" : 1 } ,\n{"a":2} ]\n', {}),
        ('{"n":2,"tags":["x"],"none":[],"items":[{"a":1},{"a":2}],"more":[{"b":3}]}', {}),
        ('{\n"items":[\n{"a":1},\n{"a":2}\n]\n}\n', {}),
        ('{"items":[{"a":1}\n,{"a":2}\n]}', {}),
        (f'{{"n":{"1" * (STEP + 5)},"items":[{{"a":1}},{{"a":2}}]}}', {}),
        ('{"other":[{"b":3}],"items":[{"a":1},{"a":2}]}', {"sheet": "items"}),
        ('{"data":{"n":[],"items":[{"a":1},{"a":2}]},"z":0}', {"sheet": "data.items"}),
    ],
)
def test_the_list_is_found(tmp_path, content, given):
    assert table(tmp_path, content, "x.xls", **given) == TWO
    assert table(tmp_path, content.lstrip("\ufeff").encode("utf-16"), **given) == TWO


@pytest.mark.parametrize(
    "content, rows",
    [
        ('{"a":1}\n{"a":2}\n', [(1, ["1"]), (2, ["2"])]),
        ('\n{"a":1}\r\n\r\n {"a":2}', [(2, ["1"]), (4, ["2"])]),
        ('{"a":1}\n', [(1, ["1"])]),
        ('{"a":"}\\n{"}\n{"a":"["}', [(1, ["}\n{"]), (2, ["["])]),
    ],
)
def test_each_line_may_be_a_record(tmp_path, content, rows):
    assert table(tmp_path, content) == (["a"], rows)


@pytest.mark.parametrize("content", ["[]", " [ \n ]\n", '{"n":0,"results":[]}', '{"a":[]}'])
def test_an_empty_list_is_an_empty_table(tmp_path, content):
    assert table(tmp_path, content) == ([], [])


@pytest.mark.parametrize("content", ["[id],[name]\n1,2\n", "{id},{name}\n1,2\n", "[", "{"])
def test_a_heading_in_brackets_is_no_json(tmp_path, content):
    if len(content) == 1:
        refusal(tmp_path, content)
    else:
        assert converted(tmp_path, content).path == tmp_path / "x.csv"


def test_first_column_and_footer_hold_for_records_too(tmp_path):
    content = '[{"n":1,"a":"x"},{"n":2,"a":"y"},{"n":3,"a":"Total"}]'
    expected = (["a"], [(1, ["x"]), (2, ["y"])])
    assert table(tmp_path, content, first_column=2, footer="Total") == expected
    assert table(tmp_path, content, first_column=2, footer="1") == expected


@pytest.mark.parametrize(
    "content, given, reason",
    [
        ('[{"a":1},\n{"a":2}', {}, "line 2, record 2: the end where , or ] should be"),
        ('[{"a":1},\n{"a":tru}]', {}, "line 2, record 2: Expecting value"),
        ('[{"a":1},\n3]', {}, "line 2, record 2: no object"),
        ('[["a"]]', {}, "line 1, record 1: no object"),
        ('[{"a":1}]\nx', {}, "line 2: something follows the end"),
        ('{"items":[{"a":1}]', {}, "line 1: the end where , or } should be"),
        ('{"items":[{"a":1}],}', {}, "line 1: a key in quotes should be here"),
        ('{\n"error":"limit"\n}', {}, "an object without a list of objects"),
        (
            '{"items":[{"a":1}]}',
            {"sheet": "rows"},
            "no list is called 'rows'; lists are called: it",
        ),
        ('[{"a":1}]', {"sheet": "rows"}, "no list is called 'rows'"),
        ('{"a":1}\n{"a":2}', {"sheet": "rows"}, "no list is called 'rows'"),
        ('{"a":1}\n{"a":2\n{"a":3}', {}, "line 2: Expecting ',' delimiter at character 7"),
        ('{"a":1\n{"a":2}', {}, "line 1: Expecting ',' delimiter at character 7"),
        ('{"a":1}\n[2]\n', {}, "line 2: no object"),
        ('{"a":1}\n{"a":2} {"a":3}\n', {}, "line 2: something follows the object at character 8"),
        ('[{"a":1,"b":2,"a":3}]', {}, "line 1, record 1: the key 'a' comes twice in one object"),
        ('{"a":1}\n{"a":1,"a":1}', {}, "line 2: the key 'a' comes twice in one object"),
        ('[{"a":{"b":1},"a.b":2}]', {}, "line 1, record 1: two values for 'a.b'"),
        ('[{"a":NaN}]', {}, "line 1, record 1: NaN is no number of JSON"),
        ('[{"a":-Infinity}]', {}, "line 1, record 1: -Infinity is no number of JSON"),
        ('[{"a":"\\ud800"}]', {}, "line 1, record 1: half a character or a zero"),
        ('[{"a":[{"\\u0000":1}]}]', {}, "line 1, record 1: half a character or a zero"),
        ('[{"a":"x\ny"}]', {}, "line 1, record 1: Invalid control character"),
        ('[{"a":"\0"}]', {}, "line 1, record 1: Invalid control character"),
        (b'[{"a":"\xff"}]', {}, "line 1, byte 8: not UTF-8"),
        ("[" * 100_000, {}, "line 1, record 1: no object"),
        ('[{"a":' + "[" * 100_000, {}, "line 1, record 1: nested too deeply"),
        ('{"a":' * 100_000, {}, "line 1: nested too deeply"),
        ('{"a":1}\n' + '{"a":' * 100_000, {}, "line 2: nested too deeply"),
    ],
)
def test_what_is_broken_says_where(tmp_path, content, given, reason):
    assert refusal(tmp_path, content, **given).startswith(reason)


def test_what_only_looks_like_half_a_character_is_kept(tmp_path):
    content = r'[{"a":"\\u0000\\ud800 \ud83d\ude00"}]'
    assert table(tmp_path, content).rows == [(1, ["\\u0000\\ud800 😀"])]


def test_a_record_larger_than_memory_allows_is_refused(tmp_path):
    content = b'[{"a":"' + b"x" * (9 << 20)
    assert "a value of more than 8 MiB" in refusal(tmp_path, content)
    assert "a record of more than 8 MiB" in refusal(tmp_path, b'{"a":1}\n' + content[1:])


def test_names_that_never_end_are_refused(tmp_path):
    content = "\n".join(f'{{"k{n}":1}}' for n in range(20_000))
    assert "different names of columns" in refusal(tmp_path, content)


@pytest.mark.parametrize("shift", range(0, 40, 3))
def test_a_record_may_lie_across_the_edge_of_the_window(tmp_path, shift):
    filler = " " * (STEP - 20 - shift)
    content = f'[{{"a":1,"b":"x"}},{filler}{{"a":-12.50,"b":"\\u00fc\\\\"}},{{"a":123}}]'
    assert table(tmp_path, content).rows == [
        (1, ["1", "x"]),
        (2, ["-12.50", "ü\\"]),
        (3, ["123", ""]),
    ]


SCALARS = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.text(some.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
)
RECORDS = some.lists(some.dictionaries(some.sampled_from("abc"), SCALARS, min_size=1), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(RECORDS, some.sampled_from([None, 1]), some.booleans())
def test_whatever_is_written_as_json_is_read_exactly(tmp_path_factory, records, indent, ascii_only):
    folder = tmp_path_factory.getbasetemp()
    text = json.dumps(records, indent=indent, ensure_ascii=ascii_only)
    found = table(folder, text)
    assert [
        {name: value for name, value in zip(found.header, values, strict=True) if value}
        for _, values in found.rows
    ] == [{name: said(v) for name, v in record.items() if said(v)} for record in records]


def said(value: object) -> str:
    if value is None:
        return ""
    assert not isinstance(value, float) or math.isfinite(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
