"""Whether a text fits whole into a column of a type, and the sentence that says why not."""

import pytest

from tests.database.asking import query

BIG = "123456789012345678901234567890"
FITS = [
    ("text", ["", " a ", "x" * 10_000]),
    ("character varying", ["", "x" * 10_000]),
    ("character varying(3)", ["", "abc", "  a", "żół"]),
    ("varchar(3)", ["abc"]),
    ("character(3)", ["abc", "a"]),
    ("smallint", ["-32768", "32767", "+7", "007"]),
    ("integer", ["2147483647", "-2147483648", " 12 ", "\t12\n"]),
    ("int", ["12"]),
    ("bigint", ["9223372036854775807", "-9223372036854775808"]),
    ("numeric", ["1", "-1.50", ".5", "5.", "1e3", BIG + "." + BIG, "NaN"]),
    ("numeric(5,2)", ["123.45", "-123.45", "0.1", "12.300", "+1", " 1 ", "1e2", "100e-2"]),
    ("numeric(2,2)", ["0.99", ".5", "0"]),
    ("numeric(3,0)", ["999", "5.0"]),
    ("numeric(2,-2)", ["1500", "0"]),
    ("real", ["0.1", "1e10", "123456", "NaN", "-Infinity"]),
    ("double precision", ["0.1", "1e300", "123456789.123456", "0.30000000000000004", "inf"]),
    ("boolean", ["t", "F", "true", "FALSE", "yes", "No", "on", "OFF", "1", "0", "y", "N", " t "]),
    ("date", ["2026-01-05", "2024-02-29", "20260105", "Jan 5 2026", "2026-01-05 00:00"]),
    ("date", ["0044-03-15 BC", "2026-01-05T00:00:00Z"]),
    ("time without time zone", ["10:00", "10:00:00.123456", "101112", "10:00 PM"]),
    ("time(0) without time zone", ["10:00:01"]),
    ("time with time zone", ["10:00+02"]),
    ("timestamp without time zone", ["2026-01-05", "2026-01-05T10:00", "2026-01-05 10:00:00.5"]),
    ("timestamp without time zone", ["Jan 5 2026 10:00 PM", "2026-01-05 10:00:00.1230000"]),
    ("timestamp(0) without time zone", ["2026-01-05 10:00:00", "2026-01-05 10:00:00.0"]),
    ("timestamp with time zone", ["2026-01-05", "2026-01-05 10:00+02", "2026-01-05T10:00:00Z"]),
    ("timestamp with time zone", ["2026-01-05 10:00 Europe/Berlin"]),
    ("interval", ["1 day", "P1D"]),
    ("uuid", ["11111111-2222-3333-4444-555555555555"]),
    ("jsonb", ['{"a": [1]}']),
    ("inet", ["10.0.0.1/8"]),
    ("bit(3)", ["101"]),
    ("integer[]", ["{1,NULL,3}", "{}"]),
    ("numeric(5,2)[]", ["{1.2,1.23}"]),
    ("dba.cron_expression", ["0 5 * * *"]),
]
NO_FIT = [
    ("integer", "abc", '"abc" is no integer'),
    ("integer", "", '"" is no integer'),
    ("integer", "1.0", '"1.0" is no integer'),
    ("integer", "1e3", '"1e3" is no integer'),
    ("integer", "1 2", '"1 2" is no integer'),
    ("integer", "٣", '"٣" is no integer'),
    ("integer", "0x1F", '"0x1F" is no integer'),
    ("bigint", "1_000", '"1_000" is no bigint'),
    ("integer", "2147483648", '"2147483648" is out of range for integer'),
    ("smallint", "40000", '"40000" is out of range for smallint'),
    ("bigint", BIG, f'"{BIG}" is out of range for bigint'),
    ("numeric", "1,5", '"1,5" is no numeric'),
    ("numeric", "0x1F", '"0x1F" is no numeric'),
    ("numeric(5,2)", "abc", '"abc" is no numeric'),
    ("numeric(5,2)", "12.345", '"12.345" has more decimals than numeric(5,2)'),
    ("numeric(5,2)", "1234.5", '"1234.5" is out of range for numeric(5,2)'),
    ("numeric(5,2)", "1e3", '"1e3" is out of range for numeric(5,2)'),
    ("numeric(5,2)", "Infinity", '"Infinity" is out of range for numeric(5,2)'),
    ("numeric(2,2)", "1", '"1" is out of range for numeric(2,2)'),
    ("numeric(3,0)", "0.5", '"0.5" has more decimals than numeric(3,0)'),
    ("numeric(2,-2)", "1550", '"1550" has more decimals than numeric(2,-2)'),
    ("real", "0.123456789", '"0.123456789" has more digits than real keeps'),
    ("real", "16777217", '"16777217" has more digits than real keeps'),
    ("real", "1e39", '"1e39" is out of range for real'),
    ("double precision", BIG, f'"{BIG}" has more digits than double precision keeps'),
    ("double precision", "1e400", '"1e400" is out of range for double precision'),
    ("boolean", "ja", '"ja" is no boolean'),
    ("boolean", "tr", '"tr" is no boolean'),
    ("boolean", "2", '"2" is no boolean'),
    ("character varying(3)", "abcd", '"abcd" is longer than character varying(3)'),
    ("character varying(3)", "abc ", '"abc " is longer than character varying(3)'),
    ("varchar(3)", "abcd", '"abcd" is longer than varchar(3)'),
    ("character(3)", "abc ", '"abc " is longer than character(3)'),
    ('"char"', "ab", '"ab" is longer than "char"'),
    ("date", "abc", '"abc" is no date'),
    ("date", "2026-02-31", '"2026-02-31" is no date'),
    ("date", "31/01/2026", '"31/01/2026" is no date'),
    ("date", "0000-01-01", '"0000-01-01" is no date'),
    (
        "date",
        "2026-01-05 10:00",
        '"2026-01-05 10:00" has a time of day, which date would drop',
    ),
    ("date", "today", '"today" is a word, not a date'),
    ("date", " Yesterday ", '" Yesterday " is a word, not a date'),
    ("date", "EPOCH", '"EPOCH" is a word, not a date'),
    ("date", "-infinity", '"-infinity" is a word, not a date'),
    ("timestamp without time zone", "now", '"now" is a word, not a time'),
    ("timestamp with time zone", "tomorrow 10:00", '"tomorrow 10:00" is a word, not a time'),
    ("timestamp with time zone", "infinity", '"infinity" is a word, not a time'),
    ("time without time zone", "allballs", '"allballs" is a word, not a time'),
    (
        "timestamp without time zone",
        "2026-01-05 10:00:00.1234567",
        '"2026-01-05 10:00:00.1234567" has more decimals than timestamp without time zone keeps',
    ),
    (
        "timestamp(0) with time zone",
        "2026-01-05 10:00:00.5Z",
        '"2026-01-05 10:00:00.5Z" has more decimals than timestamp(0) with time zone keeps',
    ),
    (
        "time(0) without time zone",
        "10:00:00.5",
        '"10:00:00.5" has more decimals than time(0) without time zone keeps',
    ),
    (
        "time without time zone",
        "10:00+02",
        '"10:00+02" names a time zone, which time without time zone would drop',
    ),
    (
        "time with time zone",
        "2026-01-05 10:00+02",
        '"2026-01-05 10:00+02" has a date, which time with time zone would drop',
    ),
    ("uuid", "x", '"x" is no uuid'),
    ("jsonb", '{"a":', '"{"a":" is no jsonb'),
    ("bit(3)", "10", '"10" does not fit whole into bit(3)'),
    ("interval(0)", "00:00:00.5", '"00:00:00.5" does not fit whole into interval(0)'),
    ("interval", "infinity", '"infinity" is a word, not an interval'),
    ("money", "1.234", '"1.234" has more decimals than money'),
    ("integer[]", "{1,x}", '"x" is no integer'),
    ("integer[]", "{1,2", '"{1,2" is no integer[]'),
    ("numeric(5,2)[]", "{1.234}", '"1.234" has more decimals than numeric(5,2)'),
    (
        "dba.cron_expression",
        "daily",
        '"daily" breaks the rule five_fields_as_cron_reads_them of dba.cron_expression',
    ),
]
ZONES = ["+02", "Z", " UTC", " Europe/Berlin", "-11:30", "+0530", " EST", "+00"]


