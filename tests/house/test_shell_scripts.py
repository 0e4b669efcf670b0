"""Every shell script says what it does and speaks the words of common.sh."""

import os
import re
from pathlib import Path

import pytest

from tests.house import tree

HEADER_LINES = 5
SOURCED = ("env.sh", "systemscripts/bash/")  # by scripts that speak the common words already
SOURCES_COMMON = re.compile(r"^\s*(\.|source)\s.*\bcommon\.sh\b", re.MULTILINE)


def shell_problems(root: Path) -> list[str]:
    problems = []
    for path in tree.files(root, suffix=".sh"):
        here, text = tree.relative(root, path), path.read_text(encoding="utf-8")
        header = text.splitlines()[:HEADER_LINES]
        for word in ("Summary", "Usage"):
            if not any(line.startswith(f"# {word}: ") for line in header):
                problems.append(f"{here}: no '# {word}: ' in its first {HEADER_LINES} lines")
        if not here.startswith(SOURCED) and not SOURCES_COMMON.search(text):
            problems.append(f"{here}: does not source common.sh")
        if text.startswith("#!") and not os.access(path, os.X_OK):
            problems.append(f"{here}: has a shebang but is not executable")
    return problems


def test_every_shell_script_says_what_it_does_and_speaks_the_common_words():
    assert shell_problems(tree.ROOT) == []


GOOD = '#!/usr/bin/env bash\n# Summary: x\n# Usage: a.sh\n. "$(dirname "$0")/common.sh"\n'


@pytest.mark.parametrize(
    "text, complaint",
    [
        (GOOD.replace("Summary", "summary"), "Summary"),
        (GOOD.replace("# Usage", "\n\n\n# Usage"), "Usage"),
        (GOOD.replace("common.sh", "other.sh"), "common.sh"),
    ],
)
def test_a_script_without_a_header_or_the_common_words_is_noticed(tmp_path, text, complaint):
    tree.plant(tmp_path, {"tools/a.sh": text})
    (tmp_path / "tools/a.sh").chmod(0o755)
    problems = shell_problems(tmp_path)
    assert len(problems) == 1
    assert complaint in problems[0]


def test_a_script_that_cannot_be_started_is_noticed(tmp_path):
    tree.plant(tmp_path, {"a.sh": GOOD})
    (tmp_path / "a.sh").chmod(0o644)
    assert shell_problems(tmp_path) == ["a.sh: has a shebang but is not executable"]


@pytest.mark.parametrize("path", ["env.sh", "systemscripts/bash/postgres.sh"])
def test_what_is_only_sourced_stands_alone(tmp_path, path):
    text = GOOD.partition("\n")[2].replace("common", "x")
    assert shell_problems(tree.plant(tmp_path, {path: text})) == []
