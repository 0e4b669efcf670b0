"""The project runs anywhere: no registry's host, no path of one machine, no address in a lock."""

import re
from pathlib import Path

import pytest

from tests.house import tree

# each pattern is written so that it does not find itself
HOSTS = r"\b(pypi[.]org|pythonhosted[.]org|npmjs[.](org|com)|(deb|security)[.]debian[.]org)\b"
PATHS = r"(?<![\w.})*~-])/(roo[t]|wor[k]|opt/pyp[i])/"
EVERYWHERE = re.compile(f"{HOSTS}|{PATHS}")
IN_A_LOCK = re.compile(r"https?://|file:|--(extra-)?index-url|--find-links|--trusted-host")
LOCKS = ("onboarding/locks/", "tests/lock.txt")


def machine_problems(root: Path) -> list[str]:
    problems = []
    for path in tree.files(root):
        content = path.read_bytes()
        if b"\0" in content:
            continue
        here = tree.relative(root, path)
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
            found = EVERYWHERE.search(line)
            found = found or (IN_A_LOCK.search(line) if here.startswith(LOCKS) else None)
            if found:
                problems.append(f"{here}:{number} names {found[0]}")
    return problems


def test_nothing_names_a_registry_or_a_path_of_one_machine():
    assert machine_problems(tree.ROOT) == []


@pytest.mark.parametrize(
    "path, words",
    [
        ("README.md", ["see https://", "pypi", ".org/project"]),
        ("a/b.sh", ["curl files.python", "hosted.org"]),
        ("a.json", ["https://registry.", "npmjs", ".org/"]),
        ("a.sh", ["cd /ro", "ot/.pyenv"]),
        ("a.py", ["open('/wo", "rk/main')"]),
        ("a.cfg", ["/opt/", "pypi/simple"]),
        ("tests/lock.txt", ["--index", "-url https://example.com"]),
        ("onboarding/locks/core.txt", ["six @ https", "://example.com/six.whl"]),
    ],
)
def test_a_name_of_one_machine_is_noticed(tmp_path, path, words):
    tree.plant(tmp_path, {path: "fine\n" + "".join(words) + "\n"})
    problems = machine_problems(tmp_path)
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:2 names ")


def test_what_only_looks_like_a_path_is_left_alone(tmp_path):
    text = 'cd "$folder/work/a"\n~/work/x tests/root/y .work/z https://example.com\n'
    assert machine_problems(tree.plant(tmp_path, {"a.sh": text})) == []
