"""Delimited text: every way of writing it that people use comes out as the same rows."""

import csv
import io
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.convert.to_table import explain, to_table
from systemscripts.tables.import_config import Reading
from tests.unit.converting import converted, read_back, refusal, table

PLAIN = "name,town\nÅse,Øye\n,\n"


def test_plain_text_stays_the_file_that_it_is(tmp_path):
    made = converted(tmp_path, PLAIN)
    assert made.path == tmp_path / "x.csv"
    assert (made.start, made.first_line, made.numbered) == (10, 2, False)
    assert read_back(made) == (["name", "town"], [(2, ["Åse", "Øye"]), (3, ["", ""])])
    assert list((tmp_path / "private").iterdir()) == []


@pytest.mark.parametrize(
    "content, given, start, first_line, header",
    [
        ("\ufeffa,b\r\n1,2\r\n", {}, 8, 2, ["a", "b"]),
        ("\n \n,\na,b\n1,2", {}, 9, 5, ["a", "b"]),
        ('"a\r\nb",c\n1,2\n', {}, 9, 3, ["a\r\nb", "c"]),
        ("a,b,,\n1,2,,\n", {}, 6, 2, ["a", "b", "", ""]),
        ("Report\n\na,b\n1,2\n", {"header_row": "3"}, 12, 4, ["a", "b"]),
        ("\n1,2\n3,4\n", {"header_row": "0"}, 0, 1, ["column_1", "column_2"]),
        ("a'b'c\n", {"field_separator": "'"}, 6, 2, ["a", "b", "c"]),
        ("a\tb\n", {"field_separator": "tab"}, 4, 2, ["a", "b"]),
        ("a\tb\n", {"field_separator": "\\t"}, 4, 2, ["a", "b"]),
        ("'a;b';c\n", {"quote": "'"}, 8, 2, ["a;b", "c"]),
        ('"a;b\n', {"quote": ""}, 5, 2, ['"a', "b"]),
        ("a", {}, 1, 2, ["a"]),
        ("Invalid Event ID", {}, 16, 2, ["Invalid Event ID"]),
        ("", {}, 0, 1, []),
        ("\n\n", {}, 2, 3, []),
        ("", {"header_row": "2"}, 0, 1, []),
    ],
)
def test_the_data_begins_after_the_header(tmp_path, content, given, start, first_line, header):
    made = converted(tmp_path, content, **given)
    assert made.path == tmp_path / "x.csv"
    assert (made.start, made.first_line, list(made.header)) == (start, first_line, header)


def test_a_large_file_is_not_read_to_see_where_its_data_begins(tmp_path):
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2\n" * 200_000)
        file.truncate(1 << 33)  # zeros, on no disk
    before = os.times().user
    assert to_table(path, tmp_path, Reading()).start == 4
    assert os.times().user - before < 1


ROWS = [["naïve", "œuvre"], ["a\nb", "x||y"], ["", '"']]


@pytest.mark.parametrize(
    "encoding, given",
    [
        ("windows-1252", {"encoding": "windows-1252"}),
        ("windows-1252", {"encoding": "cp1252"}),
        ("utf-8", {"encoding": "utf8", "field_separator": "||"}),
        ("utf-8-sig", {"field_separator": "||", "encoding": "utf-8"}),
        ("utf-8", {"field_separator": "¦"}),
        ("utf-8", {"quote": "¨"}),
        ("utf-16", {}),
        ("utf-16", {"encoding": "utf-16"}),
        ("utf-16-be", {"encoding": "utf-16-be"}),
        ("utf-32", {}),
    ],
)
def test_other_encodings_and_separators_are_written_anew(tmp_path, encoding, given):
    separator, quote = given.get("field_separator", ";"), given.get("quote", '"')
    text = "".join(
        separator.join(quote + v.replace(quote, 2 * quote) + quote for v in row) + "\r\n"
        for row in [["Größe", "b"], *ROWS]
    )
    assert table(tmp_path, text.encode(encoding), **given) == (
        ["Größe", "b"],
        [(2, ROWS[0]), (3, ROWS[1]), (5, ROWS[2])],
    )


def test_lines_may_end_with_a_carriage_return_only(tmp_path):
    assert table(tmp_path, "a,b\r1,2\r\r3,4") == (
        ["a", "b"],
        [(2, ["1", "2"]), (3, ["", ""]), (4, ["3", "4"])],
    )


def test_a_long_separator_and_characters_that_are_none_come_back(tmp_path):
    odd = ["\ufdd0", "\ufdd1\ufdd2", "\ufdd1\ufdd3\ufdd0"]
    assert table(tmp_path, f"a::b::c\n{'::'.join(odd)}\n", field_separator="::").rows == [(2, odd)]


