"""The log in dba.tlogentry and the steps in dba.tjobstep, with a database that may go away."""

from pathlib import Path
from uuid import UUID

import pytest

from tests.small_job import RUN_UUID, SmallJob

DROP = """
import psycopg2
def drop_the_database():
    outside = psycopg2.connect({url!r})
    outside.autocommit = True
    outside.cursor().execute("drop database {name} with (force)")
    outside.close()
"""
LOSE_CONNECTIONS = """
import psycopg2
def lose_all_connections():
    outside = psycopg2.connect({url!r})
    outside.cursor().execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
        " where datname = '{name}' and usename = 'etl_user'"
    )
    outside.close()
"""


@pytest.fixture
def job(tmp_path: Path, database_url: str) -> SmallJob:
    return SmallJob(tmp_path, {"ETL_DATABASE_URL": database_url})


@pytest.fixture
def ask(admin_connection):
    def rows(statement, *values):
        with admin_connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall()

    return rows


def test_the_lines_in_the_database_are_those_of_the_files(job, ask):
    done = job.run("""
        log.info("before")
        with run_log.step("convert"):
            log.warning('a "quoted"\\nline')
        raise errors.DataError("row 3 is odd")
    """)
    assert (done.returncode, "files only" in done.stderr) == (65, False)
    rows = ask(
        "select run_uuid::text, processtype, stepcounter, username, stepruntime, totalruntime,"
        " message, timestamp from dba.tlogentry order by logid"
    )
    assert [(r[1], r[2], r[6]) for r in rows] == [
        ("Processing", "", "before"),
        ("Warning", "convert_1", 'a "quoted"\\nline'),
        ("Error", "", "row 3 is odd"),
    ]
    records = [list(record.values()) for record in job.records()]
    assert [[r[7].isoformat(), *map(str, r[:7])] for r in rows] == records


def test_many_lines_arrive_all_and_in_order(job, ask):
    job.run("for number in range(1, 1002): log.info('%s', number)")
    rows = ask("select message, totalruntime::text from dba.tlogentry order by logid")
    assert [row[0] for row in rows] == [str(number) for number in range(1, 1002)]
    assert [float(row[1]) for row in rows] == [float(r["totalruntime"]) for r in job.records()]


def test_lines_are_sent_in_batches(job, ask):
    job.run("for number in range(450): log.info('%s', number)")
    batches = ask("select count(*) from dba.tlogentry group by xmin order by min(logid)")
    assert [row[0] for row in batches] == [200, 200, 50]


def test_lines_of_a_slow_job_are_there_before_it_ends(job, ask):
    job.run("""
        log.info("early")
        time.sleep(2.1)
        log.info("late")
        with database.transaction() as connection:
            rows = database.fetch_all(connection, "select message from dba.tlogentry")
        raise errors.DataError(f"there: {[row.message for row in rows]}")
    """)
    assert any("there: ['early', 'late']" in line for line in job.lines())


def test_lines_of_a_run_by_hand_have_no_run(job, ask):
    job.settings["ETL_RUN_UUID"] = ""
    done = job.run("with run_log.step('a'): log.info('by hand')")
    assert (done.returncode, done.stderr) == (0, "")
    assert ask("select run_uuid, message from dba.tlogentry") == [(None, "by hand")]
    assert ask("select 1 from dba.tjobstep") == []


def test_odd_characters_do_not_keep_a_line_or_a_step_from_the_database(job, ask):
    done = job.run("""
        log.info("a\\0b \\udcff \\x1b[1m")
        with run_log.step("odd \\0 \\udcff"):
            raise errors.DataError("a\\0b \\udcff")
    """)
    assert done.returncode == 65
    assert "files only" not in done.stderr
    rows = ask("select message from dba.tlogentry order by logid")
    assert rows == [("a\\x00b \\udcff \\x1b[1m",), ("a\\x00b \\udcff",)]
    [step] = ask("select step_name, outcome, message from dba.tjobstep")
    assert step == ("odd \\x00 \\udcff", "failed", "a\\x00b \\udcff")


def test_steps_are_rows_with_their_order_counts_and_outcome(job, ask):
    job.run("""
        with run_log.step("convert") as step:
            step.rows_in, step.rows_out = 5, 4
        with run_log.step("load"):
            raise errors.DataError("no such column")
    """)
    rows = ask(
        "select run_uuid, step_number, step_name, rows_in, rows_out, outcome, message,"
        " ended_at >= started_at from dba.tjobstep order by jobstep_id"
    )
    assert rows == [
        (str(UUID(RUN_UUID)), 1, "convert", 5, 4, "done", None, True),
        (str(UUID(RUN_UUID)), 2, "load", None, None, "failed", "no such column", True),
    ]


def test_a_secret_is_in_no_row(job, ask):
    job.run("""
        secrets.remember("hunter22")
        log.info("login with hunter22 at smtps://ann:in-an-address@mail.test")
        with run_log.step("hunter22"):
            raise RuntimeError("hunter22 at smtps://ann:in-an-address@mail.test")
    """)
    [[rows]] = ask(
        "select (select string_agg(l::text, ' ') from dba.tlogentry l)"
        " || (select string_agg(s::text, ' ') from dba.tjobstep s)"
    )
    assert rows.count("***") >= 6
    assert "hunter22" not in rows
    assert "in-an-address" not in rows


def test_a_job_outlives_its_database_and_the_rest_stays_in_the_files(tmp_path, cluster):
    name = f"going_{tmp_path.name.lower()}"[:60]
    cluster.admin(f"create database {name} template feeds")
    job = SmallJob(tmp_path, {"ETL_DATABASE_URL": cluster.url("etl_user", name)})
    body = DROP.format(url=cluster.url("postgres", "postgres"), name=name)
    done = job.run(f"""{body}
with run_log.step("convert"):
    for number in range(300): log.info("line %s", number)
    drop_the_database()
    for number in range(300, 600): log.info("line %s", number)
with run_log.step("load"):
    log.info("the end")
return 65
""")
    assert done.returncode == 65, done.stderr
    numbered = [line.split(" ", 5)[-1] for line in job.lines() if " line " in line]
    assert numbered == [f"line {number}" for number in range(600)]
    assert "load the end" in job.lines()[-1]
    told = [line for line in job.lines() if "stay in the files only" in line]
    assert len(told) == 1
    assert f'"{name}" does not exist' in told[0]
    assert len(job.records()) == 602


def test_a_connection_lost_in_the_middle_is_opened_again(job, ask, cluster, database_name):
    body = LOSE_CONNECTIONS.format(url=cluster.url("postgres", "postgres"), name=database_name)
    done = job.run(f"""{body}
with run_log.step("convert"):
    log.info("before")
    run_log.flush()
    lose_all_connections()
    log.info("after")
""")
    assert done.stderr == ""
    assert ask("select message from dba.tlogentry order by logid") == [("before",), ("after",)]
    assert ask("select step_name, outcome from dba.tjobstep") == [("convert", "done")]


def test_a_database_that_refuses_the_lines_does_not_stop_the_job(job, admin_connection):
    admin_connection.cursor().execute("revoke insert on dba.tlogentry from etl_user")
    done = job.run("with run_log.step('a'): log.info('working')")
    assert (done.returncode, done.stdout) == (0, "working\n")
    assert "permission denied for table tlogentry" in done.stderr
