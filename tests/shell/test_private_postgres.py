"""The private PostgreSQL: started, used, stopped, and nobody else gets in."""

import os
import shlex
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.shell.conftest import installed
from tests.shell.workshop import Workshop, postmasters


def test_it_can_be_started_looked_at_and_stopped(private: Workshop):
    assert "none was made here" in private.onboarding("postgres.sh").stdout
    assert private.onboarding("postgres.sh", "start").returncode == 0
    status = private.onboarding("postgres.sh", "status").stdout
    assert f"127.0.0.1:{private.connection['PGPORT']}" in status
    assert " runs" in status.splitlines()[0]
    assert private.onboarding("postgres.sh", "stop").stdout == "stopped\n"
    assert "does not run" in private.onboarding("postgres.sh", "status").stdout
    assert private.onboarding("postgres.sh", "stop").stdout == "it was not running\n"
    assert postmasters(private.data_dir) == []


def test_an_unknown_verb_is_wrong_usage(private: Workshop):
    done = private.onboarding("postgres.sh", "restart")
    assert done.returncode == 64
    assert done.stderr.startswith("error: no such verb: restart\nHINT: ")


def test_psql_opens_the_database_as_the_loader(standing: Workshop):
    words = ("psql", "-XAtc", "select current_user, current_database()")
    assert standing.onboarding("postgres.sh", *words).stdout == "etl_user|feeds\n"


def test_a_second_start_leaves_it_alone(standing: Workshop):
    before = standing.server
    assert standing.onboarding("postgres.sh", "start").returncode == 0
    assert (standing.server, postmasters(standing.data_dir)) == (before, [before])


def test_two_starts_at_once_make_one_server(private: Workshop):
    command = [private.home / "onboarding" / "sh" / "postgres.sh", "start"]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, env=private.env, stdout=pipe, text=True) for _ in range(3)]
    said = {process.communicate()[0] for process in both}
    assert [process.returncode for process in both] == [0, 0, 0]
    assert len(said) == 1
    assert len(postmasters(private.data_dir)) == 1


@pytest.mark.parametrize("program", installed(), ids=lambda folder: folder.parts[-3])
def test_the_programs_of_debian_and_of_the_wheel_both_serve(private: Workshop, program):
    private.extra["ETL_POSTGRES_BIN"] = program
    assert private.onboarding("postgres.sh", "start").returncode == 0
    assert f"programs  {program}" in private.onboarding("postgres.sh", "status").stdout
    assert private.onboarding("create_database.sh").returncode == 0
    assert private.rows("select 1") == [(1,)]


def listening(port: int) -> set[str]:
    """Addresses on which somebody listens at that port."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            address, _, number = words[1].partition(":")
            if int(number, 16) == port and words[3] == "0A":
                found.add(f"{table} {address}")
    return found


def test_it_listens_on_this_machine_only(standing: Workshop):
    loopback = socket.inet_aton("127.0.0.1")[::-1] if sys.byteorder == "little" else b"\x7f\0\0\1"
    port = int(standing.connection["PGPORT"])
    assert listening(port) == {f"tcp {loopback.hex().upper()}"}


def test_only_the_servers_user_reaches_its_folders(standing: Workshop):
    owner = Path(f"/proc/{standing.server}").stat().st_uid
    for name in ("PLACE", "PGHOST"):
        found = Path(standing.connection[name]).stat()
        assert (stat.S_IMODE(found.st_mode), found.st_uid) == (0o700, owner)
    assert owner != 0


def test_secrets_are_files_for_their_owner_alone(standing: Workshop):
    standing.add_job("any.sh", "")
    standing.job("any.sh")
    found = sorted((standing.data_dir / "secrets").iterdir())
    names = ["postgres_etl_user", "postgres_etl_user.scram", "postgres_superuser"]
    assert [path.name for path in found] == names
    for path in [*found, standing.data_dir / "postgres" / "connection"]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.stat().st_uid == os.getuid()


@pytest.mark.parametrize("password", ["wrong", ""])
@pytest.mark.parametrize("user", ["etl_user", "postgres", "etl_owner", "etl_report", "nobody"])
@pytest.mark.parametrize("host", ["PGHOST", "127.0.0.1"])
def test_nobody_gets_in_without_the_right_password(standing: Workshop, host, user, password):
    where = standing.connection["PGHOST"] if host == "PGHOST" else host
    with pytest.raises(psycopg2.OperationalError, match=r"password|not permitted"):
        psycopg2.connect(
            host=where,
            port=standing.connection["PGPORT"],
            user=user,
            password=password,
            dbname="feeds",
            passfile="/dev/null",
        )


def test_passwords_are_kept_as_scram(standing: Workshop):
    connection = psycopg2.connect(standing.private_url("postgres", "postgres"))
    cursor = connection.cursor()
    cursor.execute("select rolname, left(rolpassword, 13) from pg_authid where rolpassword <> ''")
    assert dict(cursor) == {"postgres": "SCRAM-SHA-256", "etl_user": "SCRAM-SHA-256"}
    connection.close()


def test_runs_are_recorded_whatever_their_arguments(standing: Workshop):
    words = ["it's", "two\nlines", "", "größe", "x" * 100_000, os.fsdecode(b"not \xff text")]
    standing.add_job("words.sh", 'echo "message $#" >&"$ETL_REPORT_FD"')
    assert standing.job("words.sh", *words).returncode == 0
    arguments, message = standing.run_of("words.sh", "arguments, message")
    assert shlex.split(arguments) == [*words[:-1], "not ? text"]
    assert message == "6"


@pytest.mark.parametrize("secret", ["postgres_etl_user", "postgres_superuser"])
@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_secret_that_others_can_read_is_refused(standing: Workshop, secret, mode):
    path = standing.data_dir / "secrets" / secret
    script = {"postgres_etl_user": ("postgres.sh", "psql"), "postgres_superuser": ("apply_sql.sh",)}
    path.chmod(mode)
    try:
        done = standing.onboarding(*script[secret])
    finally:
        path.chmod(0o600)
    assert done.returncode == 78
    assert done.stderr == (
        f"error: the secret {path} can be read by others (mode {mode:o})\n"
        f"HINT: Run: chmod 600 '{path}'\n"
    )


class Watcher(threading.Thread):
    """Collects the command lines of all processes, again and again."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: set[bytes] = set()
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(path.read_bytes())
                except OSError:
                    continue


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    made = Watcher()
    made.start()
    yield made
    made.done.set()
    made.join()


def test_no_password_is_ever_part_of_a_command_line(private: Workshop, watcher: Watcher):
    private.set_up()
    private.add_job("any.py", "")
    assert private.job("any.py").returncode == 0
    lines = b"\n".join(watcher.seen)
    assert os.fsencode(private.data_dir) in lines
    for secret in (private.data_dir / "secrets").iterdir():
        assert secret.read_bytes().strip() not in lines
