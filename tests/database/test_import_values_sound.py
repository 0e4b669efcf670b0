"""The quick ways to tell that a value fits its column never say more than the slow one."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as some
from psycopg2 import sql

from systemscripts.foundation.delimited import Delimited
from systemscripts.stages.load import dates, quick_tests, record_pattern, values
from systemscripts.stages.load.landing import Fields
from systemscripts.stages.load.values import Column, Style
from systemscripts.tables.target import Type
from tests.database.asking import query

often = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a failure names the value: no need to search it
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LIMITED = {
    "numeric(12,2)": "numeric",
    "numeric(3,3)": "numeric",
    "character varying(5)": "character varying",
    "timestamp(0) without time zone": "timestamp without time zone",
}
KINDS = (
    *("smallint", "integer", "bigint", "numeric", "real", "double precision", "boolean"),
    *("date", "timestamp without time zone", "timestamp with time zone", "uuid", "jsonb"),
    *("text", "interval", *LIMITED),
)
STYLES = {
    "plain": Style(),
    "german": Style(",", ".", ("dd.MM.yyyy", "d.M.yyyy HH:mm:ss")),
    "american": Style(".", ",", ("MM/dd/yyyy", "M/d/yyyy")),
    "mixed": Style(",", None, ("ddMMyyyy", "yyyyMMdd", "dd-MM-yyyy")),
    "words": Style(null_words=("", "NA", "-")),
    "nothing is null": Style(null_words=()),
}
SPACE = some.sampled_from(["", "", "", " ", "\t", "\u00a0", "\n"])
DIGITS = some.text(some.sampled_from("0123456789"), max_size=12)
NUMBERS = some.builds(
    "{}{}{}{}{}{}{}".format,
    SPACE,
    some.sampled_from(["", "", "-", "+", "--", "0x", "0b", "$"]),
    DIGITS,
    some.sampled_from(["", "", ".", ",", "_", "e", "e-", ",0.", " ", "٣"]),
    DIGITS,
    some.sampled_from(["", "", "0", "e5", ".000", ",000", "-"]),
    SPACE,
)
TWO = some.integers(0, 32).map("{:02}".format) | some.integers(0, 13).map(str)
YEARS = some.sampled_from(["2026", "1999", "0000", "0044", "26", "9999", "12026", "2024"])
MARKS = some.sampled_from(["-", "/", ".", "", " "])
CLOCKS = some.sampled_from(("", " 00:00:00", " 00:00", " 24:00:00", " 23:59:60", " 1:2", " BC"))
CLOCKS |= some.sampled_from((" 10:00+02", "T00:00:00Z", "T10:11:12", " 25:00:00", " 10:11:12.5"))
CLOCKS |= some.just(" 10:00:00.1234567")
DAYS = some.builds(
    lambda parts, mark, clock: mark.join(parts) + clock,
    some.tuples(YEARS, TWO, TWO) | some.tuples(TWO, TWO, YEARS),
    MARKS,
    CLOCKS,
)
WORDS = some.sampled_from(
    "now|today|t|tr|TRUE|True|no|of|On| true |1|00|NaN|inf|infinity|epoch|NA|-|\\N|null|%|{}|P1D"
    "|J2461046|1 Jan 26|tomorrow|      now || |\x01|1 day|abcde |    x|żółtyż|{1:1,1:2}"
    "|{11111111-2222-3333-4444-555555555555}|11111111222233334444555555555555"
    "".replace("1:", '"a":').split("|")
)
ANY = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
TEXTS = some.lists(NUMBERS | DAYS | WORDS | ANY, min_size=60, max_size=120, unique=True)
WAY = """
create or replace function pg_temp.way_{number}(p_value text) returns text language plpgsql as $way$
declare
    c0 {kind};
begin
    c0 := p_value;
    return coalesce(({expression})::text, 'null');
exception when data_exception or feature_not_supported or check_violation then
    return 'error';
