"""Target tables: what they look like now."""

from systemscripts.foundation import database, queries

QUERIES = queries.beside(__file__)


def columns(connection: database.Connection, schema: str, table: str) -> dict[str, str]:
    """Name -> type, in the order of the table."""
    rows = database.fetch_all(connection, QUERIES.columns, schema=schema, table=table)
    return {row.name: row.type for row in rows}
