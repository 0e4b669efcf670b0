"""A file that fits on a few screens, a function that fits on one."""

import ast
from pathlib import Path

from tests.house import tree

LINES_OF_A_FILE = 250
LINES_OF_A_FUNCTION = 60


def size_problems(root: Path) -> list[str]:
    problems = []
    for path in tree.files(root, "systemscripts", suffix=".py"):
        here = tree.relative(root, path)
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > LINES_OF_A_FILE:
            problems.append(f"{here}: {length} lines")
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LINES_OF_A_FUNCTION:
                    problems.append(f"{here}: {node.name} has {length} lines")
    return problems


def test_files_and_functions_stay_small():
    assert size_problems(tree.ROOT) == []


def test_a_long_file_is_noticed(tmp_path):
    tree.plant(tmp_path, {"systemscripts/flows/a.py": "a = 1\n" * 251})
    assert size_problems(tmp_path) == ["systemscripts/flows/a.py: 251 lines"]


def test_a_long_function_is_noticed(tmp_path):
    text = "class A:\n    def long(self):\n" + "        a = 1\n" * 60
    tree.plant(tmp_path, {"systemscripts/flows/a.py": text})
    assert size_problems(tmp_path) == ["systemscripts/flows/a.py: long has 61 lines"]


def test_what_just_fits_is_left_alone(tmp_path):
    text = "def long():\n" + "    a = 1\n" * 59 + "b = 1\n" * 190
    assert size_problems(tree.plant(tmp_path, {"systemscripts/flows/a.py": text})) == []
