"""The queries that people are given run as they stand, and each says what it answers."""

from pathlib import Path

import pytest

from tests.database.asking import query

HANDY = sorted((Path(__file__).parents[2] / "onboarding" / "sql" / "handy").glob("*.sql"))


def handy(connection, name):
    (path,) = [path for path in HANDY if path.stem == name]
    return query(connection, path.read_text(encoding="utf-8"))


@pytest.fixture
def a_busy_day(connection):
    query(
        connection,
        """
        insert into dba.tjobrun
            (run_uuid, script, arguments, started_at,
             host_name, user_name, process_id, process_mark)
        values
            (gen_random_uuid(), 'a.py', '1', now(), 'h', 'u', 1, 'm'),
            (gen_random_uuid(), 'a.py', '2', now() - interval '1 day', 'h', 'u', 1, 'm');
        insert into dba.tdataset
            (datasetdate, label, datasettypeid, datasourceid, datastatusid, config_id, load_mode,
             rows_read, rows_loaded, rows_duplicate, rows_rejected, rows_blank)
        select '2026-01-05', 'MeetMaxURLCheck', 2, datasourceid, 1, 1, 'version', 9, 6, 1, 1, 1
        from dba.tdatasource;
        insert into dba.tarrival
            (directory, size_bytes, config_id, settled_at,
             file_name, sha256, state, message, stored_as)
        values
            ('/in', 1, 1, now(), 'b.csv', repeat('0', 64), 'refused', 'no date', '/refused/b.csv'),
            ('/in', 1, 1, now(), 'good.csv', repeat('1', 64), 'loaded', null, '/kept/good.csv');
        """,
    )


@pytest.mark.parametrize("path", HANDY, ids=lambda path: path.stem)
def test_every_handy_query_runs_for_the_loader_and_asks_a_question(connection, path):
    text = path.read_text(encoding="utf-8")
    query(connection, text)
    first_line = text.splitlines()[0]
    assert first_line.startswith("-- ")
    assert first_line.endswith("?")


def test_todays_runs_are_listed(connection, a_busy_day):
    runs = handy(connection, "runs_of_today")
    assert [row[2:5] for row in runs] == [("a.py", "1", "running")]


def test_todays_loads_are_listed_with_their_counts(connection, a_busy_day):
    loads = handy(connection, "loads_of_today")
    assert [(row[1], row[2], *row[4:]) for row in loads] == [
        ("MeetMaxURLCheckImport", "MeetMaxURLCheck", "Active", 9, 6, 1, 1, 1)
    ]


def test_refused_files_are_listed_with_the_reason_and_the_place(connection, a_busy_day):
    refused = handy(connection, "refused_files")
    assert [row[1:] for row in refused] == [
        ("MeetMaxURLCheckImport", "b.csv", "no date", "/refused/b.csv")
    ]


def test_the_next_holiday_comes_first_and_past_ones_are_left_out(connection):
    query(connection, "delete from dba.tholidays")
    query(
        connection,
        "insert into dba.tholidays"
        " values (current_date + 9, 'Later'), (current_date, 'Today'), (current_date - 1, 'Past')",
    )
    assert [row[2] for row in handy(connection, "next_holidays")] == ["Today", "Later"]


def test_the_biggest_table_comes_first(connection):
    query(
        connection,
        "create table public.tbig as select repeat('x', 1000) as a from generate_series(1, 9999)",
    )
    query(connection, "select pg_stat_force_next_flush()")
    connection.commit()
    assert handy(connection, "biggest_tables")[0][:2] == ("public", "tbig")
