"""Runs are recorded, closed once, and found when their process vanished."""

import psycopg2
import pytest

from tests.database.asking import query

BEGIN = "select dba.f_jobrun_begin(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
END = "select dba.f_jobrun_end(%s, %s, %s, %s, %s, %s)"
RUN_ID = "11111111-2222-3333-4444-555555555555"


def begin(connection, host="here", parent=None):
    return query(
        connection,
        BEGIN,
        *(RUN_ID, parent, "run_import_job.py", "1", "cron", host, "ann", 4711, "boot-1", "/log"),
    )[0][0]


def step(connection, jobrun_id, number, ended_at=None, outcome="running"):
    query(
        connection,
        "insert into dba.tjobstep (jobrun_id, run_uuid, step_number, step_name, ended_at, outcome)"
        " values (%s, %s, %s, 'convert', %s, %s)",
        *(jobrun_id, RUN_ID, number, ended_at, outcome),
    )


def run(connection, jobrun_id, columns):
    return query(connection, f"select {columns} from dba.tjobrun where jobrun_id = %s", jobrun_id)[
        0
    ]


def steps(connection, jobrun_id):
    return query(
        connection,
        "select step_number, outcome, ended_at is not null from dba.tjobstep"
        " where jobrun_id = %s order by step_number",
        jobrun_id,
    )


def test_a_run_is_recorded_as_running(connection):
    jobrun_id = begin(connection)
    assert run(
        connection,
        jobrun_id,
        "run_uuid::text, parent_id, script, arguments, trigger_kind, host_name, user_name,"
        " process_id, process_mark, log_file, outcome, ended_at, attempt",
    ) == (
        *(RUN_ID, None, "run_import_job.py", "1", "cron", "here", "ann", 4711, "boot-1", "/log"),
        *("running", None, 1),
    )


def test_a_run_that_a_run_started_names_it(connection):
    first = begin(connection)
    assert run(connection, begin(connection, parent=first), "parent_id") == (first,)


def test_a_run_without_arguments_or_trigger_was_started_by_hand(connection):
    jobrun_id = query(
        connection, BEGIN, *(RUN_ID, None, "a.py", None, None, "here", "ann", 1, "m", None)
    )[0][0]
    assert run(connection, jobrun_id, "arguments, trigger_kind") == ("", "hand")


def test_a_run_is_closed_with_its_result(connection):
    jobrun_id = begin(connection)
    query(connection, END, jobrun_id, 65, "refused", 10, 7, "one file was refused")
    assert run(
        connection,
        jobrun_id,
        "exit_code, outcome, rows_in, rows_out, message, ended_at >= started_at",
    ) == (65, "refused", 10, 7, "one file was refused", True)


def test_what_the_run_noted_itself_is_kept_when_nothing_else_is_said(connection):
    jobrun_id = begin(connection)
    query(connection, "update dba.tjobrun set rows_in = 5, rows_out = 4, message = 'loaded'")
    query(connection, END, jobrun_id, 0, "done", None, None, None)
    assert run(connection, jobrun_id, "rows_in, rows_out, message") == (5, 4, "loaded")


def test_a_closed_run_stays_as_it_was_closed(connection):
    jobrun_id = begin(connection)
    query(connection, END, jobrun_id, 0, "done", 1, 1, "first")
    before = run(connection, jobrun_id, "*")
    step(connection, jobrun_id, 1)
    query(connection, END, jobrun_id, 1, "failed", 2, 2, "second")
    query(connection, "select dba.f_jobrun_died(%s::bigint[])", [jobrun_id])
    assert run(connection, jobrun_id, "*") == before
    assert steps(connection, jobrun_id) == [(1, "running", False)]


@pytest.mark.parametrize(
    "exit_code, outcome, word", [(0, "done", "done"), (69, "unreachable", "failed")]
)
def test_open_steps_are_closed_with_their_run_and_closed_ones_stay(
    connection, exit_code, outcome, word
):
    jobrun_id, other = begin(connection), begin(connection)
    step(connection, jobrun_id, 1, ended_at="2026-01-01", outcome="failed")
    step(connection, jobrun_id, 2)
    step(connection, other, 1)
    query(connection, END, jobrun_id, exit_code, outcome, None, None, None)
    assert steps(connection, jobrun_id) == [(1, "failed", True), (2, word, True)]
    assert steps(connection, other) == [(1, "running", False)]


@pytest.mark.parametrize("outcome", ["running", "finished", None])
def test_a_run_cannot_end_with_an_outcome_that_is_none(connection, outcome):
    jobrun_id = begin(connection)
    with pytest.raises(psycopg2.IntegrityError):
        query(connection, END, jobrun_id, 0, outcome, None, None, None)


def test_open_runs_of_one_machine_are_listed_with_their_process(connection):
    first, second = begin(connection), begin(connection)
    query(connection, END, second, 0, "done", None, None, None)
    begin(connection, host="elsewhere")
    third = begin(connection)
    assert query(connection, "select * from dba.f_jobrun_open_on('here')") == [
        (first, 4711, "boot-1"),
        (third, 4711, "boot-1"),
    ]


def test_runs_whose_process_vanished_are_closed_with_their_steps(connection):
    dead, alive = begin(connection), begin(connection)
    step(connection, dead, 1)
    step(connection, alive, 1)
    query(connection, "select dba.f_jobrun_died(%s::bigint[])", [dead])
    assert run(connection, dead, "outcome, message, exit_code, ended_at >= started_at") == (
        "died",
        "its process vanished",
        None,
        True,
    )
    assert steps(connection, dead) == [(1, "failed", True)]
    assert run(connection, alive, "outcome, ended_at") == ("running", None)
    assert steps(connection, alive) == [(1, "running", False)]


def test_when_nobody_died_nothing_changes(connection):
    jobrun_id = begin(connection)
    query(connection, "select dba.f_jobrun_died('{}')")
    assert run(connection, jobrun_id, "outcome") == ("running",)


def test_the_newest_run_is_read_first(connection):
    ids = [begin(connection) for _ in range(3)]
    seen = [row[0] for row in query(connection, "select jobrun_id from dba.vjobrun")]
    assert seen == ids[::-1]


def test_the_view_tells_how_long_a_run_took(connection):
    ended, running = begin(connection), begin(connection)
    query(connection, END, ended, 0, "done", None, None, None)
    query(
        connection,
        "update dba.tjobrun set started_at = '2026-01-01 11:00', ended_at = '2026-01-01 12:00:02.5'"
        " where jobrun_id = %s",
        ended,
    )
    query(
        connection,
        "update dba.tjobrun set started_at = clock_timestamp() - interval '3 days'"
        " where jobrun_id = %s",
        running,
    )
    took = dict(query(connection, "select jobrun_id, duration from dba.vjobrun"))
    assert str(took[ended]) == "1:00:02.500000"
    assert took[running].days == 3


def test_the_view_is_for_reading(connection):
    begin(connection)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="vjobrun"):
        query(connection, "update dba.vjobrun set script = 'x'")


def test_a_report_role_reads_runs_and_writes_none(admin_connection):
    begin(admin_connection)
    query(admin_connection, "set role etl_report")
    assert len(query(admin_connection, "select * from dba.vjobrun")) == 1
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="for function f_jobrun_begin"):
        begin(admin_connection)


def test_jobs_that_share_an_id_are_separate_runs(connection):
    assert begin(connection) != begin(connection)
    shared = query(connection, "select count(*) from dba.tjobrun where run_uuid = %s", RUN_ID)
    assert shared == [(2,)]
