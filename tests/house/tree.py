"""Reading a checkout as text: its files, what they import, what they mention. Nothing is run."""

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venvs", "venv", "var", "__pycache__"}


class Found(NamedTuple):
    line: int
    name: str  # dotted and absolute: os.environ, systemscripts.flows.send_report


class Query(NamedTuple):
    name: str
    line: int
    text: str


def files(root: Path, *folders: str, suffix: str = "") -> list[Path]:
    """What git would keep, committed or not yet; in a folder without git, everything."""
    found = _known_to_git(root) if (root / ".git").exists() else _all_below(root)
    places = tuple(root / folder for folder in folders) or (root,)
    return sorted(
        path
        for path in found
        if path.is_file()
        and path.name.endswith(suffix)
        and any(path.is_relative_to(place) for place in places)
    )


def _known_to_git(root: Path) -> Iterator[Path]:
    words = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z"]
    listing = subprocess.run(
        [*words, "--cached", "--others", "--exclude-standard"], check=True, capture_output=True
    )
    return (root / os.fsdecode(name) for name in listing.stdout.split(b"\0") if name)


def _all_below(root: Path) -> Iterator[Path]:
    return (p for p in root.rglob("*") if not MADE & set(p.relative_to(root).parts))


def code(root: Path) -> list[Path]:
    """The Python files that the import rules are about."""
    return files(root, "systemscripts", "jobscripts", suffix=".py")


def jobs(root: Path) -> list[Path]:
    """What people and cron start: scripts, and commands without a suffix; not `_helper.py`."""
    found = files(root, "jobscripts")
    return [p for p in found if p.suffix in ("", ".py", ".sh") and not p.name.startswith("_")]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(module: ast.Module) -> list[Found]:
    """Everything imported, at the top or inside a function; relative ones keep their dots."""
    found: list[Found] = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found += [Found(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            found += [Found(node.lineno, f"{source}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.Call) and dotted(node.func).endswith(
            ("import_module", "__import__")
        ):
            found += [Found(node.lineno, str(a.value)) for a in node.args[:1] if _is_text(a)]
    return found


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def dotted(node: ast.expr) -> str:
    """`a.b.c` for the attribute c of b of a; "" for anything that is not a chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        start = dotted(node.value)
        return start and f"{start}.{node.attr}"
    return ""


def chains(module: ast.Module) -> list[Found]:
    """Every name and every whole chain of attributes, as it is written."""
    nodes = [n for n in ast.walk(module) if isinstance(n, ast.Name | ast.Attribute)]
    starts = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    whole = (node for node in nodes if id(node) not in starts)
    return [Found(node.lineno, name) for node in whole if (name := dotted(node))]


def mentions(module: ast.Module) -> list[Found]:
    """Imports, and every use of what was imported, under its full name."""
    known: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                known[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    used = []
    for line, chain in chains(module):
        first, dot, rest = chain.partition(".")
        if first in known:
            used.append(Found(line, known[first] + dot + rest))
    return imports(module) + used


def named_queries(path: Path) -> list[Query]:
    """The blocks of a .sql file that begin with `-- name: x`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [n for n, line in enumerate(lines) if re.match(r"-- name:", line)]
    ends = [*starts[1:], len(lines)]
    return [
        Query(lines[start].partition(":")[2].strip(), start + 1, "\n".join(lines[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def plant(root: Path, contents: dict[str, str]) -> Path:
    """Write a small tree, to see a check fail."""
    for name, text in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
