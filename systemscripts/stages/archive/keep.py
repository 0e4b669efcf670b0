"""Where files go when their fate is decided: archive/ or refused/, never over another file."""

from pathlib import Path

from systemscripts.foundation import safe_files


def keep(path: Path, archive: Path) -> Path:
    return safe_files.move_aside(path, archive)


def refuse(path: Path, refused: Path, reason: str) -> Path:
    """The file, and beside it a file that says why."""
    moved = safe_files.move_aside(path, refused)
    text = moved.with_name(f"{moved.name}.reason.txt")
    safe_files.write_whole(text, lambda file: file.write(f"{reason}\n".encode()))
    return moved
