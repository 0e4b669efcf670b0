"""Dumps are whole or not there; clean-ups remove what is old and nothing else."""

import gzip
import os
import shutil
import stat
import time
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from systemscripts.foundation import postgres_programs, private_postgres, settings
from tests.support import Cluster, environment, run

DAY = 86400


def old(path: Path, days: float, content: bytes = b"x") -> Path:
    """A file that was last written so long ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = time.time() - days * DAY
    os.utime(path, (moment, moment))
    return path


def job(pipeline, *words, code=0, **more):
    done = pipeline.job(*words, **more)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def backups(pipeline):
    return pipeline.data_dir / "backups"


@pytest.fixture
def older(backups):
    """Dumps of the days before, and a file that is none."""
    kept = [old(backups / f"all_databases_2026010{9 - d}T030000.sql.gz", d) for d in (1, 2.9)]
    gone = [old(backups / f"all_databases_2026010{9 - d}T030000.sql.gz", d + 0.1) for d in (3, 4)]
    gone.append(old(backups / "all_databases_20260101T030000.sql.gz.part", 8))
    kept.append(old(backups / "notes.txt", 99))
    return kept, gone


def test_a_dump_is_complete_readable_by_its_owner_only_and_can_be_restored(
    pipeline, cluster, backups, older
):
    kept, gone = older
    pipeline.rows("insert into dba.tholidays values ('2026-05-01', 'Łódź ''day''')")
    pipeline.rows("create table public.tmine as select 1 as x")
    said = job(pipeline, "daily_backup.sh")
    (dump,) = set(backups.iterdir()) - set(kept)
    assert f"wrote {dump}" in said
    assert not any(path.exists() for path in gone)
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    database = parse_dsn(pipeline.database_url)["dbname"]
    restored = restore(dump, cluster)
    try:
        connection = psycopg2.connect(restored.url("postgres", database))
        with connection, connection.cursor() as cursor:
            cursor.execute("select holiday_name from dba.tholidays where holiday_date='2026-05-01'")
            assert cursor.fetchall() == [("Łódź 'day'",)]
            cursor.execute("set role etl_user")
            cursor.execute("select x, (select count(*) from dba.tcalendardays) from public.tmine")
            assert cursor.fetchone() == (1, pipeline.one("select count(*) from dba.tcalendardays"))
        connection.close()
    finally:
        restored.remove()
        shutil.rmtree(restored.given.data_dir, ignore_errors=True)


def restore(dump: Path, original: Cluster) -> Cluster:
    """A cluster of its own that holds what the dump says, the superuser's password included."""
    folder = original.given.data_dir.with_name("restored")
    folder.mkdir(mode=0o755)
    names = {
        "ETL_DATA_DIR": folder,
        "ETL_SECRETS_DIR": original.given.secrets_dir,
        "ETL_POSTGRES_BIN": original.made.programs,
    }
    given = settings.read(environment(**names))
    made = Cluster(given, private_postgres.ensure(given))
    plain = folder / "dump.sql"
    plain.write_bytes(gzip.decompress(dump.read_bytes()))
    psql = original.made.programs / "psql"
    command = [psql, "-Xq", "-d", made.url("postgres", "postgres"), "-f", plain]
    done = run(command, environment())
    known = 'role "postgres" already exists'
    assert [line for line in done.stderr.splitlines() if known not in line] == []
    return made


def programs(folder: Path, pg_dumpall: str) -> Path:
    """The real programs, but for one that fails as the test says."""
    folder.mkdir()
    for program in postgres_programs.preferred().iterdir():
        (folder / program.name).symlink_to(program)
    (folder / "pg_dumpall").unlink()
    (folder / "pg_dumpall").write_text(f"#!/bin/sh\n{pg_dumpall}\n")
    (folder / "pg_dumpall").chmod(0o755)
    return folder


