"""How files are read: words for nothing, numbers, dates, header, footer, separators, encodings."""

import json

import pytest

from tests.journeys.orders import (
    add_import,
    columns_of,
    counts,
    deliver,
    load,
    messages,
    must_add_up,
    rows,
    types_of,
)
from tests.support import Pipeline


def typed(pipeline: Pipeline, types: dict[str, str], **changes: object) -> None:
    columns = [{"name": name, "type": kind} for name, kind in types.items()]
    contract = json.dumps({"columns": columns})
    add_import(
        pipeline, **{"typing": "contract", "contract": contract, "bad_rows": "reject", **changes}
    )


@pytest.mark.parametrize(
    "words, expected",
    [
        ('{""}', [("NA", None), ("null", "x"), (" ", "n/a")]),
        ('{"",NA,n/a}', [(None, None), ("null", "x"), (" ", None)]),
        ('{NA,"null"}', [(None, ""), (None, "x"), (" ", "n/a")]),
        ('{" ",na}', [("NA", ""), ("null", "x"), ("", None), (None, "n/a")]),
        ("{}", [("NA", ""), ("null", "x"), (" ", "n/a")]),
    ],
)
@pytest.mark.parametrize("dedup", ["none", "row_hash"])
def test_words_for_nothing_become_null_and_no_others(pipeline, words, expected, dedup):
    add_import(pipeline, null_words=words, deduplication=dedup)
    deliver(pipeline, "orders_20260105_a.csv", "a,b\nNA,\nnull,x\n\n, \n,\n ,n/a\n")
    load(pipeline)
    found = rows(pipeline, "a, b")
    assert [row for row in found if row[1] != " "] == expected
    assert counts(pipeline) == [(6, 4, 0, 0)]
    must_add_up(pipeline)


@pytest.mark.parametrize("words", ['{""}', '{"",NA}', "{NA}"])
def test_blank_rows_are_blank_and_not_bad_whatever_means_nothing(pipeline, words):
    typed(pipeline, {"no": "integer", "day": "date", "note": "text"}, null_words=words)
    body = "1,2026-01-05,x\n\n,,\n2,2026-01-06,\n,,\n"
    deliver(pipeline, "orders_20260105_a.csv", f"no,day,note\n{body}")
    deliver(pipeline, "orders_20260106_b.csv", f"no,day,note\n{body}x,y,z\n", 1)
    load(pipeline)
    assert counts(pipeline) == [(5, 2, 0, 0), (6, 2, 0, 1)]
    must_add_up(pipeline)


HEADERS = {
    "auto": ("\n,\na,b\n1,2\n", ["a", "b"], [("1", "2")]),
    "1": ("a,b\n1,2\n", ["a", "b"], [("1", "2")]),
    "3": ("report of today\n\na,b\n1,2\n", ["a", "b"], [("1", "2")]),
    "0": ("1,2\n3,4\n", ["column_1", "column_2"], [("1", "2"), ("3", "4")]),
}


@pytest.mark.parametrize("row", HEADERS)
def test_the_header_is_where_the_row_says(pipeline, row):
    text, names, expected = HEADERS[row]
    add_import(pipeline, header_row=row, field_separator=",", bad_rows="reject")
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert columns_of(pipeline)[2:] == names
    assert rows(pipeline, ", ".join(names)) == expected


FOOTERS = {
    "1": ("a,b\n1,2\n3,4\nTotal,6\n\n", [("1", "2"), ("3", "4")]),
    "2": ("a,b\n1,2\n3,4\nTotal,6\nEnd\n", [("1", "2"), ("3", "4")]),
    "(Grand )?Total": ("a,b\n1,2\nTotals,4\nx,y\n", [("1", "2")]),
    "^$": ("a,b\n1,2\n,4\nx,y\n", [("1", "2")]),
}


@pytest.mark.parametrize("footer", FOOTERS)
def test_the_footer_is_no_data(pipeline, footer):
    text, expected = FOOTERS[footer]
    add_import(pipeline, footer=footer)
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "a, b") == expected
    must_add_up(pipeline)


SEPARATORS = {
    ("auto", '"'): 'a;b\n1;"x;y"\n',
    ("tab", '"'): 'a\tb\n1\t"x;y"\n',
    ("|", '"'): "a|b\n1|x;y\n",
    ("||", '"'): 'a||b\n1||"x;y"\n',
    ("::", ""): "a::b\n1::x;y\n",
    (";", "'"): "a;b\n1;'x;y'\n",
    ("~", '"'): "a~b\n1~x;y\n",
    ("§", '"'): "a§b\n1§x;y\n",
}


@pytest.mark.parametrize("separator, quote", SEPARATORS)
def test_values_are_separated_and_quoted_as_the_row_says(pipeline, separator, quote):
    add_import(pipeline, field_separator=separator, quote=quote, bad_rows="reject")
    deliver(pipeline, "orders_20260105_a.csv", SEPARATORS[separator, quote])
    load(pipeline)
    assert rows(pipeline, "a, b") == [("1", "x;y")]


def test_without_a_quote_a_quote_is_a_character(pipeline):
    add_import(pipeline, quote="", field_separator=",")
    text = 'a,b\n"1",5" pipe\n\'x,"\n"open,y\nback\\slash,\\.\n'
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "a, b") == [
        ('"1"', '5" pipe'),
        ("'x", '"'),
        ('"open', "y"),
        ("back\\slash", "\\."),
    ]


def test_a_quote_within_an_unquoted_value_is_a_character(pipeline):
    add_import(pipeline, typing="infer")
    text = 'no,note\n1,5" pipe\n2,"say ""hi"""\n3,a"b"c\n4,\n'
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    notes = [('5" pipe',), ('say "hi"',), ('a"b"c',), (None,)]
    assert rows(pipeline, "note") == notes
    assert types_of(pipeline)["no"] == "bigint"


ENCODED = {
    "auto": ("utf-8-sig", "utf-16", "utf-8"),
    "windows-1252": ("cp1252",),
    "iso-8859-15": ("iso-8859-15",),
    "utf-16le": ("utf-16-le",),
    "cp850": ("cp850",),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_characters_arrive_from_every_encoding(pipeline, encoding):
    add_import(pipeline, encoding=encoding)
    text = "Straße,b\nCafé ñ,2\n"
    for minute, real in enumerate(ENCODED[encoding]):
        deliver(pipeline, f"orders_2026010{minute + 1}_a.csv", text.encode(real), minute)
    load(pipeline)
    assert rows(pipeline, '"straße", b') == [("Café ñ", "2")] * len(ENCODED[encoding])


def test_an_encoding_that_cannot_be_is_refused_with_the_best_guess(pipeline):
    add_import(pipeline)
    deliver(pipeline, "orders_20260105_a.csv", "name,b\nCafé,2\nStraße,3\n".encode("cp1252"))
    deliver(pipeline, "orders_20260105_b.csv", "name,b\nCafé,2\n", 1)
    load(pipeline, 65)
    assert "line 2" in messages(pipeline)["a"]
    assert "windows-1252" in messages(pipeline)["a"]
    assert rows(pipeline, "name") == [("Café",)]


def test_columns_before_the_first_are_not_read(pipeline):
    add_import(pipeline, first_column=3)
    deliver(pipeline, "orders_20260105_a.csv", "x,y,a,b\n1,2,3,4\n1,2,,\n5,6,7,8\n")
    load(pipeline)
    assert columns_of(pipeline)[2:] == ["a", "b"]
    assert counts(pipeline) == [(3, 2, 0, 0)]
