"""The private PostgreSQL survives kills, foreign processes, foreign ports and its neighbours."""

import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg2
import pytest

from tests.shell.conftest import private_workshop
from tests.shell.workshop import Workshop, alive, children, postmasters, wait_for


def kill_all(workshop: Workshop) -> None:
    """Every process of the server, as a loss of power would."""
    server = workshop.server
    for process_id in [server, *children(server)]:
        os.kill(process_id, signal.SIGKILL)
    wait_for(lambda: not alive(server), "the server lives")


def start(workshop: Workshop) -> None:
    done = workshop.onboarding("postgres.sh", "start")
    assert done.returncode == 0, done.stderr


def answers(workshop: Workshop) -> bool:
    connection = psycopg2.connect(workshop.private_url("postgres", "postgres"))
    connection.close()
    return True


def test_after_a_kill_of_everything_the_next_job_starts_it(standing: Workshop):
    kill_all(standing)
    standing.add_job("any.py", "")
    assert standing.job("any.py").returncode == 0
    assert standing.run_of("any.py", "outcome") == ("done",)
    assert len(postmasters(standing.data_dir)) == 1


def test_what_is_kept_of_a_login_is_made_again_when_it_does_not_fit(standing: Workshop):
    """Another password, or a spoilt file: the next run notices and is recorded."""
    standing.add_job("any.sh", "")
    kept = standing.data_dir / "secrets" / "postgres_etl_user.scram"
    changes = {
        "new salt": lambda: standing.onboarding("create_database.sh"),
        "spoilt": lambda: kept.write_text("spoilt"),
        "loose": lambda: kept.chmod(0o644),
        "gone": kept.unlink,
    }
    standing.job("any.sh")
    for change in changes.values():
        change()
        assert standing.job("any.sh").returncode == 0
        assert standing.rows("select outcome from dba.tjobrun order by jobrun_id desc limit 1") == [
            ("done",)
        ]
        assert kept.stat().st_mode & 0o777 == 0o600
    count = "select count(*)::int from dba.tjobrun where script = 'any.sh' and outcome = 'done'"
    assert standing.one(count) >= 1 + len(changes)


LOGIN = "def _log_in(self) -> None:"


@pytest.mark.parametrize(
    "job, trouble",
    [("absent.sh", "raise ImportError"), ("deaf.sh", f"{LOGIN}\n        raise OSError")],
)
def test_where_the_quick_door_does_not_open_runs_are_recorded_through_psql(
    standing: Workshop, job: str, trouble: str
):
    door = standing.home / "systemscripts" / "foundation" / "wire.py"
    before = door.read_text()
    standing.add_job(job, "exit 0")
    door.write_text(before.replace(LOGIN, trouble) if LOGIN in trouble else trouble)
    try:
        assert standing.job(job).returncode == 0
    finally:
        door.write_text(before)
    assert standing.run_of(job, "outcome") == ("done",)


def test_after_a_reboot_the_first_job_starts_it(standing: Workshop):
    """Nothing in memory or in /tmp is left then, and the old process id is somebody else's."""
    kill_all(standing)
    pid_file = Path(standing.connection["PLACE"]) / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    folder = Path(standing.connection["PGHOST"])
    for leftover in folder.iterdir():
        leftover.unlink()
    folder.rmdir()
    standing.add_job("first.sh", "exit 0")
    assert standing.job("first.sh").returncode == 0
    assert standing.run_of("first.sh", "outcome") == ("done",)
    assert standing.server != os.getpid()


def test_when_its_port_is_taken_it_moves_and_the_others_follow(standing: Workshop):
    assert standing.onboarding("postgres.sh", "stop").returncode == 0
    port = int(standing.connection["PGPORT"])
    with socket.create_server(("127.0.0.1", port)):
        start(standing)
        assert int(standing.connection["PGPORT"]) != port
        standing.add_job("any.sh", "")
        assert standing.job("any.sh").returncode == 0
        assert standing.run_of("any.sh", "outcome") == ("done",)
        words = ("psql", "-XAtc", "select 1")
        assert standing.onboarding("postgres.sh", *words).stdout == "1\n"


def test_two_checkouts_side_by_side_do_not_meet(standing: Workshop, private: Workshop):
    start(private)
    assert private.connection["PGPORT"] != standing.connection["PGPORT"]
    assert private.server != standing.server
    private.remove()
    assert not (private.data_dir / "postgres").exists()
    assert answers(standing)


