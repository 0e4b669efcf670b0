"""The type that every value of a column fits and comes back from unchanged; else text."""

from collections.abc import Sequence

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.record_blocks import Blocks
from systemscripts.stages.load import dates, landing, values
from systemscripts.stages.load.landing import Fields, at
from systemscripts.stages.load.place import Place
from systemscripts.stages.load.values import Column, Style
from systemscripts.tables.target import TEXT, Type

STAMP = "timestamp without time zone"
STAMP_PATTERN = r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$"
SAMPLE = 1000  # only to leave out tests that fail anyway; what remains is tested on every value
AT_ONCE = 1000  # questions: the server answers no more than 1,664 in one row
Test = tuple[str, sql.Composable]


def _tests(value: sql.Composable, style: Style) -> list[Test]:
    """Type and test, the narrowest first; all values of a column must pass the same one."""
    text = values.nulled(value, style)

    def matches(pattern: str) -> sql.Composable:
        return sql.SQL("{} ~ {}").format(text, sql.Literal(pattern))

    found: list[Test] = [
        ("boolean", sql.SQL("{} in ('true', 'false')").format(text)),
        ("boolean", sql.SQL("{} in ('TRUE', 'FALSE')").format(text)),
    ]
    # before numbers, because a format of digits alone was declared with a purpose
    for one in dict.fromkeys((*style.date_formats, dates.ISO)):
        kind = STAMP if "HH" in dates.parts(one) else "date"
        ordered = values.normal(Column("", Type(kind, kind), formats=(one,)), value, style)
        found.append((kind, _and_fits(matches(dates.regex(one)), ordered, kind)))
    found.append((STAMP, _and_fits(matches(STAMP_PATTERN), text, STAMP)))
    numbers = [(kind, matches(style.canonical(kind))) for kind in ("bigint", "numeric")]
    return found + numbers


def _and_fits(test: sql.Composable, value: sql.Composable, kind: str) -> sql.Composable:
    return sql.SQL("case when {} then dba.f_fits({}, {}) else false end").format(
        test, value, sql.Literal(kind)
    )


def types(
    place: Place, source: Delimited, fields: Fields, new: Sequence[Column]
) -> dict[str, Type]:
    """Types for new columns, after a look at all of their values."""
    names = {column.name for column in new}
    open_tests = {
        (n, column.name): _tests(at(n), fields.style)
        for n, column in fields.used()
        if column.name in names
    }
    filled: set[str] = set()
    as_text = Fields(
        tuple(c and Column(c.name) for c in fields.columns), fields.headed, fields.style
    )
    for what in landing.prepared(Blocks(source), source, fields.headed):
        found = landing.land(place, what, as_text, source)
        if what.number == 0:
            _drop_failing(place, found.table, open_tests, filled, SAMPLE, fields.style)
        _drop_failing(place, found.table, open_tests, filled, None, fields.style)
        database.execute(place.connection, sql.SQL("drop table {}").format(found.table))
    return {
        name: Type(tests[0][0], tests[0][0]) if tests and name in filled else TEXT
        for (_, name), tests in open_tests.items()
    }


def _drop_failing(
    place: Place,
    table: sql.Identifier,
    open_tests: dict[tuple[int, str], list[Test]],
    filled: set[str],
    sample: int | None,
    style: Style,
) -> None:
    """Keep the tests that all values of this table pass."""
    some: list[tuple[int, str]] = []
    for key in open_tests:
        some.append(key)
        if sum(1 + len(open_tests[one]) for one in some) > AT_ONCE:
            _ask(place, table, {one: open_tests[one] for one in some}, filled, sample, style)
            some = []
    if some:
        _ask(place, table, {one: open_tests[one] for one in some}, filled, sample, style)


def _ask(
    place: Place,
    table: sql.Identifier,
    tests: dict[tuple[int, str], list[Test]],
    filled: set[str],
    sample: int | None,
    style: Style,
) -> None:
    asked = [(key, test) for key, some in tests.items() for test in some]
    parts = [
        sql.SQL("coalesce(bool_and({} is null or {}), true)").format(
            values.nulled(at(key[0]), style), test[1]
        )
        for key, test in asked
    ]
    parts += [sql.SQL("count({})").format(values.nulled(at(n), style)) for n, _ in tests]
    limit = sql.SQL(" limit {}").format(sql.Literal(sample)) if sample else sql.SQL("")
    query = sql.SQL("select {} from (select * from {}{}) as rows").format(
        sql.SQL(", ").join(parts), table, limit
    )
    _, rows = database.table(place.connection, query)
    answers = list(rows[0])
    for (key, test), passed in zip(asked, answers, strict=False):
        if not passed:
            tests[key].remove(test)
    filled |= {name for (_, name), count in zip(tests, answers[len(asked) :], strict=True) if count}