end $way$
"""
AT = sql.Identifier("c0")


class Answer(NamedTuple):
    text: str
    fits: str
    misfit: str
    copied: str
    careful: str
    asked: str


def column(kind: str, **more: Any) -> Column:
    return Column("x", Type(kind, LIMITED.get(kind, kind)), **more)


def answers(connection: Any, one: Column, style: Style, texts: list[str]) -> Iterator[Answer]:
    """What every way says of each text; the session is set as a load sets it."""
    query(connection, f"set datestyle = 'ISO, {dates.style(style.date_formats)}'")
    asked = sql.SQL("dba.f_misfit({}, {}) is null").format(
        values.normal(one, AT, style), sql.Literal(one.type.whole)
    )
    ways = (
        ("text", quick_tests.fits(one, AT, style)),
        ("text", values.misfit(one, AT, style)),
        (one.type.whole, AT),
        ("text", values.cast(one, AT, style)),
        ("text", asked),
    )
    for number, (landed, expression) in enumerate(ways):
        way = sql.SQL(WAY).format(
            number=sql.SQL(str(number)), kind=sql.SQL(landed), expression=expression
        )
        query(connection, way)
    calls = ", ".join(f"pg_temp.way_{number}(v)" for number in range(len(ways)))
    rows = query(connection, f"select v, {calls} from unnest(%s::text[]) as u (v)", texts)
    return (Answer(*row) for row in rows)


def _contradictions(one: Column, style: Style, said: Answer, plain: bool) -> Iterator[str]:
    """What one way says and another denies."""
    fine = said.misfit == "null"
    nothing = said.text in style.null_words
    if said.fits == "true" and not fine:
        yield "the quick test lets pass what does not fit"
    if fine and not nothing and said.asked != "true":
        yield "the server finds a misfit"
    if fine and said.careful == "error":
        yield "it fits, but its cast fails"
    if fine and not nothing and one.days and not _is_written(one, style, said.text):
        yield "it is not written as dates of this import are"
    if plain and said.copied != "error" and not nothing and not fine:
        yield f"COPY takes it, though {said.misfit}"
    if plain and fine and not nothing and said.copied != said.careful:
        yield f"COPY takes it as {said.copied}, not as {said.careful}"


def _is_written(one: Column, style: Style, text: str) -> bool:
    ways = [dates.regex(way) for way in values.formats(one, style)]
    zone = r"( ?(Z|[+-]\d\d(:?\d\d)?))?" if one.type.bare.endswith(" with time zone") else ""
    ways.append(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?" + zone)
    return any(re.fullmatch(way, text, re.ASCII) for way in ways)


def looks_plain(one: Column, style: Style, folder: Path) -> Callable[[str], bool]:
    """Whether the pattern of bytes takes the value, in a file with one column more."""
    fields = Fields((one, Column("y")), 2, style)
    source = Delimited(folder / "x.csv", "x.csv", ("x", "y"))
    pattern = record_pattern.compiled(fields, source)

    def looks(text: str) -> bool:
        return bool(pattern and pattern.fullmatch(f"{text},y\n".encode()))

    return looks


def contradictions(
    connection: Any, folder: Path, one: Column, style: Style, texts: list[str]
) -> list[str]:
    plain = looks_plain(one, style, folder)
    return [
        f"{said.text!r} in {one.type.whole}: {problem}"
        for said in answers(connection, one, style, texts)
        for problem in _contradictions(one, style, said, plain(said.text))
    ]


@pytest.mark.parametrize("kind", KINDS)
@often
@given(TEXTS, some.sampled_from([*STYLES]), some.booleans())
@example(["0x1F", "1_000", "0b1", "0o7", "1e3", "tr", "ye", "of", "12 345"], "plain", False)
def test_all_ways_agree_on_which_values_fit(connection, tmp_path, kind, texts, style, required):
    one = column(kind, required=required)
    assert contradictions(connection, tmp_path, one, STYLES[style], texts) == []


@pytest.mark.parametrize("kind", ["bigint", "numeric", "boolean", "date", "text"])
@often
@given(TEXTS, some.sampled_from([*STYLES]))
def test_all_ways_agree_where_the_type_was_inferred(connection, tmp_path, kind, texts, style):
    found = contradictions(connection, tmp_path, column(kind, inferred=True), STYLES[style], texts)
    assert found == []


FORMATS = ["yyyyMMdd", "dd.MM.yyyy", "M/d/yyyy", "d-M-yyyy", "yyyy/MM/dd", "ddMMyyyy HHmmss"]


@pytest.mark.parametrize("kind", ["date", "timestamp without time zone"])
@often
@given(
    some.lists(DAYS, min_size=60, max_size=120, unique=True),
    some.lists(some.sampled_from(FORMATS), min_size=1, max_size=3, unique=True),
    some.sampled_from([*STYLES]),
)
def test_all_ways_agree_on_dates_of_any_format(connection, tmp_path, kind, texts, formats, style):
    one = column(kind, formats=tuple(formats))
    assert contradictions(connection, tmp_path, one, STYLES[style], texts) == []


@pytest.mark.parametrize("kind", ["smallint", "bigint", "numeric", "numeric(12,2)"])
@often
@given(some.lists(NUMBERS, min_size=60, max_size=120, unique=True))
def test_a_number_that_is_taken_has_the_value_that_stands_in_the_file(connection, kind, texts):
    for said in answers(connection, column(kind), Style(), texts):
        if said.misfit == "null" and said.text:
            assert Decimal(said.careful) == Decimal(said.text.strip())
