"""Any table in which the steps of an import look values up."""

from psycopg2 import sql

from systemscripts.foundation import database, queries
from systemscripts.foundation.errors import ConfigError

QUERIES = queries.beside(__file__)
MOST = 1_000_000  # pairs that fit into memory without anybody noticing
PAIRS = """
select {key}::text as key, {value}::text as value
from {table}
where {key} is not null
limit %(most)s
"""


def pairs(
    connection: database.Connection, table: str, key: str, value: str
) -> list[tuple[str, str | None]]:
    """Key and value of every row that has a key."""
    schema, _, name = table.partition(".")
    _must_exist(connection, schema, name, (key, value))
    query = sql.SQL(PAIRS).format(
        key=sql.Identifier(key), value=sql.Identifier(value), table=sql.Identifier(schema, name)
    )
    rows = database.fetch_all(connection, query, most=MOST + 1)
    if len(rows) > MOST:
        raise ConfigError(
            f"{table} has more than {MOST:,} rows: too many to look values up in",
            hint="Look up in a smaller table, or join the tables after the load.",
        )
    return [(row.key, row.value) for row in rows]


def _must_exist(
    connection: database.Connection, schema: str, table: str, wanted: tuple[str, str]
) -> None:
    rows = database.fetch_all(connection, QUERIES.columns, schema=schema, table=table)
    known = [row.name for row in rows]
    if not known:
        raise ConfigError(
            f"there is no table {schema}.{table} to look values up in",
            hint="Correct transforms in dba.timportconfig, or make the table.",
        )
    for column in wanted:
        if column not in known:
            raise ConfigError(
                f"{schema}.{table} has no column {column} to look values up in",
                hint=f"Its columns are: {', '.join(known)}.",
            )
