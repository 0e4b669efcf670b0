"""One statement, its rows."""

from typing import Any


def query(connection: Any, statement: str, *values: Any) -> list[Any]:
    """The rows of a statement; an empty list when it returns none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
