"""dba.tjobrun, as statements for the process that watches over a run (see foundation/psql.py)."""

from systemscripts.foundation import psql, queries

QUERIES = queries.beside(__file__)


def begin(**values: object) -> str:
    return psql.fill(QUERIES.begin, **values)


def finish(**values: object) -> str:
    return psql.fill(QUERIES.finish, **values)


def died(jobrun_ids: list[str]) -> str:
    return psql.fill(QUERIES.died, jobrun_ids="{" + ",".join(jobrun_ids) + "}")
