"""Whether two values are the same, also for types that have no = of their own."""

from psycopg2 import sql

from systemscripts.tables.target import Type

WITHOUT_EQUALS = ("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle")


def comparable(value: sql.Composable, kind: Type) -> sql.Composable:
    """The value, or what is written of it."""
    return sql.SQL("{}::text").format(value) if kind.bare in WITHOUT_EQUALS else value


def same(left: sql.Composable, right: sql.Composable, kind: Type) -> sql.Composable:
    return sql.SQL("{} is not distinct from {}").format(
        comparable(left, kind), comparable(right, kind)
    )
