"""jobscripts | web -> flows -> stages -> tables -> foundation, never upward, never sideways."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

LEVELS = {"foundation": 0, "tables": 1, "stages": 2, "flows": 3, "web": 4, "jobscripts": 4}
DOORS = {"web", "jobscripts"}
EVERY_JOB_IMPORTS = "_through_wrapper"


def import_problems(root: Path) -> list[str]:
    jobs = {path.stem for path in tree.files(root, "jobscripts", suffix=".py")}
    problems: dict[str, None] = {}
    for path in tree.code(root):
        here = tree.relative(root, path)
        for line, name in tree.mentions(tree.parsed(path)):
            for objection in _objections(_place(here.removesuffix(".py"), "/"), name, jobs):
                problems[f"{here}:{line} {objection}"] = None
    return list(problems)


def _place(name: str, separator: str) -> tuple[str, str]:
    """Floor and room: ("stages", "load"), ("flows", "send_report"), ("jobscripts", "testemail")."""
    parts = [*name.split(separator), "", ""]
    if parts[0] == "jobscripts":
        return parts[0], parts[1]
    return (parts[1], parts[2]) if parts[0] == "systemscripts" else ("", "")


def _objections(own: tuple[str, str], name: str, jobs: set[str]) -> Iterator[str]:
    if name.startswith("."):
        yield f"imports {name}: write it from systemscripts on"
        return
    if own[0] == "jobscripts" and name.partition(".")[0] in jobs:
        name = f"jobscripts.{name}"
    floor, room = _place(name, ".")
    if not floor:
        return
    if floor not in LEVELS:
        yield f"imports {name}: there is no floor called {floor}"
    elif own[0] not in LEVELS:
        yield f"imports {name}, but stands on no floor itself"
    elif LEVELS[floor] > LEVELS[own[0]]:
        yield f"imports {name}: upward, from {own[0]} to {floor}"
    elif floor in DOORS and own[0] != floor:
        yield f"imports {name}: a door does not lead into another door"
    elif floor == "stages" == own[0] and room and room != own[1]:
        yield f"imports {name}: stage packages do not know each other"
    elif floor == "jobscripts" and room and room not in (own[1], EVERY_JOB_IMPORTS):
        yield f"imports {name}: jobs do not import jobs"


def test_imports_only_go_down():
    assert import_problems(tree.ROOT) == []


@pytest.mark.parametrize(
    "path, text, complaint",
    [
        ("systemscripts/foundation/clock.py", "import systemscripts.tables.run", "upward"),
        ("systemscripts/tables/run.py", "from systemscripts.stages.load import copy", "upward"),
        ("systemscripts/tables/run.py", "from systemscripts import flows", "upward"),
        ("systemscripts/stages/load/copy.py", "import systemscripts.flows.undo as u", "upward"),
        ("systemscripts/flows/undo.py", "def f():\n    import jobscripts.testemail", "upward"),
        ("systemscripts/flows/undo.py", "import systemscripts\nsystemscripts.web.app", "upward"),
        ("systemscripts/tables/run.py", "import_module('systemscripts.flows.undo')", "upward"),
        ("systemscripts/stages/load/copy.py", "from systemscripts.stages import report", "know"),
        ("systemscripts/stages/load/copy.py", "import systemscripts.stages.report.mail", "know"),
        ("systemscripts/stages/load/copy.py", "from . import merge", "write it from"),
        ("systemscripts/web/app.py", "import jobscripts.testemail", "another door"),
        ("jobscripts/testemail.py", "import systemscripts.web.app", "another door"),
        ("jobscripts/testemail.py", "from jobscripts import run_import_job", "jobs do not"),
        ("jobscripts/testemail.py", "import run_import_job", "jobs do not"),
        ("systemscripts/helpers.py", "import systemscripts.foundation.clock", "no floor"),
        ("systemscripts/flows/undo.py", "import systemscripts.helpers", "no floor"),
    ],
)
def test_an_import_that_does_not_go_down_is_noticed(tmp_path, path, text, complaint):
    tree.plant(tmp_path, {"jobscripts/run_import_job.py": "", path: text})
    problems = import_problems(tmp_path)
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:")
    assert complaint in problems[0]


def test_an_import_that_goes_down_is_welcome(tmp_path):
    downward = {
        "jobscripts/_through_wrapper.py": "import os",
        "jobscripts/testemail.py": "import _through_wrapper\nimport systemscripts.flows.undo",
        "systemscripts/flows/undo.py": "from systemscripts.stages.load import copy",
        "systemscripts/stages/load/copy.py": "from systemscripts.stages.load import merge\n"
        "from systemscripts.tables import run",
        "systemscripts/tables/run.py": "from systemscripts.foundation import database",
    }
    assert import_problems(tree.plant(tmp_path, downward)) == []