@pytest.mark.parametrize(
    "pg_dumpall, error",
    [
        ("echo 'select 1;'; echo no space >&2; exit 1", "pg_dumpall could not dump everything"),
        ("echo 'create role x;'", "the dump is not complete"),
        ("exit 0", "the dump is not complete"),
        ("kill -9 $$", "pg_dumpall could not dump everything"),
    ],
    ids=["fails", "stops early", "says nothing", "is killed"],
)
def test_a_dump_that_fails_leaves_no_file_and_keeps_the_old_ones(
    pipeline, backups, older, tmp_path, pg_dumpall, error
):
    before = sorted(backups.iterdir())
    fake = programs(tmp_path / "bin", pg_dumpall)
    said = job(pipeline, "daily_backup.sh", code=69, ETL_POSTGRES_BIN=str(fake))
    assert f"error: {error}" in said
    assert "HINT: Look at the lines above; the older dumps are kept." in said
    assert sorted(backups.iterdir()) == before


def test_a_database_that_is_down_is_told_and_the_old_dumps_stay(pipeline, backups, older):
    before = sorted(backups.iterdir())
    nowhere = "postgresql://postgres@127.0.0.1:9/feeds"
    urls = {"ETL_ADMIN_DATABASE_URL": nowhere, "ETL_DATABASE_URL": nowhere}
    assert "error: database: connection" in job(pipeline, "daily_backup.sh", code=69, **urls)
    assert sorted(backups.iterdir()) == before


@pytest.mark.parametrize("days", ["0", "-1", "x", "3.5", "03", "3; rm -rf /"])
@pytest.mark.parametrize("script", ["daily_backup.sh", "weekly_cleanup_logs.sh"])
def test_days_are_a_whole_number_from_one(pipeline, script, days):
    said = job(pipeline, script, days, code=64)
    assert "error: not a number of days" in said


def test_logs_older_than_a_week_go_and_younger_ones_stay(pipeline):
    logs = pipeline.data_dir / "logs"
    gone = [old(logs / "two words.log", 7.1), old(logs / "a.csv", 30), old(logs / "-rf.log", 8)]
    kept = [old(logs / "young.log", 6.9), old(logs / "notes.txt", 99)]
    kept.append(old(logs / "folder.log" / "deep.log", 99))
    said = job(pipeline, "weekly_cleanup_logs.sh")
    assert f"{logs}: 2 files *.log removed" in said
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)
    job(pipeline, "weekly_cleanup_logs.sh", 3)
    assert not kept[0].exists()


def test_archived_event_lists_older_than_a_week_go_and_other_archives_stay(pipeline):
    archive = pipeline.data_dir / "archive"
    job(pipeline, "weekly_cleanup_meetmaxevents.sh")  # nothing there yet
    gone = old(archive / "meetmaxevents" / "20260101T050000_MeetMax_1.xls", 8)
    kept = [old(archive / "meetmaxevents" / "new.xls", 6), old(archive / "other" / "x.xls", 99)]
    job(pipeline, "weekly_cleanup_meetmaxevents.sh")
    assert not gone.exists()
    assert all(path.exists() for path in kept)


def test_nothing_is_imported_when_the_download_failed(pipeline):
    waiting = old(pipeline.inbox / "20260105T050000_MeetMax_1.xls", 0, b"a,b\n1,2\n")
    job(pipeline, "run_download_and_import.sh", "--nonsense", code=64)
    nowhere = "postgresql://etl_user@127.0.0.1:9/feeds"
    job(pipeline, "run_download_and_import.sh", code=69, ETL_DATABASE_URL=nowhere)
    assert waiting.exists()
    scripts = "select script, outcome from dba.tjobrun order by jobrun_id"
    assert pipeline.rows(scripts) == [
        ("run_download_and_import.sh", "misconfigured"),
        ("meetmax_url_download.py", "misconfigured"),
    ]
    job(pipeline, "run_download_and_import.sh")
    assert not waiting.exists()
    chain = pipeline.rows(
        "select script, parent_id is not null, run_uuid = max(run_uuid::text) over ()::uuid"
        " from dba.tjobrun where exit_code = 0 order by jobrun_id"
    )
    assert chain == [
        ("run_download_and_import.sh", False, True),
        ("meetmax_url_download.py", True, True),
        ("run_import_job.py", True, True),
    ]
