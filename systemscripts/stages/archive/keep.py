"""Where files go when their fate is decided: archive/ or refused/, never over another file."""

import glob
import os
import re
from pathlib import Path

from systemscripts.foundation import safe_files
from systemscripts.foundation.errors import ConfigError

LONGEST = 200  # bytes of a name; the ending, and the name while it is written, come on top


def keep(path: Path, folder: Path) -> Path | None:
    """Where it lies now; None when somebody else took it away meanwhile."""
    try:
        return safe_files.move_aside(path, folder)
    except ConfigError:
        if os.path.lexists(path):
            raise
        return None


def explain(refused: Path, reason: str) -> None:
    """Beside a refused file a file that says why."""
    name = os.fsdecode(os.fsencode(refused.name)[:LONGEST])
    beside = refused.with_name(f"{name}.reason.txt")
    safe_files.forget_unfinished(beside)
    safe_files.replace_text(beside, f"{reason}\n", mode=0o660)


def find(folder: Path, name: str, sha256: str) -> list[Path]:
    """Files that were put away under this name, or this name with a number, with this content."""
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    numbered = re.compile(re.escape(stem) + r"(\.[0-9]+)?" + re.escape(dot + ending))
    near = sorted(folder.glob(f"{glob.escape(stem)}*"))
    found = [path for path in near if numbered.fullmatch(path.name) and path.is_file()]
    return [path for path in found if safe_files.sha256(path) == sha256]
