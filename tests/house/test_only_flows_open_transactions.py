"""Whole or not at all: what belongs together is decided in one place, the flow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

DOOR = "systemscripts/foundation/database.py"
OPENING = "systemscripts.foundation.database.transaction"


def transaction_problems(root: Path) -> list[str]:
    problems = []
    for path in tree.code(root):
        here, module = tree.relative(root, path), tree.parsed(path)
        if not here.startswith("systemscripts/flows/") and here != DOOR:
            problems += [f"{here}:{line} opens a transaction" for line in _openings(module)]
        if not here.startswith("systemscripts/foundation/"):
            problems += [f"{here}:{line} {what}" for line, what in _endings(module)]
    return problems


def _openings(module: ast.Module) -> list[int]:
    return sorted({line for line, name in tree.mentions(module) if name == OPENING})


def _endings(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The ways past the door: commit, rollback, autocommit, and "with connection"."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("commit", "rollback"):
                yield node.lineno, f"calls .{node.func.attr}()"
        elif isinstance(node, ast.Attribute) and node.attr == "autocommit":
            yield node.lineno, "touches autocommit"
        elif isinstance(node, ast.withitem):
            name = tree.dotted(node.context_expr).rpartition(".")[2]
            if name in ("connection", "conn"):
                yield node.context_expr.lineno, f"says with {name}, which commits"


def test_only_flows_open_transactions():
    assert transaction_problems(tree.ROOT) == []


@pytest.mark.parametrize(
    "path, text, complaint",
    [
        (
            "systemscripts/stages/load/copy.py",
            "from systemscripts.foundation import database\nwith database.transaction(): ...",
            "opens a transaction",
        ),
        (
            "systemscripts/tables/run.py",
            "from systemscripts.foundation.database import transaction",
            "opens a transaction",
        ),
        (
            "jobscripts/testemail.py",
            "import systemscripts.foundation.database as db\nbegin = db.transaction",
            "opens a transaction",
        ),
        (
            "systemscripts/foundation/run_log.py",
            "from systemscripts.foundation import database\nwith database.transaction(): ...",
            "opens a transaction",
        ),
        ("systemscripts/flows/undo.py", "connection.commit()", "calls .commit()"),
        ("jobscripts/testemail.py", "a.connection.rollback()", "calls .rollback()"),
        ("systemscripts/tables/run.py", "connection.autocommit = True", "autocommit"),
        ("systemscripts/flows/undo.py", "with connection: ...", "with connection"),
    ],
)
def test_a_transaction_outside_a_flow_is_noticed(tmp_path, path, text, complaint):
    problems = transaction_problems(tree.plant(tmp_path, {path: text}))
    assert len(problems) == 1
    assert complaint in problems[0]


def test_a_flow_may_open_a_transaction(tmp_path):
    text = "from systemscripts.foundation import database\nwith database.transaction() as c: ..."
    tree.plant(tmp_path, {"systemscripts/flows/undo.py": text, DOOR: "connection.commit()"})
    assert transaction_problems(tmp_path) == []
