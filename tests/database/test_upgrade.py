"""A database that was built from an earlier release becomes the same as one built fresh."""

import itertools
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.catalog import difference, shape
from tests.support import HOME, Cluster, environment, run

RELEASES = sorted((HOME / "tests" / "samples" / "releases").glob("*.sql"))
numbers = itertools.count(1)


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """A database with nothing in it; the roles are there."""
    name = f"upgrade_{os.getpid()}_{next(numbers)}"
    cluster.admin(f"create database {name} owner etl_owner template template0")
    yield name
    cluster.admin(f"drop database {name} with (force)")


def restore(cluster: Cluster, dump: Path, name: str) -> None:
    done = subprocess.run(
        [cluster.made.programs / "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-f", dump],
        env={**environment(), "PGSERVICEFILE": "", **libpq(cluster, name)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def libpq(cluster: Cluster, name: str) -> dict[str, str]:
    keywords = psycopg2.extensions.parse_dsn(cluster.url("postgres", name))
    names = {"dbname": "PGDATABASE"}
    return {names.get(key, f"PG{key.upper()}"): value for key, value in keywords.items()}


def apply(cluster: Cluster, name: str) -> subprocess.CompletedProcess[str]:
    env = environment(
        ETL_DATABASE_URL=cluster.url("etl_user", name),
        ETL_ADMIN_DATABASE_URL=cluster.url("postgres", name),
    )
    return run([HOME / "onboarding" / "sh" / "apply_sql.sh"], env)


@pytest.mark.parametrize("dump", RELEASES, ids=lambda path: path.stem)
def test_a_database_of_an_earlier_release_becomes_like_a_fresh_one(cluster, empty, dump):
    restore(cluster, dump, empty)
    done = apply(cluster, empty)
    assert (done.returncode, done.stderr) == (0, "")
    fresh, upgraded = shape(cluster.url("postgres", "feeds")), shape(cluster.url("postgres", empty))
    assert difference(fresh, upgraded) == []
    assert apply(cluster, empty).stdout == ""


@pytest.mark.parametrize("dump", RELEASES, ids=lambda path: path.stem)
def test_rows_of_an_earlier_release_are_kept(cluster, empty, dump):
    restore(cluster, dump, empty)
    kept = ("treportmanager", "timportconfig", "tscheduler", "tholidays")
    connection = psycopg2.connect(cluster.url("postgres", empty))
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("update dba.treportmanager set subjectheader = 'mine' where reportid = 1")
    cursor.execute("update dba.tscheduler set frequency = '1 2 3 4 5' where schedulerid = 6")

    def rows() -> dict[str, list[object]]:
        found = {}
        for table in kept:
            cursor.execute(f"select * from dba.{table} order by 1")
            names = [column.name for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor]
        return found

    before = rows()
    assert apply(cluster, empty).returncode == 0
    after = rows()
    connection.close()
    for table in kept:
        assert before[table], table
        for row in before[table]:
            assert [x for x in after[table] if row.items() <= x.items()], (table, row)


@pytest.mark.parametrize(
    "change",
    [
        "alter table dba.tscheduler add mine text",
        "alter table dba.tscheduler alter taskname drop not null",
        "alter table dba.tscheduler alter datastatusid set default 2",
        "comment on column dba.tscheduler.taskname is 'mine'",
        "alter table dba.tscheduler drop constraint quotes_are_closed",
        "drop index dba.jobrun_by_time",
        "drop function dba.f_get_event_changes(date)",
        "alter function dba.f_jobrun_died(bigint[]) security definer",
        "grant update on dba.tscheduler to etl_report",
        "revoke usage on schema mart from etl_report",
        "alter table dba.tscheduler owner to postgres",
        "alter event trigger logddl disable",
        "drop trigger ttriggerenforcesingleactivedataset on dba.tdataset",
        "alter default privileges for role etl_owner in schema dba grant all on tables to public",
        "create table public.tmine (x integer)",
    ],
)
def test_a_difference_is_noticed(cluster, database_name, admin_connection, admin_url, change):
    admin_connection.cursor().execute(change)
    assert difference(shape(cluster.url("postgres", "feeds")), shape(admin_url))
