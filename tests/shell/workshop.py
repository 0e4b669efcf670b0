"""A copy of the project with small jobs of a test's own, run through its wrapper."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import psycopg2
from psycopg2.extensions import make_dsn

from tests.support import HOME, Pipeline, environment, run

PATIENCE = 15


def wait_for(done: Callable[[], Any], what: str) -> Any:
    """The first answer that is true; what happens in another process takes its time."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := done()):
        assert time.monotonic() < deadline, f"{what}: not after {PATIENCE} s"
        time.sleep(0.01)
    return answer


def alive(process_id: int) -> bool:
    """A zombie has ended, whoever has to bury it."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def children(process_id: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process_id:
            found.append(int(stat.parent.name))
    return found


def postmasters(folder: Path) -> list[int]:
    """Servers whose data lie below a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        data = words[words.index(b"-D") + 1] if b"-D" in words else b""
        if words[0].endswith(b"/postgres") and os.fsencode(folder) in data:
            found.append(int(process.name))
    return found


@dataclass
class Workshop(Pipeline):
    home: Path = HOME
    switch: Sequence[str] = ()  # words before each command, to be another user
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """Without a database URL: the private PostgreSQL, or none at all."""
        if self.database_url:
            return super().env
        return environment(ETL_DATA_DIR=self.data_dir, **self.extra)

    @property
    def wrapper(self) -> Path:
        return self.home / "jobscripts" / "run_python_etl_script.sh"

    def add_job(self, name: str, text: str) -> Path:
        path = self.home / "jobscripts" / name
        begin = "import _through_wrapper\n" if name.endswith(".py") else "#!/usr/bin/env bash\n"
        path.write_text(begin + dedent(text), encoding="utf-8")
        path.chmod(0o755)
        return path

    def run(self, *words: object, **more: object) -> subprocess.CompletedProcess[str]:
        env = {**self.env, **{key: str(value) for key, value in more.items()}}
        return run([*self.switch, *map(str, words)], env, cwd=self.home)

    def job(self, name: str, *words: object, **more: object) -> subprocess.CompletedProcess[str]:
        return self.run(self.wrapper, name, *words, **more)

    def start(self, name: str, *words: object, **more: object) -> subprocess.Popen[bytes]:
        """The same in the background; its output goes to a file, as under cron."""
        env = {**self.env, **{key: str(value) for key, value in more.items()}}
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with (self.data_dir / "cron.log").open("ab") as log:
            process = subprocess.Popen(
                [*self.switch, self.wrapper, name, *map(str, words)],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def said(self) -> str:
        """What background jobs wrote to their output."""
        return (self.data_dir / "cron.log").read_text(encoding="utf-8")

    def log_of(self, job: str) -> str:
        """The run's own log file."""
        (path,) = (self.data_dir / "logs").glob(f"{job.rpartition('.')[0]}_*.log")
        return path.read_text(encoding="utf-8")

    def marker(self, name: str) -> int:
        """A number that a job wrote into a file of the data directory; waits for it."""
        path = self.data_dir / name
        return int(wait_for(lambda: path.exists() and path.read_text().strip(), f"no {name}"))

    def rows(self, statement: str, *values: object) -> list[Any]:
        """From the database of the URL; without one from the private PostgreSQL."""
        connection = psycopg2.connect(self.database_url or self.private_url())
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def private_url(self, user: str = "etl_user", dbname: str = "feeds") -> str:
        """Over TCP, which another user may use too."""
        secret = {"etl_user": "postgres_etl_user", "postgres": "postgres_superuser"}[user]
        password = (self.data_dir / "secrets" / secret).read_text().strip()
        return make_dsn(
            host="127.0.0.1",
            port=self.connection["PGPORT"],
            user=user,
            password=password,
            dbname=dbname,
        )

    @property
    def connection(self) -> dict[str, str]:
        """What the connection file of the private PostgreSQL says."""
        text = (self.data_dir / "postgres" / "connection").read_text()
        return dict(line.split("=", 1) for line in text.splitlines())

    @property
    def server(self) -> int:
        """Process id of the private PostgreSQL, which may have died."""
        data = Path(self.connection["PLACE"]) / "data"
        return int((data / "postmaster.pid").read_text().splitlines()[0])

    def onboarding(
        self, script: str, *words: object, **more: object
    ) -> subprocess.CompletedProcess[str]:
        """A script of onboarding/sh."""
        return self.run(self.home / "onboarding" / "sh" / script, *words, **more)

    def postgres(self, *words: object, **more: object) -> subprocess.CompletedProcess[str]:
        """A word of systemscripts/bash/postgres.sh, such as remove."""
        sourced = ("systemscripts/bash/common.sh", "env.sh", "systemscripts/bash/postgres.sh")
        text = "".join(f". ./{path}\n" for path in sourced) + 'postgres "$@"'
        return self.run("bash", "-c", text, "bash", *words, **more)

    def set_up(self) -> None:
        """A private PostgreSQL with everything in it, durability traded for speed."""
        for script in ("postgres.sh start", "create_database.sh", "apply_sql.sh"):
            done = self.onboarding(*script.split())
            assert done.returncode == 0, done.stdout + done.stderr
        connection = psycopg2.connect(self.private_url("postgres", "postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("alter system set fsync = off")
            cursor.execute("select pg_reload_conf()")
        connection.close()

    def run_of(self, script: str, columns: str = "*") -> Any:
        """The newest row of a script."""
        return self.rows(
            f"select {columns} from dba.tjobrun where script = %s order by jobrun_id desc limit 1",
            script,
        )[0]

    def tidy(self) -> None:
        """Whatever a failed test left running; each job is tied to its wrapper."""
        for process in self.started:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
            process.wait()

    def remove(self) -> None:
        """The private PostgreSQL, wherever it is."""
        self.tidy()
        done = self.postgres("remove")
        assert done.returncode == 0, done.stderr
