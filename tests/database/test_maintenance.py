"""The procedures that look after the database do what they say, called by the loader."""

import threading
import time
from contextlib import contextmanager

import psycopg2
import pytest

from tests.database.asking import query

LOGS = {
    "dba.tlogentry": "insert into dba.tlogentry (timestamp, message) values (%s, 'x')",
    "dba.tmaintenancelog": (
        "insert into dba.tmaintenancelog (maintenancetime, operation) values (%s, 'ANALYZE')"
    ),
    "dba.tddllogs": "insert into dba.tddllogs (eventtime, eventtype) values (%s, 'sql_drop')",
    "dba.ttableindexstats": (
        "insert into dba.ttableindexstats (snapshottime, schemaname, tablename)"
        " values (%s, 'public', 'x')"
    ),
}


def days_ago(connection, days):
    return query(connection, "select clock_timestamp() - make_interval(days => %s)", days)[0][0]


def operations(connection, operation):
    return dict(
        query(
            connection,
            "select tablename, details from dba.tmaintenancelog where operation = %s",
            operation,
        )
    )


@contextmanager
def running(url, statement):
    """Somebody whose statement is at work while the block runs."""
    somebody = psycopg2.connect(url, application_name="somebody")
    somebody.autocommit = True

    def work():
        with pytest.raises(psycopg2.errors.QueryCanceled), somebody.cursor() as cursor:
            cursor.execute(statement)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield somebody.info.backend_pid
    finally:
        somebody.cancel()
        worker.join()
        somebody.close()


def wait_until_active(connection, pid):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        seen = query(connection, "select state from pg_stat_activity where pid = %s", pid)
        connection.rollback()
        if seen == [("active",)]:
            return
        time.sleep(0.02)
    raise AssertionError("the statement did not begin")


@pytest.fixture
def orders(connection):
    """A table of the loader with rows, as an import leaves it."""
    query(
        connection,
        "create table public.torders (torderid integer primary key, label text)"
        " with (autovacuum_enabled = false)",
    )
    query(connection, "insert into public.torders select n, 'x' from generate_series(1, 1000) n")
    query(connection, "select pg_stat_force_next_flush()")
    connection.commit()


@pytest.mark.parametrize("log", LOGS)
def test_old_lines_of_every_log_go_and_young_ones_stay(connection, admin_connection, log):
    query(admin_connection, f"delete from {log}")
    for days in (9, 8, 6):
        query(connection, LOGS[log], days_ago(connection, days))
    query(connection, "call dba.ppurgeoldlogs(7)")
    assert operations(connection, "PURGE")[log] == "2 rows older than 7 days"
    left = query(connection, f"select count(*) from {log}")[0][0]
    assert left == (1 + len(LOGS) if log == "dba.tmaintenancelog" else 1)


def test_a_purge_leaves_runs_and_datasets_alone(connection):
    query(
        connection,
        """
        insert into dba.tjobrun
            (run_uuid, script, host_name, user_name, process_id, process_mark, started_at)
        values (gen_random_uuid(), 'a.py', 'h', 'u', 1, 'm', '2020-01-01')
        """,
    )
    query(connection, "call dba.ppurgeoldlogs(1)")
    assert query(connection, "select count(*) from dba.tjobrun") == [(1,)]


@pytest.mark.parametrize("days", [0, -1, None])
def test_a_purge_of_everything_is_refused(connection, days):
    with pytest.raises(psycopg2.Error, match="cannot be purged") as refused:
        query(connection, "call dba.ppurgeoldlogs(%s)", days)
    assert "at least 1" in refused.value.diag.message_hint


def test_size_and_use_of_tables_and_indexes_are_noted(connection, orders):
    query(connection, "select count(*) from public.torders where torderid = 7")
    query(connection, "select pg_stat_force_next_flush()")
    connection.commit()
    query(connection, "call dba.pcapturetableindexstats()")
    noted = query(
        connection,
        """
        select indexname, rowcount, inserts, updates, deletes, idxscans >= 1, totalsize > 0
        from dba.ttableindexstats where tablename = 'torders' order by indexname nulls first
        """,
    )
    assert noted[0] == (None, 1000, 1000, 0, 0, True, True)
    assert [(n[0], *n[2:]) for n in noted[1:]] == [
        ("torders_pkey", None, None, None, True, True),
    ]


def test_each_look_at_the_tables_is_one_moment(connection):
    for _ in range(2):
        query(connection, "call dba.pcapturetableindexstats()")
    looks = query(
        connection,
        "select count(*), count(distinct tablename) from dba.ttableindexstats"
        " where indexname is null group by snapshottime",
    )
    assert len(looks) == 2
    assert all(rows == tables > 10 for rows, tables in looks)


def test_tables_that_come_and_go_are_not_noted(connection):
    query(connection, "create table landing.passing (a integer)")
    query(connection, "create temporary table passing_too (a integer)")
    query(connection, "call dba.pcapturetableindexstats()")
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    assert (
        query(
            connection,
            """
            select tablename from dba.ttableindexstats where tablename like 'passing%'
            union all select tablename from dba.tmaintenancelog where tablename like '%.passing%'
            """,
        )
        == []
    )


def test_a_query_that_runs_too_long_is_noted_with_who_and_what(connection, database_url):
    statement = "select pg_sleep(60) as slow"
    with running(database_url, statement) as pid:
        wait_until_active(connection, pid)
        query(connection, "call dba.pmonitorlongrunningqueries(0)")
    noted = query(
        connection,
        "select stepcounter, username, message, stepruntime"
        " from dba.tlogentry where processtype = 'QueryMonitor'",
    )
    assert [row[:2] for row in noted] == [(f"pid_{pid}", "etl_user")]
    assert noted[0][2].startswith("running for 00:00:")
    assert noted[0][2].endswith(statement)
    assert 0 <= noted[0][3] < 60


