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
    problems,
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
        ("{NA,null}", [(None, ""), (None, "x"), (" ", "n/a")]),
        ('{" ",na}', [("NA", ""), ("null", "x"), (None, "n/a")]),
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


NUMBERS = {
    "1.234,50": "1234.50",
    "1234,5": "1234.5",
    "-1.234.567,89": "-1234567.89",
    "+5": "5",
    "0,5": "0.5",
    "12": "12",
}
NO_NUMBERS = ["1.5", "1,234.50", "12.34", "1.2345,6", "1,2,3", "1 234", "1e3", "NaN", "--1"]


@pytest.mark.parametrize("kind", ["numeric", "numeric(12,2)", "double precision"])
@pytest.mark.parametrize("together", [True, False])
def test_numbers_with_a_comma_and_groups(pipeline, kind, together):
    """A block with a bad row and one without are read in different ways: to the same end."""
    typed(pipeline, {"x": kind}, decimal_mark=",", thousands_mark=".", field_separator=";")
    good = "".join(f"{one}\n" for one in NUMBERS)
    bad = "".join(f"{one}\n" for one in NO_NUMBERS)
    deliver(pipeline, "orders_20260105_a.csv", f"x\n{good}{bad if together else ''}")
    if not together:
        for n, one in enumerate(NO_NUMBERS):
            deliver(pipeline, f"orders_20260105_bad{n}.csv", f"x\n{one}\n", n + 1)
    load(pipeline)
    found = [float(x) for (x,) in rows(pipeline, "x")]
    assert found == [float(one) for one in NUMBERS.values()]
    assert [value for _, _, value, _ in problems(pipeline)] == NO_NUMBERS
    assert '"1.5" is no number with , before its decimals' in problems(pipeline)[0][3]


@pytest.mark.parametrize("mark", [" ", "'", "’", "_", "\u00a0", "\u202f", ","])
def test_groups_may_have_other_marks(pipeline, mark):
    typed(pipeline, {"x": "numeric", "y": "integer"}, thousands_mark=mark, field_separator=";")
    text = "x;y\n1,234,567.25;1,000\n5;5\n1,23;5\n".replace(",", mark)
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "x::text, y") == [("1234567.25", 1000), ("5", 5)]
    assert [line for line, *_ in problems(pipeline)] == [4]


DATES = {
    "ddMMyyyy": "31012026",
    "yyyyMMdd": "20260131",
    "MMddyyyy": "01312026",
    "yyyyddMM": "20263101",
    "dd.MM.yyyy": "31.01.2026",
    "d.M.yyyy": "31.1.2026",
    "MM/dd/yyyy": "01/31/2026",
    "M/d/yyyy": "1/31/2026",
    "yyyy/MM/dd": "2026/01/31",
    "yyyy.dd.MM": "2026.31.01",
    "dd-MM-yyyy": "31-01-2026",
    "dd MM yyyy": "31 01 2026",
    "yyyy_MM_dd": "2026_01_31",
    "yyyy-MM-dd": "2026-01-31",
}


@pytest.mark.parametrize("format_", DATES)
@pytest.mark.parametrize("bad", [False, True])
def test_dates_as_they_are_written(pipeline, format_, bad):
    formats = "{" + f'"{format_}"' + "}"
    typed(pipeline, {"day": "date", "at": "timestamp"}, date_formats=formats)
    more = "nonsense,\n" if bad else ""
    late = DATES[format_].replace("31", "12").replace("01", "11")  # 12 November
    text = f"day,at\n{DATES[format_]},{DATES[format_]}\n{late},{late}\n2026-01-31,\n{more}"
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "day::text, at::text") == [
        ("2026-01-31", "2026-01-31 00:00:00"),
        ("2026-11-12", "2026-11-12 00:00:00"),
        ("2026-01-31", None),
    ]
    assert len(problems(pipeline)) == bad


MOMENTS = {
    "dd.MM.yyyy HH:mm": ("31.01.2026 07:05", "2026-01-31 07:05:00"),
    "yyyyMMddHHmmss": ("20260131070509", "2026-01-31 07:05:09"),
    "yyyyMMdd HHmm": ("20260131 0705", "2026-01-31 07:05:00"),
    "dd.MM.yyyyHH:mm": ("31.01.202607:05", "2026-01-31 07:05:00"),
    "HH:mm dd/MM/yyyy": ("07:05 31/01/2026", "2026-01-31 07:05:00"),
    "M/d/yyyy HH:mm:ss.SSS": ("1/31/2026 07:05:09.125", "2026-01-31 07:05:09.125"),
    "yyyy-MM-dd HH:mm:ss,SSS": ("2026-01-31 07:05:09,125", "2026-01-31 07:05:09.125"),
    "yyyy-MM-ddTHH:mm:ssZ": ("2026-01-31T07:05:09Z", "2026-01-31 07:05:09"),
}


@pytest.mark.parametrize("format_", MOMENTS)
@pytest.mark.parametrize("bad", [False, True])
def test_moments_as_they_are_written(pipeline, format_, bad):
    written, read = MOMENTS[format_]
    kinds = {"at": "timestamp", "zoned": "timestamptz", "day": "date"}
    typed(pipeline, kinds, date_formats="{" + f'"{format_}"' + "}", field_separator=";")
    more = "nonsense;;\n" if bad else ""
    deliver(pipeline, "orders_20260105_a.csv", f"at;zoned;day\n{written};{written};\n{more}")
    load(pipeline)
    found = rows(pipeline, "at::text, (zoned at time zone 'UTC')::text")
    assert found == [(read, read)]
    assert len(problems(pipeline)) == bad


@pytest.mark.parametrize("bad", [False, True])
def test_a_date_never_loses_a_time_of_day(pipeline, bad):
    typed(pipeline, {"day": "date"}, date_formats='{dd.MM.yyyy,"dd.MM.yyyy HH:mm"}')
    more = "nonsense\n" if bad else ""
    text = f"day\n31.01.2026\n31.01.2026 00:00\n31.01.2026 10:30\n{more}"
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "day::text") == [("2026-01-31",), ("2026-01-31",)]
    assert [(line, value) for line, _, value, _ in problems(pipeline)][:1] == [
        (4, "31.01.2026 10:30")
    ]


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