def reason(connection, value, kind):
    """Both functions must be of one opinion, with a constant type and with one that is a value."""
    ((why, fits),) = query(
        connection, "select dba.f_misfit(%s, %s), dba.f_fits(%s, %s)", *(value, kind) * 2
    )
    ((again, fits_again),) = query(
        connection,
        "select dba.f_misfit(v, t), dba.f_fits(v, t) from (values (%s, %s)) as x (v, t)",
        value,
        kind,
    )
    assert (fits, again, fits_again) == (why is None, why, fits)
    return why


@pytest.mark.parametrize("kind, values", FITS, ids=[f"{k} {v[0]}"[:40] for k, v in FITS])
def test_a_value_that_fits_whole_has_no_reason(connection, kind, values):
    assert {value: reason(connection, value, kind) for value in values} == dict.fromkeys(values)


@pytest.mark.parametrize("kind, value, sentence", NO_FIT)
def test_a_value_that_does_not_fit_has_a_reason(connection, kind, value, sentence):
    assert reason(connection, value, kind) == sentence


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("session", ["UTC", "Europe/Berlin"])
def test_a_time_zone_is_not_dropped_whatever_the_zone_of_the_session(connection, session, zone):
    query(connection, "select set_config('timezone', %s, false)", session)
    value = f"2026-01-05 10:00{zone}"
    why = reason(connection, value, "timestamp without time zone")
    assert why == (f'"{value}" names a time zone, which timestamp without time zone would drop')


