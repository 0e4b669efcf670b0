"""What a column's type means for a value of a file, as SQL: landing, test, cast, hash.

Where every value looks like one of its type (record_pattern.py) a column lands as what it is; else
as text, and each value is looked at before it is cast.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2 import sql

from systemscripts.stages.load import dates, inferred
from systemscripts.tables.target import TEXT, Type

WORDS = ("text", "character varying")
NUMBERS = ("smallint", "integer", "bigint", "numeric", "real", "double precision")
DAYS = ("date", "timestamp without time zone", "timestamp with time zone")
DIRECT = (*WORDS, *NUMBERS[:4], "boolean", "uuid", "json", "jsonb")
TEXT_HASH = "hashtextextended({v}, {s})"
HASHES = {
    "text": TEXT_HASH,
    "character varying": "hashtextextended({v}::text, {s})",
    "smallint": "hashint8extended({v}::bigint, {s})",
    "integer": "hashint8extended({v}::bigint, {s})",
    "bigint": "hashint8extended({v}, {s})",
    "numeric": "hash_numeric_extended({v}, {s})",
    "boolean": "hashint8extended({v}::integer::bigint, {s})",
    "date": "hashint8extended(({v} - date '2000-01-01')::bigint, {s})",
    "timestamp without time zone": "timestamp_hash_extended({v}, {s})",
    "uuid": "uuid_hash_extended({v}, {s})",
}
ANY_HASH = "hashtextextended({v}::text, {s})"


@dataclass(frozen=True)
class Style:
    """How the files of an import write numbers, dates and nothing."""

    decimal_mark: str = "."
    thousands_mark: str | None = None
    date_formats: tuple[str, ...] = (dates.ISO,)
    null_words: tuple[str, ...] = ("",)

    @property
    def plain_numbers(self) -> bool:
        return self.decimal_mark == "." and not self.thousands_mark

    @property
    def plain_nulls(self) -> bool:
        return self.null_words == ("",)

    def canonical(self, bare: str) -> str:
        return inferred.pattern(bare, self.decimal_mark, self.thousands_mark)

    @property
    def empty_is_null(self) -> bool:
        return "" in self.null_words


@dataclass(frozen=True)
class Column:
    """A column of the file that goes into a column of the target."""

    name: str
    type: Type = TEXT
    inferred: bool = False
    required: bool = False
    formats: tuple[str, ...] = ()  # of this column alone
    promised: bool = False  # by a contract

    @property
    def days(self) -> bool:
        return self.type.bare in DAYS

    @property
    def number(self) -> bool:
        return self.type.bare in NUMBERS


def takes_all(column: Column) -> bool:
    """Whether every text fits, and nothing at all as well."""
    return (
        column.type.bare in WORDS and column.type.whole == column.type.bare and not column.required
    )


def formats(column: Column, style: Style) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(column.formats or style.date_formats), dates.ISO)))


def nulled(value: sql.Composable, style: Style) -> sql.Composable:
    """The text, or null where it is a word for nothing."""
    if style.plain_nulls or not style.null_words:
        return value
    words = sql.SQL(", ").join(map(sql.Literal, style.null_words))
    return sql.SQL("case when {0} in ({1}) then null else {0} end").format(value, words)


def normal(column: Column, value: sql.Composable, style: Style) -> sql.Composable:
    """Text as the server reads it: numbers with a point, dates in order."""
    value = nulled(value, style)
    if column.number and not style.plain_numbers:
        if style.thousands_mark:
            value = sql.SQL("replace({}, {}, '')").format(value, sql.Literal(style.thousands_mark))
        return sql.SQL("replace({}, {}, '.')").format(value, sql.Literal(style.decimal_mark))
    if column.days:
        own = formats(column, style)
        for one in own:
            if dates.needs_help(one, style.date_formats):
                iso = dates.iso(one, zoned=column.type.bare.endswith(" with time zone"))
                value = sql.SQL("regexp_replace({}, {}, {})").format(
                    value, sql.Literal(dates.grouped(one)), sql.Literal(iso)
                )
    return value


def _any_of(value: sql.Composable, tests: Sequence[sql.Composable]) -> sql.Composable:
    alternatives = sql.SQL(" or ").join(tests)
    return sql.SQL("({} is null or {})").format(value, alternatives)


def _written(column: Column, value: sql.Composable, style: Style) -> list[sql.Composable]:
    """Tests of the ways in which a date may be written."""
    found: list[sql.Composable] = []
    for one in formats(column, style):  # by LIKE "J2461046" would look like yyyyMMdd
        found.append(_matches(value, dates.regex(one)))
    return [*found, _matches(value, dates.usual(column.type.bare))]


def _number_pattern(style: Style) -> str:
    mark = "\\" + style.decimal_mark
    group = "\\" + (style.thousands_mark or "")
    grouped = rf"\d{{1,3}}({group}\d{{3}})+|" if style.thousands_mark else ""
    return rf"^\s*[-+]?({grouped}\d+)?({mark}\d*)?\s*$"


def _matches(value: sql.Composable, pattern: str) -> sql.Composable:
    return sql.SQL("{} ~ {}").format(value, sql.Literal(pattern))


def misfit(column: Column, value: sql.Composable, style: Style) -> sql.Composable:
    """Why a text does not fit whole into the column, as text; null: it does."""
    text = nulled(value, style)
    parts: list[sql.Composable] = []
    if column.required:
        parts.append(sql.SQL("when {} is null then 'it is required'").format(text))
    if column.type.bare in WORDS and column.type.whole == column.type.bare:
        parts.append(sql.SQL("when true then null"))
    if column.days:
        named = ", ".join(formats(column, style))
        parts.append(
            sql.SQL("when not {} then {} || {}").format(
                _any_of(text, _written(column, text, style)),
                sql.SQL("dba.f_quoted({})").format(value),
                sql.Literal(f" is no date written as {named}"),
            )
        )
    if column.number and not style.plain_numbers:
        parts.append(
            sql.SQL("when not {} then {} || {}").format(
                _any_of(text, [_matches(text, _number_pattern(style))]),
                sql.SQL("dba.f_quoted({})").format(value),
                sql.Literal(f" is no number with {style.decimal_mark} before its decimals"),
            )
        )
    if column.inferred and column.type.bare in inferred.TYPES:
        parts.append(
            sql.SQL("when {} !~ {} then {} || {}").format(
                text,
                sql.Literal(style.canonical(column.type.bare)),
                sql.SQL("dba.f_quoted({})").format(value),
                sql.Literal(f" would not come back the same from {column.type.whole}"),
            )
        )
    fallback = sql.SQL("dba.f_misfit({}, {})").format(
        normal(column, value, style), sql.Literal(column.type.whole)
    )
    if not parts:
        return fallback
    return sql.SQL("case {} else {} end").format(sql.SQL(" ").join(parts), fallback)


def cast(column: Column, value: sql.Composable, style: Style) -> sql.Composable:
    """The landed text as the target's column takes it."""
    value = normal(column, value, style)
    if column.type == TEXT:
        return value
    return sql.SQL("{}::{}").format(value, sql.SQL(column.type.whole))


def hashed(column: Column, value: sql.Composable) -> sql.Composable:
    """64 bits for name and value; null counts as nothing, so an added column changes no hash."""
    digest = hashlib.sha256(column.name.encode()).digest()
    seed = sql.Literal(int.from_bytes(digest[:8], "big", signed=True))
    template = HASHES.get(column.type.bare, ANY_HASH)
    return sql.SQL("coalesce(" + template + ", 0)").format(v=value, s=seed)


def hash_lands(column: Column) -> bool:
    """Whether the hash depends on nothing but the value, so that a column can be generated."""
    return column.type.bare in HASHES
