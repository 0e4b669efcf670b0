"""Numbers and dates as files write them: read exactly, or told apart from what they are not."""

import json
import re

import pytest

from tests.journeys.orders import add_import, deliver, load, problems, rows
from tests.support import Pipeline


def typed(pipeline: Pipeline, types: dict[str, str], **changes: object) -> None:
    columns = [{"name": name, "type": kind} for name, kind in types.items()]
    contract = json.dumps({"columns": columns})
    add_import(
        pipeline, **{"typing": "contract", "contract": contract, "bad_rows": "reject", **changes}
    )


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


@pytest.mark.parametrize("mark", [" ", "'", "\u2019", "_", "\u00a0", "\u202f", ","])
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
    december = re.sub(r"(?<!\d)1(?!\d)", "12", DATES[format_].replace("01", "12"))
    late = december.replace("31", "11")  # 11 December
    text = f"day,at\n{DATES[format_]},{DATES[format_]}\n{late},{late}\n2026-01-31,\n{more}"
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "day::text, at::text") == [
        ("2026-01-31", "2026-01-31 00:00:00"),
        ("2026-12-11", "2026-12-11 00:00:00"),
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


def test_a_zone_in_the_format_is_that_of_the_moment_wherever_the_server_stands(
    pipeline, admin_connection, database_name
):
    with admin_connection.cursor() as cursor:
        cursor.execute(f"alter database {database_name} set timezone = 'America/New_York'")
    formats = '{yyyy-MM-ddTHH:mm:ssZ,"dd.MM.yyyy HH:mm"}'
    typed(pipeline, {"zoned": "timestamptz"}, date_formats=formats)
    text = "zoned\n2026-01-31T07:05:09Z\n31.01.2026 07:05\n"
    deliver(pipeline, "orders_20260105_a.csv", text)
    load(pipeline)
    assert rows(pipeline, "(zoned at time zone 'UTC')::text") == [
        ("2026-01-31 07:05:09",),
        ("2026-01-31 12:05:00",),
    ]


@pytest.mark.parametrize("bad", [False, True])
def test_moments_as_iso_writes_them_are_always_understood(pipeline, bad):
    typed(pipeline, {"at": "timestamp", "zoned": "timestamptz"}, date_formats="{dd.MM.yyyy}")
    at = ["2026-01-31 10:00", "2026-01-31T10:00:00", "2026-01-31 10:00:00.123456"]
    zoned = ["2026-01-31 10:00:00+02", "2026-01-31T08:00:00Z", "2026-01-31 13:30:00.5+05:30"]
    more = "2026-01-31 10:00:00+02,\n" if bad else ""
    body = "".join(f"{one},{other}\n" for one, other in zip(at, zoned, strict=True))
    deliver(pipeline, "orders_20260105_a.csv", f"at,zoned\n{body}{more}")
    load(pipeline)
    assert rows(pipeline, "at::text, (zoned at time zone 'UTC')::text") == [
        ("2026-01-31 10:00:00", "2026-01-31 08:00:00"),
        ("2026-01-31 10:00:00", "2026-01-31 08:00:00"),
        ("2026-01-31 10:00:00.123456", "2026-01-31 08:00:00.5"),
    ]
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