def test_a_neighbour_that_wants_the_same_port_takes_another(standing: Workshop, private: Workshop):
    start(private)
    assert private.onboarding("postgres.sh", "stop").returncode == 0
    file = private.data_dir / "postgres" / "connection"
    port = standing.connection["PGPORT"]
    text = file.read_text().replace(f"PGPORT={private.connection['PGPORT']}", f"PGPORT={port}")
    file.write_text(text)
    start(private)
    assert private.connection["PGPORT"] != port
    assert answers(private)
    assert answers(standing)


def test_a_server_that_is_still_starting_is_waited_for(standing: Workshop):
    """After a crash it may take its time; the line with its state is its own."""
    pid_file = Path(standing.connection["PLACE"]) / "data" / "postmaster.pid"
    ready = pid_file.read_text()
    pid_file.write_text(ready.replace("ready   ", "starting"))
    command = [standing.home / "onboarding" / "sh" / "postgres.sh", "start"]
    with subprocess.Popen(command, env=standing.env, stdout=subprocess.DEVNULL) as waiting:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=1)
        status = standing.onboarding("postgres.sh", "status").stdout
        pid_file.write_text(ready)
        assert waiting.wait(timeout=10) == 0
    assert "is starting" in status.splitlines()[0]


def test_data_of_a_newer_postgresql_are_left_alone(private: Workshop):
    start(private)
    assert private.onboarding("create_database.sh").returncode == 0
    assert private.onboarding("postgres.sh", "stop").returncode == 0
    version = private.data_dir / "postgres" / "data" / "PG_VERSION"
    version.write_text("99\n")
    for script in ("postgres.sh start", "apply_sql.sh", "create_database.sh"):
        done = private.run("bash", "-c", f"onboarding/sh/{script}")
        assert done.returncode == 78, script
        assert done.stderr.startswith("error: the data directory is of PostgreSQL 99; programs")
        assert "\nHINT: apt install postgresql-99, or " in done.stderr
    private.add_job("three.sh", "exit 3")
    assert private.job("three.sh").returncode == 3
    assert "the data directory is of PostgreSQL 99" in private.log_of("three.sh")
    assert version.read_text() == "99\n"


def test_data_that_are_gone_are_not_replaced_by_empty_ones(private: Workshop):
    start(private)
    assert private.onboarding("postgres.sh", "stop").returncode == 0
    data = private.data_dir / "postgres" / "data"
    data.rename(data.with_name("moved"))
    done = private.onboarding("postgres.sh", "start")
    assert done.returncode == 78
    assert done.stderr.startswith(f"error: the data directory {data} is gone\nHINT: ")
    assert not data.exists()


def test_a_lost_connection_file_is_written_again(standing: Workshop):
    file = standing.data_dir / "postgres" / "connection"
    before, server = file.read_text(), standing.server
    file.unlink()
    start(standing)
    assert (file.read_text(), standing.server) == (before, server)


def test_a_spoilt_connection_file_is_said_and_can_be_removed(private: Workshop):
    start(private)
    (private.data_dir / "postgres" / "connection").write_text("spoilt\n")
    done = private.onboarding("postgres.sh", "start")
    assert done.returncode == 78
    assert done.stderr.startswith("error: ")
    assert private.postgres("remove").returncode == 0
    assert postmasters(private.data_dir) == []
    assert not (private.data_dir / "postgres").exists()


@pytest.mark.parametrize("how", ["the command alone", "all that it started"])
def test_a_kill_at_any_moment_leaves_nothing_half_done(open_folder: Path, how):
    workshop = private_workshop(open_folder)
    command = [workshop.home / "onboarding" / "sh" / "postgres.sh", "start"]
    pause = random.Random(4711)
    try:
        for number in range(3):
            workshop.data_dir = open_folder / f"var{number}"
            quiet = subprocess.DEVNULL
            process = subprocess.Popen(
                command, env=workshop.env, stdout=quiet, stderr=quiet, start_new_session=True
            )
            time.sleep(pause.uniform(0.05, 0.5))
            if how == "the command alone":
                for child in children(process.pid):
                    os.kill(child, signal.SIGKILL)
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            start(workshop)
            assert answers(workshop)
            assert len(postmasters(workshop.data_dir)) == 1
            left = sorted(p.name for p in (workshop.data_dir / "postgres").iterdir())
            assert left == ["connection", "data", "socket", "start.log"]
            workshop.remove()
    finally:
        workshop.remove()
