"""Every fixed statement stands in a .sql file, named, beside the module that uses it."""

import os
from types import SimpleNamespace


def parse(text: str) -> dict[str, str]:
    """Name -> statement, for a file of blocks that begin with `-- name: x`."""
    found: dict[str, str] = {}
    for block in ("\n" + text).split("\n-- name: ")[1:]:
        name, _, statement = block.partition("\n")
        name = name.strip()
        if name in found:
            raise ValueError(f"two statements are called {name}")
        found[name] = statement.strip()
    return found


def beside(module_file: str) -> SimpleNamespace:
    """The statements of x.sql for x.py, as attributes."""
    path = os.path.splitext(module_file)[0] + ".sql"
    with open(path, encoding="utf-8") as file:
        return SimpleNamespace(**parse(file.read()))
