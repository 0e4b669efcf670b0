"""A ground for benchmarks, made and removed: cluster, imports, tables, templates of databases."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from systemscripts.foundation import private_postgres, settings
from tests.bench import many_rows
from tests.bench.ground import PLAIN, Ground
from tests.support import Cluster, checkout, environment, run

TARGETS = ("rows", "others")  # kinds of files whose table exists
KINDS = (*TARGETS, "fresh")
# Segments of the log are used again in every round, and nobody else works meanwhile.
QUIET = ("min_wal_size = '1GB'", "autovacuum = off")
TYPED = "create table public.typed ({})"


def columns() -> str:
    pairs = zip(many_rows.HEADER, many_rows.TYPES, strict=True)
    return ", ".join(f"{name} {kind}" for name, kind in pairs)


def contract() -> str:
    pairs = zip(many_rows.HEADER, many_rows.TYPES, strict=True)
    return json.dumps({"columns": [{"name": name, "type": kind} for name, kind in pairs]})


def _add_imports(ground: Ground) -> None:
    for kind in KINDS:
        row = {
            "config_name": kind,
            "datasource": "Bench",
            "datasettype": "Rows",
            "source_directory": str(ground.inbox),
            "archive_directory": str(ground.archive),
            "file_pattern": f"{kind}_",
            "file_type": "CSV",
            "metadata_label_source": "filename",
            "metadata_label_location": "2",
            "dateconfig": "filename",
            "datelocation": "1",
            "dateformat": "yyyyMMdd",
            "delimiter": "_",
            "target_table": f"public.t{kind}",
            "typing": "contract",
            "contract": contract(),
            "date_formats": "{yyyy-MM-dd,dd.MM.yyyy}",
            "deduplication": "row_hash",
            "bad_rows": "reject",
        }
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in row.values())
        ground.execute(f"insert into dba.timportconfig ({', '.join(row)}) values ({values})")


def _make_targets(ground: Ground) -> None:
    """Tables that exist and are empty, as an import itself makes them."""
    tiny = ground.first(1)
    for kind in TARGETS:
        ground.load(tiny, kind)
        ground.execute(f"truncate public.t{kind}")
    ground.execute("truncate dba.tarrival, dba.tdataset cascade")
    ground.empty_folders()


def _copied(folder: Path) -> Path:
    other = os.environ.get("BENCH_HOME")
    return Path(other) if other else checkout(folder)


def _start(folder: Path) -> Cluster:
    env = environment(ETL_DATA_DIR=folder / "var")
    if programs := os.environ.get("TEST_POSTGRES_BIN"):
        env["ETL_POSTGRES_BIN"] = programs
    given = settings.read(env)
    return Cluster(given, private_postgres.ensure(given))


def _set_up(ground: Ground) -> None:
    for setting in QUIET:
        ground.cluster.admin(f"alter system set {setting}")
    ground.cluster.admin("select pg_reload_conf()")
    for script in ("create_database.sh", "apply_sql.sh"):
        done = run([ground.home / "onboarding" / "sh" / script], ground.ours)
        assert done.returncode == 0, done.stdout + done.stderr
    ground.empty_folders()
    _add_imports(ground)
    _make_targets(ground)
    ground.keep_as("empty")
    ground.cluster.admin(f"create database {PLAIN} template template0")
    ground.execute(TYPED.format(columns()), dbname=PLAIN)
    ground.keep_as("plain_empty", PLAIN)


@contextmanager
def made() -> Iterator[Ground]:
    """BENCH_FOLDER says where it lies, else on disk; BENCH_HOME: another checkout to measure."""
    folder = Path(tempfile.mkdtemp(prefix="etl-bench-", dir=os.environ.get("BENCH_FOLDER")))
    folder.chmod(0o755)  # as root the server is somebody else, who must get there
    try:
        ground = Ground(folder, _copied(folder), _start(folder))
        try:
            _set_up(ground)
            yield ground
        finally:
            ground.cluster.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
