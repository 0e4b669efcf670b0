"""Every named query is explained by the database that onboarding built, as the loader."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.house import tree

PARAMETER = re.compile(r"%\((\w+)\)s")
EXPLAINABLE = {"select", "insert", "update", "delete", "merge", "values", "with", "table"}
NOT_EXPLAINABLE = {"set", "reset", "lock", "listen", "unlisten", "notify", "analyze", "vacuum"} | {
    *("truncate", "refresh", "create", "alter", "drop", "grant", "revoke", "comment", "do"),
}


def explain_problems(root: Path, connection: Any) -> list[str]:
    problems = []
    for path in tree.files(root, "systemscripts", suffix=".sql"):
        for query in tree.named_queries(path):
            if problem := _problem(connection, query.text):
                where = f"{tree.relative(root, path)}:{query.line}"
                problems.append(f"{where} {query.name}: {problem}")
    return problems


def _problem(connection: Any, text: str) -> str:
    statement = re.sub(r"^\s*--.*$", "", text, flags=re.MULTILINE).strip().rstrip(";")
    kind = (re.match(r"\(*\s*(\w*)", statement) or [""])[1].lower()
    if kind in NOT_EXPLAINABLE:
        return ""
    if kind in EXPLAINABLE:
        return _first_error(connection, ATTEMPTS, statement)
    if kind == "copy":
        return _first_error(connection, [_as_insert], statement)
    if kind == "call":
        return _call_problem(connection, statement)
    return f"{kind or 'nothing'} is no statement for a named query"


def _first_error(connection: Any, attempts: list[Callable[..., str]], statement: str) -> str:
    """ "" when one way to write the parameters is understood; else what the first one met."""
    errors = []
    for attempt in attempts:
        try:
            with _undone(connection) as cursor:
                cursor.execute(attempt(statement))
            return ""
        except psycopg2.Error as error:
            errors.append(str(error).strip().splitlines()[0])
    return errors[0]


@contextmanager
def _undone(connection: Any) -> Iterator[Any]:
    alone = connection.autocommit
    with connection.cursor() as cursor:
        cursor.execute("begin" if alone else "savepoint house")
        try:
            yield cursor
        finally:
            cursor.execute("rollback" if alone else "rollback to savepoint house")


def _filled(statement: str, value: str) -> str:
    filled, count = PARAMETER.subn(value, statement)
    return filled.replace("%%", "%") if count else filled


def _with_null(statement: str) -> str:
    return f"explain {_filled(statement, 'null')}"


def _with_text(statement: str) -> str:
    return f"explain {_filled(statement, chr(39) + '1' + chr(39))}"


def _prepared(statement: str) -> str:
    """Lets PostgreSQL work out what type each parameter has."""
    names = list(dict.fromkeys(PARAMETER.findall(statement)))
    for number, name in enumerate(names, start=1):
        statement = statement.replace(f"%({name})s", f"${number}")
    values = f"({', '.join(['null'] * len(names))})" if names else ""
    body = statement.replace("%%", "%") if names else statement
    return f"deallocate all; prepare house as {body}; explain execute house{values}"


ATTEMPTS: list[Callable[..., str]] = [_with_null, _prepared, _with_text]


def _as_insert(statement: str) -> str:
    found = re.match(r"copy\s+([\w.]+)\s*(?:\(([^)]*)\))?\s+from\b", statement, re.IGNORECASE)
    if not found:
        return f"explain {statement}"
    columns = f"({found[2]})" if found[2] else ""
    count = len(found[2].split(",")) if found[2] else 1
    return f"explain insert into {found[1]} {columns} values ({', '.join(['null'] * count)})"


def _call_problem(connection: Any, statement: str) -> str:
    found = re.match(r"call\s+(?:(\w+)\.)?(\w+)\s*\((.*)\)$", statement, re.IGNORECASE | re.DOTALL)
    if not found:
        return "this call cannot be read"
    count = found[3].count(",") + 1 if found[3].strip() else 0
    with _undone(connection) as cursor:
        cursor.execute(
            """
            select from pg_proc
            where prokind = 'p' and proname = %s and pronamespace::regnamespace::text = %s
              and has_function_privilege(oid, 'execute')
              and %s between pronargs - pronargdefaults and pronargs
            """,
            (found[2], found[1] or "public", count),
        )
        return "" if cursor.rowcount else f"no such procedure with {count} arguments: {found[2]}"


def test_every_named_query_fits_the_database(connection):
    assert explain_problems(tree.ROOT, connection) == []


def _planted(root: Path, statement: str) -> Path:
    return tree.plant(
        root, {"systemscripts/tables/a.sql": f"-- name: a\n-- About a.\n{statement}\n"}
    )


@pytest.mark.parametrize(
    "statement",
    [
        "select no_such_column from dba.tdataset;",
        "select 1 from dba.no_such_table where a = %(a)s;",
        "update dba.tdataset set label = %(label)s wher 1;",
        "copy dba.tlogentry (no_such_column) from stdin;",
        "call dba.no_such_procedure(%(a)s);",
        "commit;",
        "",
    ],
)
def test_a_query_that_does_not_fit_is_noticed(tmp_path, connection, statement):
    problems = explain_problems(_planted(tmp_path, statement), connection)
    assert len(problems) == 1
    assert problems[0].startswith("systemscripts/tables/a.sql:1 a: ")


@pytest.mark.parametrize(
    "statement",
    [
        "select datasetid from dba.tdataset where datasetid = any(%(ids)s) limit %(n)s;",
        "select now() - interval %(age)s;",
        "select 5 %% 2 as odd, %(a)s::date as day;",
        "select 5 % 2 as odd;",
        "with a as (select 1 as b) select b from a;",
    ],
)
def test_a_query_that_fits_is_left_alone(tmp_path, connection, statement):
    assert explain_problems(_planted(tmp_path, statement), connection) == []
