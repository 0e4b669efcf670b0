"""What the loader lets the server read by itself, the server reads as it is meant."""

from datetime import datetime

import pytest

from systemscripts.stages.load import dates

DAYS = ((1, 2), (2, 1), (12, 11), (11, 12), (12, 31), (2, 28), (10, 1))
CLOCKS = ((0, 0, 0, 0), (7, 8, 9, 123_000), (23, 59, 59, 999_000))


def written(format_: str, at: datetime) -> str:
    told = {
        "yyyy": f"{at.year:04}",
        "MM": f"{at.month:02}",
        "dd": f"{at.day:02}",
        "M": str(at.month),
        "d": str(at.day),
        "HH": f"{at.hour:02}",
        "mm": f"{at.minute:02}",
        "ss": f"{at.second:02}",
        "SSS": f"{at.microsecond // 1000:03}",
    }
    return "".join(told.get(part, part) for part in dates.tokens(format_))


def meant(format_: str, at: datetime) -> datetime:
    """Without what the format does not tell."""
    lost = {"SSS": "microsecond", "ss": "second", "mm": "minute", "HH": "hour"}
    return at.replace(**{name: 0 for part, name in lost.items() if part not in format_})


@pytest.mark.parametrize("style", ["YMD", "DMY", "MDY"])
def test_the_server_reads_each_readable_format(connection, style):
    formats = [one for one in dates.READABLE if dates.order(one) in ("YMD", style)]
    wrong = []
    with connection.cursor() as cursor:
        cursor.execute(f"set datestyle = 'ISO, {style}'")
        for format_ in formats:
            every = [
                datetime(year, *day, *clock)
                for year in (1000, 1999, 2026, 9999)
                for day in DAYS
                for clock in CLOCKS
            ]
            texts = [written(format_, one) for one in every]
            cursor.execute(
                "select t.text, t.text::timestamp, t.text::date"
                " from unnest(%s) with ordinality as t (text, n) order by t.n",
                (texts,),
            )
            for one, (text, moment, day) in zip(every, cursor.fetchall(), strict=True):
                if (moment, day) != (meant(format_, one), one.date()):
                    wrong.append((format_, text, moment))
    assert len(formats) > 40
    assert wrong == []


@pytest.mark.parametrize(
    "format_", ["yyyy/dd/MM", "yyyyMMddHHmmss", "dd MM yyyy", "HH:mm d.M.yyyy"]
)
def test_what_the_server_would_misread_is_put_in_order_first(format_):
    assert dates.needs_help(format_, (format_,))
