"""apply_sql.sh brings a database to the state of onboarding/sql, and says what it could not."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalog import difference, shape
from tests.shell.workshop import Workshop
from tests.support import HOME, Cluster

SQL = HOME / "onboarding" / "sql"
HALF = """
create table dba.thalf (halfid integer primary key);
insert into dba.thalf values (1), (1);
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of onboarding/sql that a test may change."""
    folder = tmp_path / 'it\'s "my" \\sql'
    shutil.copytree(SQL, folder)
    return folder


@pytest.fixture
def empty(cluster: Cluster, workshop: Workshop) -> Iterator[Workshop]:
    """A database that create_database.sh has just made."""
    name = 'it\'s "new" & empty'
    workshop.database_url = cluster.url("etl_user", name)
    workshop.admin_url = cluster.url("postgres", "postgres")  # the loader's URL names the database
    done = workshop.onboarding("create_database.sh")
    assert done.returncode == 0, done.stderr
    workshop.admin_url = cluster.url("postgres", name)
    yield workshop
    quoted = name.replace('"', '""')
    cluster.admin(f'drop database "{quoted}" with (force)')


def ledger(workshop: Workshop) -> list[tuple[str, ...]]:
    return workshop.rows(
        "select file_name, checksum, applied_at::text from dba.tsqlfile order by 1"
    )


def test_a_second_run_changes_nothing(workshop: Workshop):
    before, files = shape(workshop.admin_url), ledger(workshop)
    done = workshop.onboarding("apply_sql.sh")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert ledger(workshop) == files
    assert difference(before, shape(workshop.admin_url)) == []


def test_every_file_is_applied_and_named(workshop: Workshop, empty: Workshop):
    done = empty.onboarding("apply_sql.sh")
    assert done.returncode == 0, done.stderr
    files = [
        f"{folder}/{path.name}"
        for folder in ("tables", "routines", "defaults")
        for path in sorted((SQL / folder).glob("*.sql"))
    ]
    assert done.stdout.splitlines() == [f"applied {name}" for name in files]
    assert [name for name, *_ in ledger(empty)] == sorted(files)


def test_two_at_once_build_the_same_as_one(cluster: Cluster, empty: Workshop):
    command = [empty.home / "onboarding" / "sh" / "apply_sql.sh"]
    both = [
        subprocess.Popen(
            command, env=empty.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    lines = [line for printed, _ in said for line in printed.splitlines()]
    assert len(lines) == len(set(lines)) == len(ledger(empty))
    fresh = shape(cluster.url("postgres", "feeds"))
    assert difference(fresh, shape(empty.admin_url)) == []


def test_a_changed_table_file_is_refused_before_anything_happens(workshop: Workshop, copy: Path):
    with (copy / "tables" / "003_calendar.sql").open("a") as file:
        file.write("-- a word more\n")
    with (copy / "routines" / "runs.sql").open("a") as file:
        file.write("-- a word more\n")
    files = ledger(workshop)
    done = workshop.onboarding("apply_sql.sh", "--from", copy)
    assert done.returncode == 78
    assert done.stderr.startswith(
        "error: tables/003_calendar.sql was changed after it had been applied\nHINT: "
    )
    assert ledger(workshop) == files


def test_a_changed_routine_is_applied_again(workshop: Workshop, copy: Path):
    file = copy / "routines" / "runs.sql"
    file.write_text(file.read_text().replace("Records a run before", "Notes a run before"))
    done = workshop.onboarding("apply_sql.sh", "--from", copy)
    assert (done.returncode, done.stdout) == (0, "applied routines/runs.sql\n"), done.stderr
    comment = workshop.one("select obj_description('dba.f_jobrun_begin'::regproc, 'pg_proc')")
    assert comment.startswith("Notes a run")
    assert workshop.onboarding("apply_sql.sh", "--from", copy).stdout == ""


def test_a_file_that_fails_in_the_middle_leaves_no_trace_and_is_named(
    workshop: Workshop, copy: Path
):
    (copy / "tables" / "900_good.sql").write_text("create table dba.tgood (goodid integer);")
    (copy / "tables" / "901_half.sql").write_text(HALF)
    (copy / "tables" / "902_never.sql").write_text("create table dba.tnever (neverid integer);")
    done = workshop.onboarding("apply_sql.sh", "--from", copy)
    assert done.returncode == 78
    assert "901_half.sql" in done.stderr
    assert "duplicate key" in done.stderr
    assert "\nHINT: " in done.stderr
    assert done.stdout == "applied tables/900_good.sql\n"
    found = workshop.rows(
        "select to_regclass('dba.tgood')::text, to_regclass('dba.thalf'), to_regclass('dba.tnever')"
    )
    assert found == [("dba.tgood", None, None)]
    new = workshop.rows("select file_name from dba.tsqlfile where file_name ~ '/90[0-9]_'")
    assert new == [("tables/900_good.sql",)]
    (copy / "tables" / "901_half.sql").write_text(HALF.replace("(1), (1)", "(1), (2)"))
    done = workshop.onboarding("apply_sql.sh", "--from", copy)
    assert done.stdout == "applied tables/901_half.sql\napplied tables/902_never.sql\n"


def test_a_file_that_cannot_be_read_is_not_passed_over(workshop: Workshop, copy: Path):
    (copy / "tables" / "900_folder.sql").mkdir()
    done = workshop.onboarding("apply_sql.sh", "--from", copy)
    assert done.returncode == 78
    assert "900_folder.sql" in done.stderr
    assert f"error: a file of {copy} cannot be read\nHINT: " in done.stderr


@pytest.mark.parametrize("words", [["--from"], ["--from", "/no/such"], ["again"], ["--form", "x"]])
def test_wrong_words_are_wrong_usage(workshop: Workshop, words):
    done = workshop.onboarding("apply_sql.sh", *words)
    assert done.returncode == 64
    assert done.stderr.startswith("error: ")
    assert "\nHINT: " in done.stderr


@pytest.mark.parametrize("script", ["create_database.sh", "apply_sql.sh"])
def test_a_server_that_is_down_is_said(bare: Workshop, script):
    nobody = "postgresql://postgres@127.0.0.1:1/feeds"
    done = bare.onboarding(script, ETL_DATABASE_URL=nobody)
    assert done.returncode == 69
    assert done.stderr.startswith("error: database: connection to server")
    assert "\nHINT: Is PostgreSQL running?" in done.stderr


@pytest.mark.parametrize("script", ["create_database.sh", "apply_sql.sh"])
def test_a_broken_url_is_said(bare: Workshop, script):
    done = bare.onboarding(script, ETL_DATABASE_URL="nonsense")
    assert done.returncode == 78
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 2
