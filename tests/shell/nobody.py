"""Another user than the one who runs the tests, for what must work without privileges."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NUMBER = 65534
SWITCH = ("setpriv", f"--reuid={NUMBER}", f"--regid={NUMBER}", "--clear-groups", "--")
NOT_NEEDED = shutil.ignore_patterns(
    *("site-packages", "test", "tests", "idlelib", "tkinter", "ensurepip"),
    *("config-*", "*.a", "*.pyc.*"),
)


def reaches(program: str) -> bool:
    # setpriv itself could still reach it; what it starts cannot
    command = [*SWITCH, "env", program, "-c", "import psycopg2"]
    return subprocess.run(command, capture_output=True, cwd="/", check=False).returncode == 0


def python_for(folder: Path) -> dict[str, str]:
    """Settings with an interpreter that this user can reach: ours, or a copy of it."""
    if reaches(sys.executable):
        return {"ETL_PYTHON": sys.executable}
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    real, copy = Path(sys._base_executable).resolve(), folder / "python"
    library = Path(os.__file__).parent
    packages = copy / "lib" / version / "site-packages"
    (copy / "bin").mkdir(parents=True)
    shutil.copy2(real, copy / "bin" / version)
    shutil.copytree(library, copy / "lib" / version, ignore=NOT_NEEDED)
    for shared in real.parents[1].glob("lib/libpython*.so*"):
        shutil.copy2(shared, copy / "lib")
    packages.mkdir()
    import psycopg2

    ours = Path(psycopg2.__file__).parents[1]
    for name in ("psycopg2", "psycopg2_binary.libs"):
        shutil.copytree(ours / name, packages / name)
    return {"ETL_PYTHON": str(copy / "bin" / version), "LD_LIBRARY_PATH": str(copy / "lib")}


def give(folder: Path) -> None:
    """The folder and all in it belongs to this user from now on."""
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NUMBER, NUMBER, follow_symlinks=False)
