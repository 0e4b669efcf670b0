"""Cheap proofs, in SQL, that a text fits its column: what they leave open is asked of the server.

A regular expression costs the server more than a cast; these cost less.
"""

from psycopg2 import sql

from systemscripts.stages.load import dates, values
from systemscripts.stages.load.values import Column, Style

DIGITS_THAT_FIT = {"smallint": 4, "integer": 9, "bigint": 18}
NUMBER = (
    "translate({v}, '0123456789', '') in ('', '.') and octet_length({v}) <= {longest}"
    " and ascii({v}) between 48 and 57 and right({v}, 1) <> '.'"
)
DAY = (
    "({v} like {shape} and translate({v}, '123456789', '000000000') = {zeros}"
    " and (substr({v}, {month}, 2) collate \"C\") between '01' and '12'"
    " and (substr({v}, {day}, 2) collate \"C\") between '01' and '28'"
    " and substr({v}, {year}, 1) in ('1', '2'))"
)


def fits(column: Column, value: sql.Composable, style: Style) -> sql.Composable:
    """True only where the text fits whole; false or null says nothing."""
    bare, plain = column.type.bare, style.plain_nulls
    test: sql.Composable
    if bare in values.WORDS and column.type.whole == bare:
        test = sql.SQL("true")
    elif not plain or column.inferred or (column.number and not style.plain_numbers):
        test = sql.SQL("{} is null").format(values.misfit(column, value, style))
    elif bare in DIGITS_THAT_FIT:
        template = "octet_length({v}) between 1 and {n} and translate({v}, '0123456789', '') = ''"
        test = sql.SQL(template).format(v=value, n=sql.Literal(DIGITS_THAT_FIT[bare]))
    elif bare == "numeric":
        test = _numeric(column, value)
    elif bare == "boolean":
        test = sql.SQL("{} in ('true', 'false', 't', 'f', '1', '0', 'TRUE', 'FALSE')").format(value)
    elif bare == "date":
        test = _date(column, value, style)
    else:
        test = sql.SQL("{} is null").format(values.misfit(column, value, style))
    if column.required:
        return sql.SQL("({} is not null and {})").format(values.nulled(value, style), test)
    return sql.SQL("({} is null or {})").format(value, test)


def _numeric(column: Column, value: sql.Composable) -> sql.Composable:
    test = sql.SQL(NUMBER).format(v=value, longest=sql.Literal(100))
    if column.type.whole == column.type.bare:
        return test
    whole, _, scale = column.type.whole.partition("(")[2].rstrip(")").partition(",")
    room = sql.SQL(
        " and octet_length(split_part({v}, '.', 1)) <= {digits}"
        " and octet_length(split_part({v}, '.', 2)) <= {scale}"
    ).format(
        v=value, digits=sql.Literal(int(whole) - int(scale)), scale=sql.Literal(max(int(scale), 0))
    )
    return sql.SQL("{}{}").format(test, room)


def _date(column: Column, value: sql.Composable, style: Style) -> sql.Composable:
    tests = [
        _one_way(value, one)
        for one in values.formats(column, style)
        if set(dates.parts(one)) == {"yyyy", "MM", "dd"}
        and not dates.needs_help(one, style.date_formats)
    ]
    return sql.SQL("({})").format(sql.SQL(" or ").join(tests))


def _one_way(value: sql.Composable, format_: str) -> sql.Composable:
    zeros = format_.translate(str.maketrans("yMd", "000"))
    places = {"year": "yyyy", "month": "MM", "day": "dd"}
    return sql.SQL(DAY).format(
        v=value,
        shape=sql.Literal(dates.like(format_)),
        zeros=sql.Literal(zeros),
        **{name: sql.Literal(format_.index(token) + 1) for name, token in places.items()},
    )
