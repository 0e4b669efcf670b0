"""The calendar follows the holidays by itself."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import psycopg2
import pytest

from tests.database.asking import query

DAY = """
    select downame, downum, isbusday, isholiday, previous_business_date
    from dba.tcalendardays where fulldate = %s
"""


def day(connection, fulldate):
    return query(connection, DAY, fulldate)[0]


def wait_until_blocked(connection, pid):
    deadline = time.monotonic() + 10
    while query(connection, "select pg_blocking_pids(%s)", pid) == [([],)]:
        assert time.monotonic() < deadline, "the second one did not wait"
        time.sleep(0.01)


def test_every_day_from_2020_to_2040_is_there(connection):
    first, last, days = query(
        connection, "select min(fulldate), max(fulldate), count(*) from dba.tcalendardays"
    )[0]
    assert (first, last, days) == (date(2020, 1, 1), date(2040, 12, 31), 7671)


def test_weekdays_are_those_of_python(connection):
    for fulldate, name, number, works in query(
        connection, "select fulldate, downame, downum, isbusday from dba.tcalendardays"
    ):
        assert name == f"{fulldate:%A}"
        assert number == fulldate.isoweekday() % 7
        assert works == (fulldate.isoweekday() <= 5)


def test_the_business_day_before_a_monday_is_friday(connection):
    assert day(connection, "2026-03-09") == ("Monday", 1, True, False, date(2026, 3, 6))
    assert day(connection, "2026-03-08") == ("Sunday", 0, False, False, date(2026, 3, 6))


def test_the_calendar_starts_without_a_business_day_before(connection):
    query(connection, "delete from dba.tholidays")
    assert day(connection, "2020-01-01")[-1] is None
    assert day(connection, "2020-01-02")[-1] == date(2020, 1, 1)


def test_a_new_holiday_is_marked_and_stepped_over(connection):
    query(connection, "insert into dba.tholidays values ('2026-03-06', 'A Friday')")
    assert day(connection, "2026-03-06") == ("Friday", 5, True, True, date(2026, 3, 5))
    assert day(connection, "2026-03-09")[-1] == date(2026, 3, 5)
    assert day(connection, "2026-03-10")[-1] == date(2026, 3, 9)


def test_a_moved_holiday_moves_in_the_calendar(connection):
    query(connection, "insert into dba.tholidays values ('2026-03-06', 'A Friday')")
    query(
        connection,
        "update dba.tholidays set holiday_date = '2026-03-05' where holiday_date = '2026-03-06'",
    )
    assert day(connection, "2026-03-06")[3:] == (False, date(2026, 3, 4))
    assert day(connection, "2026-03-05")[3:] == (True, date(2026, 3, 4))


def test_a_removed_holiday_is_a_business_day_again(connection):
    assert day(connection, "2026-12-28")[-1] == date(2026, 12, 24)
    query(connection, "delete from dba.tholidays where holiday_date = '2026-12-25'")
    assert day(connection, "2026-12-28")[-1] == date(2026, 12, 25)


def test_emptying_the_holidays_empties_the_marks(admin_connection):
    query(admin_connection, "truncate dba.tholidays")
    marked = query(admin_connection, "select count(*) from dba.tcalendardays where isholiday")
    assert marked == [(0,)]


@pytest.mark.parametrize("outside", ["2019-12-31", "2041-01-01", "infinity"])
def test_a_holiday_outside_the_calendar_is_refused_and_the_range_is_named(connection, outside):
    with pytest.raises(
        psycopg2.errors.CheckViolation, match="lies outside the calendar"
    ) as refused:
        query(connection, "insert into dba.tholidays values (%s, 'Far away')", outside)
    assert refused.value.diag.message_hint == "Write a day from 2020-01-01 to 2040-12-31."


def test_a_refresh_repairs_what_was_lost_and_counts_it(connection):
    query(connection, "delete from dba.tcalendardays where fulldate = '2030-05-05'")
    query(connection, "update dba.tcalendardays set isholiday = true where fulldate = '2030-05-06'")
    assert query(connection, "select dba.f_refresh_calendar()") == [(2,)]
    assert query(connection, "select dba.f_refresh_calendar()") == [(0,)]


def test_a_refresh_does_not_depend_on_where_and_in_which_language_it_runs(connection):
    query(connection, "delete from dba.tcalendardays")
    query(connection, "set local timezone = 'Asia/Beirut'")  # there a day can begin at one o'clock
    query(connection, "set local datestyle = 'SQL, DMY'")
    assert query(connection, "select dba.f_refresh_calendar()") == [(7671,)]


def test_whoever_may_change_a_holiday_needs_no_right_on_the_calendar(admin_connection):
    query(admin_connection, "grant insert on dba.tholidays to etl_console")
    query(admin_connection, "set role etl_console")
    query(admin_connection, "insert into dba.tholidays values ('2026-03-06', 'A Friday')")
    assert day(admin_connection, "2026-03-06")[3] is True


def test_two_people_who_add_neighbouring_holidays_at_once_both_count(connection, database_url):
    other = psycopg2.connect(database_url)
    query(connection, "insert into dba.tholidays values ('2026-03-05', 'A Thursday')")

    def add_the_next_day():
        query(other, "insert into dba.tholidays values ('2026-03-06', 'A Friday')")
        other.commit()

    with ThreadPoolExecutor() as somebody:
        added = somebody.submit(add_the_next_day)
        wait_until_blocked(connection, other.info.backend_pid)
        connection.commit()
        added.result(timeout=10)
    other.close()
    assert day(connection, "2026-03-05")[3:] == (True, date(2026, 3, 4))
    assert day(connection, "2026-03-06")[3:] == (True, date(2026, 3, 4))
    assert day(connection, "2026-03-09")[3:] == (False, date(2026, 3, 4))
