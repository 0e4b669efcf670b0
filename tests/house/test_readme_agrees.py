"""README.md, the first page that is read, says what is true."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

COMMANDS = ("onboarding/sh/quickstart.sh", "tests/run.sh")
FENCED = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
OUR_PATH = re.compile(
    r"(?<![\w./-])(?:\./)?((?:jobscripts|onboarding|tests|systemscripts)/[\w./*-]*)"
)
FIRST_WORD_IN_FIRST_CELL = re.compile(r"^\|\s*`([^`\s]+)[^`]*`", re.MULTILINE)


def readme_problems(root: Path) -> list[str]:
    jobs, settings = {job.name for job in tree.jobs(root)}, _settings(root)
    readme = root / "README.md"
    if not readme.exists():
        return ["there is no README.md"] if jobs or settings else []
    text = readme.read_text(encoding="utf-8")
    return [
        *_path_problems(root, "".join(FENCED.findall(text))),
        *_difference("The jobs", _first_column(text, "The jobs"), jobs),
        *_difference("Settings", _first_column(text, "Settings"), settings),
    ]


def _path_problems(root: Path, shown: str) -> Iterator[str]:
    paths = {path.rstrip(".") for path in OUR_PATH.findall(shown)}
    for command in COMMANDS:
        if command not in paths:
            yield f"README.md does not show the command {command}"
    for path in sorted(paths):
        if not any(root.glob(path.rstrip("/"))):
            yield f"README.md shows {path}, which does not exist"


def _first_column(text: str, heading: str) -> list[str]:
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return FIRST_WORD_IN_FIRST_CELL.findall(section[1]) if section else []


def _difference(table: str, shown: list[str], there: set[str]) -> Iterator[str]:
    yield from (f'README.md: "{table}" lacks {name}' for name in sorted(there - set(shown)))
    yield from (f'README.md: "{table}" invents {name}' for name in sorted(set(shown) - there))
    yield from (
        f'README.md: "{table}" repeats {name}' for name in sorted(there) if shown.count(name) > 1
    )


def _settings(root: Path) -> set[str]:
    path = root / "systemscripts/foundation/settings.py"
    if not path.exists():
        return set()
    for node in tree.parsed(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        named = any(isinstance(t, ast.Name) and t.id == "SETTINGS" for t in targets)
        if named and isinstance(value := getattr(node, "value", None), ast.Dict):
            return {str(ast.literal_eval(key)) for key in value.keys if key}
    return set()


def test_the_readme_agrees_with_the_code():
    assert readme_problems(tree.ROOT) == []


README = """
## Begin
```bash
onboarding/sh/quickstart.sh
./tests/run.sh --quick
```
## The jobs
| job | does |
| --- | --- |
| `send_reports.py [REPORTID]` | sends |
## Settings
| setting | default |
| --- | --- |
| `ETL_HOME` | the checkout |
## More
| `not_a_job.py` | in another table |
"""
TREE = {
    "onboarding/sh/quickstart.sh": "",
    "tests/run.sh": "",
    "jobscripts/send_reports.py": "",
    "jobscripts/_through_wrapper.py": "",
    "jobscripts/README.md": "",
    "systemscripts/foundation/settings.py": 'SETTINGS: dict = {"ETL_HOME": ("", "")}',
}


def test_a_readme_that_tells_the_truth_is_left_alone(tmp_path):
    assert readme_problems(tree.plant(tmp_path, {**TREE, "README.md": README})) == []


@pytest.mark.parametrize(
    "before, after, complaint",
    [
        ("onboarding/sh/quickstart.sh", "echo", "does not show the command onboarding/sh/quick"),
        ("tests/run.sh", "tests/all.sh", "shows tests/all.sh, which does not exist"),
        ("`send_reports.py [REPORTID]`", "`mail.py`", 'The jobs" lacks send_reports.py'),
        ("`send_reports.py [REPORTID]`", "`mail.py`", 'The jobs" invents mail.py'),
        ("## The jobs", "## Jobs", 'The jobs" lacks send_reports.py'),
        ("`ETL_HOME`", "`ETL_HOUSE`", 'Settings" lacks ETL_HOME'),
        ("`ETL_HOME`", "`ETL_HOUSE`", 'Settings" invents ETL_HOUSE'),
        ("| `ETL_HOME` | the checkout |", "| `ETL_HOME` |\n| `ETL_HOME` |", "repeats ETL_HOME"),
    ],
)
def test_a_readme_that_is_wrong_is_noticed(tmp_path, before, after, complaint):
    tree.plant(tmp_path, {**TREE, "README.md": README.replace(before, after)})
    assert any(complaint in problem for problem in readme_problems(tmp_path))


def test_a_missing_readme_is_noticed(tmp_path):
    assert readme_problems(tree.plant(tmp_path, TREE)) == ["there is no README.md"]
