"""Every job says what it is for, and shows one command that works."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.house import tree

SECONDS = 30


def help_problems(root: Path, data_dir: Path) -> list[str]:
    with ThreadPoolExecutor(max_workers=4) as at_once:
        answers = at_once.map(partial(_help_problem, data_dir=data_dir), tree.jobs(root))
    return [answer for answer in answers if answer]


def _help_problem(job: Path, data_dir: Path) -> str:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ETL_", "PG"))}
    ours = {"ETL_DATA_DIR": str(data_dir), "ETL_PYTHON": sys.executable}
    command = [sys.executable, str(job)] if job.suffix == ".py" else [str(job)]
    try:
        answer = subprocess.run(
            [*command, "--help"],
            env={**inherited, **ours},
            cwd=data_dir,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{job.name} --help: {error}"
    if answer.returncode:
        return f"{job.name} --help ends with {answer.returncode}: {answer.stderr.strip()}"
    if not re.search(r"^\W*usage:", answer.stdout, re.IGNORECASE | re.MULTILINE):
        return f"{job.name} --help shows no usage line"
    return "" if "Example" in answer.stdout else f"{job.name} --help shows no Example"


def test_every_job_answers_help_with_an_example(tmp_path):
    assert help_problems(tree.ROOT, tmp_path) == []


@pytest.mark.parametrize(
    "name, text, complaint",
    [
        ("a.py", "raise SystemExit(3)", "ends with 3"),
        ("a.py", "print('Example: a.py')", "no usage line"),
        ("a.py", "print('usage: a.py')", "no Example"),
        ("a.sh", "#!/usr/bin/env bash\necho Usage: a.sh", "no Example"),
        ("a", "#!/usr/bin/env bash\nexit 1", "ends with 1"),
    ],
)
def test_a_job_without_help_is_noticed(tmp_path, name, text, complaint):
    tree.plant(tmp_path, {f"jobscripts/{name}": text})
    (tmp_path / "jobscripts" / name).chmod(0o755)
    problems = help_problems(tmp_path, tmp_path)
    assert len(problems) == 1
    assert complaint in problems[0]


def test_help_with_usage_and_example_is_enough(tmp_path):
    tree.plant(
        tmp_path,
        {
            "jobscripts/a.py": "print('usage: a.py\\nExample: a.py')",
            "jobscripts/_not_a_job.py": "raise SystemExit(1)",
            "jobscripts/README.md": "not a job either",
        },
    )
    assert help_problems(tmp_path, tmp_path) == []
