"""What tests share: a cluster, and the pipeline run as a person runs it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import make_dsn

from systemscripts.foundation import private_postgres, settings

HOME = Path(__file__).resolve().parents[1]
WRAPPER = HOME / "jobscripts" / "run_python_etl_script.sh"
PARTS = ("jobscripts", "systemscripts", "onboarding", "env.sh")
INHERITED = ("PATH", "LANG", "LC_ALL", "HOME", "USER", "TMPDIR", "TEST_POSTGRES_BIN")


def environment(**settings_of_the_test: object) -> dict[str, str]:
    """A clean environment: nothing of the caller's settings gets in."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    given = {name: str(value) for name, value in settings_of_the_test.items()}
    return {**kept, "ETL_PYTHON": sys.executable, **given}


def run(
    command: Sequence[str | Path], env: dict[str, str], cwd: Path = HOME, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        env=env,
        cwd=cwd,
        timeout=timeout,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def checkout(folder: Path) -> Path:
    """A copy of the project below the folder, for tests that add jobs or change files."""
    home = folder / "checkout"
    home.mkdir(parents=True)
    being_written = shutil.ignore_patterns("*.pyc.*")
    for part in PARTS:
        if (HOME / part).is_dir():
            shutil.copytree(HOME / part, home / part, ignore=being_written)
        else:
            shutil.copy2(HOME / part, home / part)
    return home


@dataclass
class Cluster:
    given: settings.Settings
    made: private_postgres.Cluster

    def url(self, user: str, dbname: str) -> str:
        keywords = private_postgres.dsn(
            self.given, self.made, superuser=user == "postgres", dbname=dbname
        )
        return make_dsn(**keywords)

    def admin(self, statement: str) -> None:
        connection = psycopg2.connect(self.url("postgres", "postgres"))
        try:
            connection.autocommit = True
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def remove(self) -> None:
        private_postgres.remove(self.given)


def start_cluster(data_dir: Path) -> Cluster:
    """Made by the project's own tools, with durability traded for speed."""
    env = environment(ETL_DATA_DIR=data_dir)
    if programs := os.environ.get("TEST_POSTGRES_BIN"):
        env["ETL_POSTGRES_BIN"] = programs
    given = settings.read(env)
    cluster = Cluster(given, private_postgres.ensure(given))
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        cluster.admin(f"alter system set {setting}")
    cluster.admin("select pg_reload_conf()")
    for script in ("create_database.sh", "apply_sql.sh"):
        done = run([HOME / "onboarding" / "sh" / script], env)
        if done.returncode != 0:
            cluster.remove()
            raise RuntimeError(f"{script}: {done.stdout}{done.stderr}")
    return cluster


@dataclass
class Pipeline:
    data_dir: Path
    database_url: str
    admin_url: str
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        names = {
            "ETL_DATA_DIR": self.data_dir,
            "ETL_DATABASE_URL": self.database_url,
            "ETL_ADMIN_DATABASE_URL": self.admin_url,
            "ETL_CRON_FILE": self.data_dir / "etl_jobs",
        }
        return environment(**{**names, **self.extra})

    def adopt_folders(self) -> None:
        """Point the shipped rows at the folders of this test."""
        for name in ("source_directory", "archive_directory"):
            self.rows(
                f"update dba.timportconfig set {name} ="
                f" %s || regexp_replace({name}, '^.*/(file_watcher|archive)', '/\\1') returning 1",
                str(self.data_dir),
            )

    @property
    def inbox(self) -> Path:
        """Where files arrive."""
        folder = self.data_dir / "file_watcher"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def job(self, name: str, *words: object, **more: object) -> subprocess.CompletedProcess[str]:
        """A job, through the wrapper."""
        env = {**self.env, **{key: str(value) for key, value in more.items()}}
        return run([WRAPPER, name, *map(str, words)], env)

    def rows(self, statement: str, *values: object) -> list[Any]:
        """What the database says to the loader."""
        connection = psycopg2.connect(self.database_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def one(self, statement: str, *values: object) -> Any:
        """The first value of the first row."""
        return self.rows(statement, *values)[0][0]

    def files(self, folder: str) -> list[str]:
        """Names of the files below a folder of the data directory."""
        root = self.data_dir / folder
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())
