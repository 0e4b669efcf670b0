"""Each fixed statement stands in x.sql beside x.py, under one name, and is used."""

import re
from pathlib import Path

import pytest

from tests.house import tree

OWN = re.compile(r"QUERIES\.(\w+)$")
ELSEWHERE = re.compile(r"(?:^|\.)(\w+)\.QUERIES\.(\w+)$")


def pairing_problems(root: Path) -> list[str]:
    """tables/: one x.py and one x.sql for each noun."""
    found = {p for p in tree.files(root, "systemscripts/tables") if p.stem != "__init__"}
    twins = {".py": ".sql", ".sql": ".py"}
    return [
        f"{tree.relative(root, path)}: no {path.stem}{twins[path.suffix]} beside it"
        for path in sorted(found)
        if path.suffix in twins and path.with_suffix(twins[path.suffix]) not in found
    ]


def query_problems(root: Path) -> list[str]:
    used = _used(root)
    problems = []
    for path in tree.files(root, "systemscripts", suffix=".sql"):
        here, queries = tree.relative(root, path), tree.named_queries(path)
        names = [query.name for query in queries]
        first = queries[0].line if queries else None
        above = path.read_text(encoding="utf-8").splitlines()[: first and first - 1]
        if any(line.strip() and not line.startswith("--") for line in above):
            problems.append(f"{here}: a statement without a name")
        for query in queries:
            if names.count(query.name) > 1:
                problems.append(f"{here}:{query.line} the name {query.name} is taken")
            if not re.fullmatch(r"[a-z][a-z0-9_]*", query.name):
                problems.append(f"{here}:{query.line} {query.name!r} cannot be a name")
            if (path.stem, query.name) not in used:
                problems.append(f"{here}:{query.line} nobody uses {query.name}")
    return problems + _unknown(root, used)


def _used(root: Path) -> dict[tuple[str, str], str]:
    """(x, name) -> where, for QUERIES.name in x.py and x.QUERIES.name elsewhere."""
    used: dict[tuple[str, str], str] = {}
    for path in tree.code(root):
        module = tree.parsed(path)
        for line, name in tree.chains(module) + tree.mentions(module):
            where = f"{tree.relative(root, path)}:{line}"
            if own := OWN.match(name):
                used.setdefault((path.stem, own[1]), where)
            elif elsewhere := ELSEWHERE.search(name):
                used.setdefault((elsewhere[1], elsewhere[2]), where)
    return used


def _unknown(root: Path, used: dict[tuple[str, str], str]) -> list[str]:
    paths = tree.files(root, "systemscripts", "jobscripts", suffix=".sql")
    known = {(path.stem, query.name) for path in paths for query in tree.named_queries(path)}
    return [
        f"{where} there is no query {name} in {stem}.sql"
        for (stem, name), where in used.items()
        if (stem, name) not in known
    ]


def test_every_noun_has_its_queries_beside_it():
    assert pairing_problems(tree.ROOT) == []


def test_every_named_query_is_used_and_every_used_one_exists():
    assert query_problems(tree.ROOT) == []


def test_a_module_or_a_sql_file_alone_is_noticed(tmp_path):
    tree.plant(
        tmp_path,
        {
            "systemscripts/tables/__init__.py": "",
            "systemscripts/tables/run.py": "",
            "systemscripts/tables/report.sql": "",
        },
    )
    assert pairing_problems(tmp_path) == [
        "systemscripts/tables/report.sql: no report.py beside it",
        "systemscripts/tables/run.py: no run.sql beside it",
    ]


@pytest.mark.parametrize(
    "module, sql, complaint",
    [
        ("", "-- name: open\nselect 1;", "nobody uses open"),
        ("QUERIES.open", "-- name: open\nselect 1;\n-- name: open\nselect 2;", "is taken"),
        ("QUERIES.opened", "-- name: opened\nselect 1;\n-- name: shut\nselect 1;", "uses shut"),
        ("QUERIES.open", "-- name: opened\nselect 1;", "no query open in run.sql"),
        ("QUERIES.open", "select 0;\n-- name: open\nselect 1;", "without a name"),
        ("QUERIES.open", "-- name: Open\nselect 1;", "cannot be a name"),
    ],
)
def test_a_query_that_is_lost_or_missing_is_noticed(tmp_path, module, sql, complaint):
    tree.plant(tmp_path, {"systemscripts/tables/run.py": module})
    tree.plant(tmp_path, {"systemscripts/tables/run.sql": sql})
    assert any(complaint in problem for problem in query_problems(tmp_path))


def test_queries_may_be_used_by_their_own_module_or_through_it(tmp_path):
    tree.plant(
        tmp_path,
        {
            "systemscripts/tables/run.sql": "-- runs\n-- name: a\nselect 1;\n-- name: b\nselect 2;",
            "systemscripts/tables/run.py": "QUERIES = beside(__file__)\nQUERIES.a",
            "systemscripts/flows/undo.py": "from systemscripts.tables import run\nrun.QUERIES.b",
        },
    )
    assert query_problems(tmp_path) == []