def test_a_query_that_has_just_begun_and_an_idle_session_are_not_noted(connection, database_url):
    idle = psycopg2.connect(database_url)
    query(idle, "select 1")
    with running(database_url, "select pg_sleep(60)") as pid:
        wait_until_active(connection, pid)
        query(connection, "call dba.pmonitorlongrunningqueries(1)")
        assert query(connection, "select message from dba.tlogentry") == []
        query(connection, "call dba.pmonitorlongrunningqueries(0)")
    idle.close()
    assert len(query(connection, "select message from dba.tlogentry")) == 1


def test_the_loader_may_watch_without_being_told_what_others_ask(
    connection, admin_connection, admin_url
):
    with running(admin_url, "select pg_sleep(60)") as pid:
        wait_until_active(admin_connection, pid)
        query(connection, "call dba.pmonitorlongrunningqueries(0)")
        assert query(connection, "select message from dba.tlogentry") == []
        query(admin_connection, "call dba.pmonitorlongrunningqueries(0)")
    noted = query(admin_connection, "select stepcounter from dba.tlogentry")
    assert noted == [(f"pid_{pid}",)]


def test_a_password_in_a_query_is_not_written_down(connection, database_url):
    statement = "/* alter role x password 'hunter2' */ select pg_sleep(60)"
    with running(database_url, statement) as pid:
        wait_until_active(connection, pid)
        query(connection, "call dba.pmonitorlongrunningqueries(0)")
    message = query(connection, "select message from dba.tlogentry")[0][0]
    assert "password '***'" in message
    assert "hunter2" not in message


@pytest.mark.parametrize("minutes", [-1, None])
def test_a_nonsense_threshold_is_refused(connection, minutes):
    with pytest.raises(psycopg2.Error, match="cannot have been running") as refused:
        query(connection, "call dba.pmonitorlongrunningqueries(%s)", minutes)
    assert "call dba.pmonitorlongrunningqueries(5)" in refused.value.diag.message_hint


def test_tables_of_the_loader_and_of_dba_are_analyzed_and_timed(connection, orders):
    never = query(connection, "select count(*) from pg_stats where tablename = 'torders'")
    assert never == [(0,)]
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    assert query(connection, "select count(*) from pg_stats where tablename = 'torders'") == [(2,)]
    analyzed = operations(connection, "ANALYZE")
    assert analyzed["public.torders"] == "done"
    assert analyzed["dba.timportconfig"] == "done"
    timed = query(
        connection,
        "select bool_and(durationseconds >= 0), count(*), count(distinct tablename)"
        " from dba.tmaintenancelog where operation = 'ANALYZE'",
    )
    assert timed == [(True, len(analyzed), len(analyzed))]


def test_an_administrator_analyzes_every_table_once(admin_connection, orders):
    query(admin_connection, "call dba.prunmaintenancevacuumanalyze()")
    analyzed = query(
        admin_connection, "select tablename from dba.tmaintenancelog where operation = 'ANALYZE'"
    )
    assert {("public.torders",), ("dba.tscheduler",)} < set(analyzed)
    assert len(analyzed) == len(set(analyzed))


def test_a_name_that_needs_quotes_is_analyzed_too(connection):
    query(connection, 'create table public."Odd ""name" (a integer)')
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    assert operations(connection, "ANALYZE")['public."Odd ""name"'] == "done"


def test_a_table_of_somebody_else_is_left_to_them(connection, admin_connection):
    query(admin_connection, "create table public.private (a integer)")
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    assert "public.private" not in operations(connection, "ANALYZE")


def test_a_table_that_cannot_be_analyzed_leaves_the_others_their_turn(connection, orders):
    query(
        connection,
        """
        create table public.abroken (a integer);
        create function public.f_broken(integer) returns integer immutable language plpgsql
        as $$
        begin
            if current_setting('test.broken', true) = 'yes' then
                raise 'broken';
            end if;
            return $1;
        end
        $$;
        create index on public.abroken (public.f_broken(a));
        insert into public.abroken values (1);
        set test.broken = 'yes';
        """,
    )
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    analyzed = operations(connection, "ANALYZE")
    assert analyzed["public.abroken"] == "left out: broken"
    assert analyzed["public.torders"] == "done"


def test_a_table_with_many_dead_rows_is_listed_for_a_vacuum(connection, orders):
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    assert "public.torders" not in operations(connection, "NEEDS VACUUM")
    connection.commit()

    query(connection, "delete from public.torders where torderid > 100")
    query(connection, "select pg_stat_force_next_flush()")
    connection.commit()
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    assert operations(connection, "NEEDS VACUUM")["public.torders"] == "900 dead rows beside 100"


def test_a_vacuumed_table_is_not_listed_any_more(connection, admin_connection, orders):
    query(connection, "delete from public.torders where torderid > 100")
    connection.commit()
    query(admin_connection, "vacuum public.torders")
    query(connection, "call dba.prunmaintenancevacuumanalyze()")
    assert "public.torders" not in operations(connection, "NEEDS VACUUM")


@pytest.mark.parametrize(
    "procedure",
    [
        "ppurgeoldlogs(30)",
        "pcapturetableindexstats()",
        "pmonitorlongrunningqueries(5)",
        "prunmaintenancevacuumanalyze()",
    ],
)
def test_a_report_role_may_not_maintain(admin_connection, procedure):
    query(admin_connection, "set role etl_report")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="denied for procedure"):
        query(admin_connection, f"call dba.{procedure}")
