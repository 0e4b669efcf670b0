"""Where imports are measured: a private PostgreSQL of its own that keeps its data as by default.

Databases are cloned from templates before each measurement, so every round begins with the same;
the project is a copy, so that it may be worked on meanwhile.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg2

from systemscripts.foundation import private_postgres
from systemscripts.foundation.postgres_cluster import process_of
from tests.bench import many_rows
from tests.shell.workshop import children, wait_for
from tests.support import Cluster, environment, run

FEEDS, PLAIN = "feeds", "plain"  # the importer's database, and that of those it is compared with
FORMAT = "with (format csv, header)"


@dataclass(frozen=True)
class Ground:
    folder: Path
    home: Path  # the checkout that is measured
    cluster: Cluster

    @property
    def data_dir(self) -> Path:
        return self.folder / "var"

    @property
    def inbox(self) -> Path:
        return self.data_dir / "file_watcher"

    @property
    def archive(self) -> Path:
        return self.data_dir / "archive"

    @property
    def psql(self) -> Path:
        return self.cluster.made.programs / "psql"

    @property
    def version(self) -> str:
        """Of the server, such as 15.14."""
        (found,) = self.execute("show server_version", dbname="postgres")
        return str(found[0]).split()[0]

    @cached_property
    def ours(self) -> dict[str, str]:
        """As a user of the private PostgreSQL starts jobs."""
        return environment(ETL_DATA_DIR=self.data_dir)

    @cached_property
    def theirs(self) -> dict[str, str]:
        """For psql and other clients of libpq; the files have days before months."""
        given = self.dsn(PLAIN)
        return {
            **environment(),
            **{f"PG{name.upper()}": value for name, value in given.items() if name != "dbname"},
            "PGDATABASE": PLAIN,
            "PGOPTIONS": "-c datestyle=ISO,DMY",
        }

    def dsn(self, dbname: str) -> dict[str, str]:
        given, made = self.cluster.given, self.cluster.made
        return private_postgres.dsn(given, made, superuser=True, dbname=dbname)

    def execute(self, *statements: str, dbname: str = FEEDS) -> list[Any]:
        """As the superuser, each by itself; what the last one says."""
        connection = psycopg2.connect(**self.dsn(dbname))  # type: ignore[call-overload]
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def clone(self, template: str, dbname: str) -> None:
        self.cluster.admin(f"drop database if exists {dbname} with (force)")
        self.cluster.admin(f"create database {dbname} template {template} strategy file_copy")
        self.cluster.admin("checkpoint")

    def keep_as(self, template: str, dbname: str = FEEDS) -> None:
        """The database as it is now, for clones."""
        self.execute("vacuum (freeze, analyze)", dbname=dbname)
        self.clone(dbname, template)

    def deliver(self, path: Path, kind: str = "rows", label: str = "north") -> None:
        """A file for an import, under a second name: nothing is copied."""
        os.link(path, self.inbox / f"{kind}_20260105_{label}.csv")

    def empty_folders(self) -> None:
        for folder in (self.inbox, self.archive):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)

    def job(self, kind: str = "rows") -> list[str | Path]:
        return [self.home / "jobscripts" / "run_python_etl_script.sh", "run_import_job.py", kind]

    def load(self, path: Path, kind: str = "rows", label: str = "north") -> None:
        """Import a file, not measured."""
        self.deliver(path, kind, label)
        done = run(self.job(kind), self.ours, timeout=3600)
        assert done.returncode == 0, done.stdout + done.stderr

    def copy(self, path: Path, table: str = "typed") -> list[str | Path]:
        r"""What everything is measured by: \copy into a table that is typed and has no index."""
        name = str(path).replace("'", "''")
        return [self.psql, "-X", "-q", "-c", rf"\copy {table} from '{name}' {FORMAT}"]

    def psql_copy(self, path: Path) -> None:
        """Not measured."""
        done = run(self.copy(path), self.theirs, timeout=3600)
        assert done.returncode == 0, done.stderr

    def settled(self) -> str:
        """What became of the file that came last."""
        (found,) = self.execute("select state from dba.tarrival order by arrival_id desc limit 1")
        return str(found[0])

    def counts(self, label: str) -> tuple[int, ...]:
        """Rows read, loaded, duplicate and rejected of the newest dataset of a label."""
        (found,) = self.execute(
            "select rows_read, rows_loaded, rows_duplicate, rows_rejected from dba.tdataset"
            f" where label = '{label}' order by datasetid desc limit 1"
        )
        return tuple(found)

    def data(self, name: str, rows: Callable[[], Iterable[tuple[str, ...]]]) -> Path:
        """A seeded file, written once."""
        path = self.folder / "data" / f"{name}.csv"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            many_rows.write(path, rows())
        return path

    def first(self, count: int) -> Path:
        """So many rows as they come in every benchmark."""
        return self.data(f"first_{count}", lambda: many_rows.rows(count))

    def busy(self) -> float:
        """Seconds that the server's sessions were on a processor; those that end are waited for."""
        server = process_of(self.cluster.made)
        wait_for(lambda: not any(map(_is_session, children(server))), "sessions stay open")
        times = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[13:15]
        return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")

    def template(self, name: str, make: Callable[[], None], dbname: str = FEEDS) -> str:
        """A database to clone, made once; `make` fills a database that is empty."""
        if not self.has(name):
            self.clone("empty" if dbname == FEEDS else "plain_empty", dbname)
            self.empty_folders()
            make()
            self.keep_as(name, dbname)
        return name

    def has(self, dbname: str) -> bool:
        query = f"select from pg_database where datname = '{dbname}'"
        return bool(self.execute(query, dbname="postgres"))


def _is_session(process: int) -> bool:
    """One that has ended says nothing of itself; its time counts when it is buried."""
    try:
        said = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return not said or b"[local]" in said