@pytest.mark.parametrize("kind, _", FITS, ids=[k for k, _ in FITS])
def test_nothing_fits_everywhere(connection, kind, _):
    assert reason(connection, None, kind) is None


@pytest.mark.parametrize("style, day", [("DMY", "31/01/2026"), ("MDY", "01/31/2026")])
def test_the_session_says_what_comes_first_day_or_month(connection, style, day):
    query(connection, f"set datestyle = 'ISO, {style}'")
    assert reason(connection, day, "date") is None
    query(connection, f"set datestyle = 'ISO, {'MDY' if style == 'DMY' else 'DMY'}'")
    assert reason(connection, day, "date") == f'"{day}" is no date'


def test_a_word_of_a_list_is_told_what_the_list_has(connection):
    query(connection, "create type public.mood as enum ('sad', 'ok')")
    assert reason(connection, "ok", "mood") is None
    assert reason(connection, "great", "mood") == '"great" is no mood, which has sad, ok'


def test_a_domain_asks_for_what_its_own_type_asks_for(connection):
    query(connection, "create domain public.code as varchar(3) constraint big check (value > 'b')")
    assert reason(connection, "cde", "code") is None
    assert reason(connection, "cdef", "code") == '"cdef" is longer than character varying(3)'
    assert reason(connection, "abc", "code") == '"abc" breaks the rule big of code'
    query(connection, "create domain public.day as date not null")
    assert reason(connection, "2026-01-05 10:00", "day").endswith("which date would drop")


def test_a_long_value_is_cut_and_kept_on_one_line(connection):
    why = reason(connection, "two\nlines " + "x" * 100, "integer")
    assert why == f'"two lines {"x" * 50}…" is no integer'


@pytest.mark.parametrize("kind", ["nonsense", "integer; select 1", "integer -- x\n) from a; b ("])
def test_a_type_that_is_none_is_an_error_of_its_own(connection, kind):
    with pytest.raises(Exception, match=r"there is no type|syntax error|invalid type name"):
        query(connection, "select dba.f_misfit('x', %s)", kind)


def test_a_test_with_a_constant_type_costs_no_call(connection):
    plan = query(
        connection,
        "explain (verbose) select * from (values ('1'), ('2')) as x (v)"
        " where dba.f_fits(v, 'integer') and dba.f_fits(v, 'numeric(10,2)')",
    )
    assert "f_fits" not in str(plan)


def test_what_needs_the_server_is_asked_of_the_server(connection):
    """An error of a cast must not end the transaction."""
    query(connection, "select dba.f_misfit('99999999999', 'integer')")
    assert query(connection, "select 1") == [(1,)]
