"""A database that does not answer never fails a job, and never holds it up for long."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell.workshop import Workshop, children, wait_for

ONLY_HERE = "this run is recorded in this file only"
NOBODY_LISTENS = "postgresql://etl_user@127.0.0.1:1/feeds"
PATIENT = """
    echo $$ >"$ETL_DATA_DIR/begun$1"
    until [[ -e $ETL_DATA_DIR/go$1 ]]; do sleep 0.02; done
    exit 3
"""


def test_without_any_database_a_job_runs_and_its_log_says_so(bare: Workshop):
    bare.add_job("three.sh", "exit 3")
    assert bare.job("three.sh").returncode == 3
    assert bare.log_of("three.sh").endswith(f"no database is set up: {ONLY_HERE}\n")


def test_where_nobody_listens_a_job_runs_at_once(bare: Workshop):
    bare.add_job("three.sh", "exit 3")
    began = time.monotonic()
    assert bare.job("three.sh", ETL_DATABASE_URL=NOBODY_LISTENS).returncode == 3
    assert time.monotonic() - began < 2
    assert bare.log_of("three.sh").endswith(f"the database does not answer: {ONLY_HERE}\n")


def test_in_a_database_without_our_tables_a_job_runs(workshop: Workshop):
    workshop.add_job("three.sh", "exit 3")
    empty = workshop.database_url.replace(workshop.database_url.split("dbname=")[1], "template1")
    assert workshop.job("three.sh", ETL_DATABASE_URL=empty).returncode == 3
    assert ONLY_HERE in workshop.log_of("three.sh")


def test_a_log_that_cannot_be_written_does_not_change_the_exit_code(bare: Workshop):
    bare.add_job("three.sh", "exit 3")
    bare.data_dir.mkdir()
    (bare.data_dir / "logs").write_text("in the way")
    done = bare.job("three.sh")
    assert done.returncode == 3
    assert ONLY_HERE in done.stderr


@pytest.fixture
def mute_port() -> Iterator[int]:
    """A server that accepts every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_never_answers_is_not_waited_for_longer_than_asked(
    bare: Workshop, mute_port: int
):
    bare.add_job("three.sh", "exit 3")
    url = f"postgresql://etl_user@127.0.0.1:{mute_port}/feeds?connect_timeout=2"
    began = time.monotonic()
    assert bare.job("three.sh", ETL_DATABASE_URL=url).returncode == 3
    assert time.monotonic() - began < 6
    assert ONLY_HERE in bare.log_of("three.sh")


@pytest.fixture
def frozen_later(standing: Workshop) -> Iterator[list[int]]:
    """Processes that the test has stopped go on afterwards."""
    stopped: list[int] = []
    yield stopped
    for process_id in stopped:
        os.kill(process_id, signal.SIGCONT)


def test_a_server_that_hangs_delays_a_job_but_for_seconds(
    standing: Workshop, frozen_later: list[int]
):
    """Jobs that it hangs under, and one that begins meanwhile; all at once, to save time."""
    standing.add_job("hang.sh", PATIENT)
    url = standing.private_url()
    under = [standing.start("hang.sh", "1"), standing.start("hang.sh", "2", ETL_DATABASE_URL=url)]
    for number in (1, 2):
        standing.marker(f"begun{number}")
    frozen_later += [standing.server, *children(standing.server)]
    for process_id in frozen_later:
        os.kill(process_id, signal.SIGSTOP)
    began = time.monotonic()
    for number in (1, 2, 3, 4):
        (standing.data_dir / f"go{number}").touch()
    during = [standing.start("hang.sh", "3"), standing.start("hang.sh", "4", ETL_DATABASE_URL=url)]
    assert [process.wait(timeout=30) for process in (*under, *during)] == [3, 3, 3, 3]
    assert time.monotonic() - began < 15
    log = standing.log_of("hang.sh")
    assert log.count("this run ended with 3 (failed)") == 2
    assert log.count(ONLY_HERE) == 2
    assert [p for p in Path("/proc").glob("[0-9]*/environ") if is_our_psql(p, standing)] == []


def is_our_psql(environ: Path, workshop: Workshop) -> bool:
    try:
        text = environ.read_bytes()
        name = (environ.parent / "comm").read_text().strip()
    except OSError:
        return False
    return name == "psql" and f"PGPORT={workshop.connection['PGPORT']}\0".encode() in text


def test_a_private_server_that_dies_under_a_job_is_started_to_record_its_end(standing: Workshop):
    standing.add_job("die.sh", PATIENT)
    running = standing.start("die.sh", "9")
    standing.marker("begun9")
    server = standing.server
    time.sleep(1)  # until the record of the beginning has reached the disk
    for process_id in [server, *children(server)]:
        os.kill(process_id, signal.SIGKILL)
    wait_for(lambda: not Path(f"/proc/{server}/exe").exists(), "the server lives")
    (standing.data_dir / "go9").touch()
    assert running.wait(timeout=20) == 3
    assert not list((standing.data_dir / "logs").glob("die_*")), standing.log_of("die.sh")
    assert standing.run_of("die.sh", "outcome, exit_code") == ("failed", 3)


def test_a_job_that_needs_the_dead_server_gets_it(standing: Workshop):
    for process_id in [standing.server, *children(standing.server)]:
        os.kill(process_id, signal.SIGKILL)
    standing.add_job("any.sh", "exit 0")
    assert standing.job("any.sh").returncode == 0
    assert standing.run_of("any.sh", "outcome") == ("done",)


def test_a_secret_that_others_can_read_is_not_used(standing: Workshop):
    standing.add_job("loose.sh", "exit 3")
    secret = standing.data_dir / "secrets" / "postgres_etl_user"
    secret.chmod(0o644)
    try:
        assert standing.job("loose.sh").returncode == 3
    finally:
        secret.chmod(0o600)
    assert f"the secret {secret} can be read by others: {ONLY_HERE}" in standing.log_of("loose.sh")
    assert standing.rows("select * from dba.tjobrun where script = 'loose.sh'") == []