@pytest.mark.parametrize(
    "given, rows",
    [
        ({"footer": "1"}, [(2, ["1", "x"]), (4, ["2", "y"])]),
        ({"footer": "2"}, [(2, ["1", "x"])]),
        ({"footer": "9"}, []),
        ({"footer": "Tot|Sum"}, [(2, ["1", "x"]), (3, ["", ""]), (4, ["2", "y"])]),
        (
            {"footer": "otal"},
            [
                (2, ["1", "x"]),
                (3, ["", ""]),
                (4, ["2", "y"]),
                (5, ["Total", "2\n"]),
                (7, ["", ""]),
            ],
        ),
        ({"footer": "$"}, [(2, ["1", "x"])]),
    ],
)
def test_what_stands_at_the_end_is_no_data(tmp_path, given, rows):
    found = table(tmp_path, 'a,b\n1,x\n\n2,y\nTotal,"2\n"\n\n', **given).rows
    assert found == rows


def test_columns_at_the_left_are_not_read(tmp_path):
    content = ",Report,\n,,\nno,a,b,\n1,2,3,\n9,,,\n4,5,6,7\n8,9\n"
    assert table(tmp_path, content, first_column=2, header_row="3") == (
        ["a", "b"],
        [(4, ["2", "3"]), (5, ["", ""]), (6, ["5", "6", "7"]), (7, ["9"])],
    )


@pytest.mark.parametrize(
    "content, separator",
    [
        ("a\n1\n", ","),
        ("a;b\n1,5;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b,c|d\n1|x,y|2\n", "|"),
        ("Amount (EUR, net);Day;Name\n1,50;2;x\n", ";"),
        ("Amount (EUR, net);Day\n1,50;2\n", ";"),
        ('"a;b","c;d"\n"1","2"\n', ","),
        ('"a,b;c"\n1\n', ","),
        ("a,b;c\n1,2\n3,4\n", ","),
        ("a,b;c\n1;2\n3;4\n", ";"),
        ("first name,last name\nx;y,z\n", ","),
    ],
)
def test_the_separator_is_the_one_that_explains_most(tmp_path, content, separator):
    assert converted(tmp_path, content).separator == separator


@pytest.mark.parametrize(
    "column, value",
    [
        ("encoding", "latin-99"),
        ("encoding", "rot13"),
        ("quote", "''"),
        ("field_separator", ""),
        ("field_separator", '"'),
        ("field_separator", "a\n"),
        ("header_row", "first"),
        ("footer", "("),
    ],
)
def test_a_setting_that_means_nothing_is_named(tmp_path, column, value):
    with pytest.raises(ConfigError) as wrong:
        table(tmp_path, PLAIN, **{column: value})
    assert repr(value) in str(wrong.value)
    assert column in str(wrong.value)
    assert "dba.timportconfig" in wrong.value.hint


@pytest.mark.parametrize(
    "content, given, reason",
    [
        (
            b"a,b\nx,\xe9t\xe9\n",
            {"footer": "1"},
            "line 2, byte 3: not UTF-8; it looks like windows",
        ),
        (b"a,\xe9\n", {}, "line 1, byte 3: not UTF-8; it looks like windows-1252"),
        (
            "a,é\nb,".encode() + b"\xe9\n",
            {"footer": "1"},
            "line 2, byte 3: not UTF-8, though other",
        ),
        (b"a,b\n\x81", {"encoding": "windows-1252"}, "line 2, byte 1: not cp1252"),
        (b"\xff\xfea\0,\0b", {}, "line 1, byte 5: not UTF-16-LE"),
        (b"\xef\xbb\xbfa,b\n", {"encoding": "latin-1"}, "begins with the mark of UTF-8"),
        ("a,b\n".encode("utf-16-le"), {}, "looks like UTF-16-LE without a byte-order mark"),
        (b"a,b\n1,\0\n", {}, "neither text nor a spreadsheet (a zero at byte 6)"),
        (bytes(range(256)), {}, "neither text nor a spreadsheet (a zero at byte 0)"),
        (bytes(64), {}, "neither text nor a spreadsheet (a zero at byte 0)"),
        (b"%PDF-1.7\n", {}, "neither text nor a spreadsheet (PDF)"),
        ("a,b\n1,\0\n".encode("utf-16"), {}, "line 2, byte 5: a zero"),
        ('"a"x,b\n', {}, "line 1: something stands between the closing quote"),
        ('a,"b\n1,2\n', {}, "line 1: a quote is opened and never closed"),
        ('a,b\n1,2\n\n"x,2\n', {"footer": "1"}, "line 4: a quote is opened and never closed"),
        ("a,b\n1,2\n", {"header_row": "3"}, "the header should be row 3, but the last row is 2"),
        ("a,b\n\n1,2\n", {"header_row": "2"}, "row 2, which should be the header, is empty"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(tmp_path, content, given, reason):
    assert refusal(tmp_path, content, **given).startswith(reason)


def test_a_byte_far_behind_the_header_is_found_when_asked_for(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\r\n" + b"1,2\r\n" * 500_000 + b"M\xfcller,3\r\n")
    found = explain(path, "orders.csv", Reading())
    assert str(found) == "orders.csv, line 500002, byte 2: not UTF-8; it looks like windows-1252"
    assert "encoding = 'windows-1252'" in found.hint
    path.write_bytes(b"a,b\n" + b"1,2\n" * 500_000 + b"\0")
    assert (
        str(explain(path, "x", Reading())) == "x, line 500002, byte 1: a zero, which no text holds"
    )


# ruff: noqa: RUF001 -- letters of other scripts are meant
@pytest.mark.parametrize(
    "text, encoding",
    [
        ("Name;Größe\nMüller;für 5 €\n", "windows-1252"),
        ("Prénom,été\nÉlodie,déjà vu\n", "mac-roman"),
        ("Imię;Miasto\nŁukasz;Łódź\nGrażyna;Wąchock\n", "windows-1250"),
        ("Имя;Город\nИван;Москва\n", "windows-1251"),
        ("Имя;Город\nИван;Москва\n", "koi8-r"),
        ("Όνομα;Πόλη\nΓιώργος;Αθήνα\n", "windows-1253"),
        ("名前,住所\n山田太郎,東京都\nサトウ,おおさか\n", "shift_jis"),
        ("名前,住所\n山田太郎,東京都\nサトウ,おおさか\n", "euc-jp"),
        ("姓名,城市\n张伟,北京\n王芳,上海市\n", "gb18030"),
        ("姓名,城市\n張偉,臺北\n王芳,高雄市\n", "big5"),
        ("이름,도시\n김철수,서울\n", "euc-kr"),
    ],
)
def test_the_encoding_is_guessed_for_the_hint(tmp_path, text, encoding):
    content = text.encode(encoding)
    assert refusal(tmp_path, content).endswith(f"it looks like {encoding}")
    assert table(tmp_path, content, encoding=encoding).header == table(tmp_path, text).header


def test_a_record_without_end_is_refused_before_memory_ends(tmp_path):
    content = b'a,b\n1,"' + b"x" * (65 << 20)
    assert refusal(tmp_path, content, footer="1") == "line 2: a record of more than 64 MiB"
    assert refusal(tmp_path, content[4:]) == "line 1: a record of more than 64 MiB"
    wide = 'a,b\n1,"' + "😀" * (17 << 20)
    assert refusal(tmp_path, wide, footer="1") == "line 2: a record of more than 64 MiB"


VALUES = some.text(some.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
DIALECTS = some.fixed_dictionaries(
    {
        "separator": some.sampled_from([",", ";", "\t", "|", "~", "¦"]),
        "quote": some.sampled_from(['"', "'"]),
        "end": some.sampled_from(["\n", "\r\n"]),
        "quoting": some.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
        "encoding": some.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"]),
        "converted": some.booleans(),
    }
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.lists(some.tuples(VALUES, VALUES, VALUES), max_size=5), DIALECTS)
def test_whatever_a_csv_writer_writes_is_read_exactly(tmp_path_factory, rows, dialect):
    text, lines = written([("a", "b", "c"), *rows], dialect)
    encoding = dialect["encoding"]
    found = table(
        tmp_path_factory.getbasetemp(),
        text.encode(encoding),
        field_separator=dialect["separator"],
        quote=dialect["quote"],
        encoding=encoding if encoding == "gb18030" else "auto",
        footer="0" if dialect["converted"] else None,
    )
    assert found.rows == list(zip(lines[1:], map(list, rows), strict=True))


def written(rows: list[tuple[str, ...]], dialect: dict[str, Any]) -> tuple[str, list[int]]:
    """The text, and the line on which each row begins."""
    text, lines = io.StringIO(newline=""), []
    writer = csv.writer(
        text,
        delimiter=dialect["separator"],
        quotechar=dialect["quote"],
        lineterminator=dialect["end"],
        # a lone carriage return is quoted only where lines end with one, or everything is
        quoting=csv.QUOTE_ALL if dialect["end"] == "\n" else dialect["quoting"],
    )
    for row in rows:
        before = io.StringIO(text.getvalue(), newline="")
        lines.append(len(list(before)) + 1)
        writer.writerow(row)
    return text.getvalue(), lines
