"""Transactions: kept or undone, one after the other over one connection that comes back clean."""

import io
import re
import time

import pytest

from systemscripts.foundation import database
from systemscripts.foundation.database import StatementError
from systemscripts.foundation.errors import DataError, TransientError

ADD = "insert into dba.tlogentry (message) values ('a test')"
COUNT = "select count(*) as n from dba.tlogentry"
STATE = """
select pg_backend_pid() as pid, current_user as role, session_user as login,
    current_setting('transaction_read_only') as read_only,
    current_setting('transaction_isolation') as isolation,
    current_setting('statement_timeout') as time_limit
"""
NEW = ("etl_user", "etl_user", "off", "read committed", "0")


@pytest.fixture(autouse=True)
def door(monkeypatch, tmp_path, database_url):
    """The process knows the fresh database, and forgets it afterwards."""
    monkeypatch.setenv("ETL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ETL_DATABASE_URL", database_url)
    yield
    while database._idle:
        database._idle.pop().close()


@pytest.fixture
def seen(admin_connection):
    """How many rows of the test others see."""

    def count() -> int:
        with admin_connection.cursor() as cursor:
            cursor.execute(COUNT)
            return int(cursor.fetchone()[0])

    return count


@pytest.fixture
def end_connection(admin_connection):
    def end(of: int | database.Connection) -> None:
        pid = of if isinstance(of, int) else of.info.backend_pid
        with admin_connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s, 5000)", (pid,))
            assert cursor.fetchone() == (True,)

    return end


def do(*parts, **how):
    """One transaction of statements, and of things to call with the connection."""
    with database.transaction(**how) as connection:
        for part in parts:
            if callable(part):
                part(connection)
            else:
                database.execute(connection, part)


def fail(error):
    def raise_it(_connection):
        raise error

    return raise_it


def state(**how):
    with database.transaction(**how) as connection:
        return database.fetch_one(connection, STATE)


def test_what_was_done_is_kept_when_the_block_ends_well(seen):
    with database.transaction() as connection:
        assert database.execute(connection, ADD) == 1
        assert seen() == 0
    assert seen() == 1


@pytest.mark.parametrize("error", [DataError("row 3"), KeyError("x"), KeyboardInterrupt()])
def test_what_was_done_is_undone_when_the_block_fails(seen, error):
    with pytest.raises(type(error)) as raised:
        do(ADD, fail(error))
    assert raised.value is error
    assert seen() == 0
    assert state()[1:] == NEW


def test_a_statement_that_is_refused_undoes_the_rest_and_keeps_code_and_hint(seen):
    refusal = """
        do $$ begin
            raise exception E'row 3\\nis odd' using errcode = '22023', hint = 'Write 4.';
        end $$
    """
    with pytest.raises(StatementError) as refused:
        do(ADD, refusal)
    assert (refused.value.code, refused.value.hint) == ("22023", "Write 4.")
    assert str(refused.value) == "row 3\nis odd"
    assert seen() == 0


@pytest.mark.parametrize(
    "statement, code, said",
    [
        ("select nothing", "42703", 'column "nothing" does not exist'),
        ("drop table dba.tlogentry", "42501", "must be owner of table tlogentry"),
        ("select currval('dba.tlogentry_logid_seq')", "55000", "is not yet defined"),
    ],
)
def test_a_refusal_is_told_without_the_statement(statement, code, said):
    with pytest.raises(StatementError) as refused:
        do(statement)
    assert refused.value.code == code
    assert said in str(refused.value)
    assert "LINE" not in str(refused.value)


def test_a_connection_serves_one_transaction_after_the_other():
    assert len({state().pid for _ in range(3)}) == 1


def test_a_transaction_within_another_stands_for_itself(seen):
    with pytest.raises(DataError):
        do(ADD, lambda _: do(ADD), fail(DataError("undo the outer one")))
    assert seen() == 1
    assert len(database._idle) == 1


@pytest.mark.parametrize(
    "how", [{"role": "etl_report"}, {"read_only": True}, {"role": "etl_report", "read_only": True}]
)
def test_the_next_transaction_has_nothing_of_the_last_one(how):
    state()
    special = state(**how)
    assert special.role == how.get("role", "etl_user")
    if "read_only" in how:
        assert (special.read_only, special.isolation) == ("on", "repeatable read")
    assert state()[1:] == NEW
    with pytest.raises(StatementError):
        do("select 1 / 0", **how)
    assert state()[1:] == NEW


def test_nothing_that_a_query_of_a_report_sets_outlives_it():
    with database.transaction(role="etl_report", read_only=True) as connection:
        for name, value in (("statement_timeout", "1"), ("role", "etl_report")):
            database.fetch_all(connection, f"select set_config('{name}', '{value}', false)")
    assert state()[1:] == NEW


def test_a_reader_sees_one_moment_and_cannot_write(admin_connection):
    with database.transaction(read_only=True) as connection:
        before = database.fetch_one(connection, COUNT).n
        admin_connection.cursor().execute(ADD)
        assert database.fetch_one(connection, COUNT).n == before
    with pytest.raises(StatementError) as refused:
        do(ADD, read_only=True)
    assert refused.value.code == "25006"


def test_a_connection_that_was_closed_while_it_was_idle_is_replaced(end_connection, seen):
    first = state().pid
    end_connection(first)
    do(ADD)
    assert seen() == 1
    assert state().pid != first


def test_a_connection_that_breaks_in_a_transaction_may_work_the_next_time(end_connection, seen):
    with pytest.raises(TransientError) as lost:
        do(ADD, end_connection, ADD)
    assert re.fullmatch("database: .*connection.*", str(lost.value))
    assert seen() == 0
    assert state()[1:] == NEW


def test_a_connection_that_breaks_in_a_copy_may_work_the_next_time(end_connection):
    def copy(connection):
        class Lines(io.StringIO):
            def read(self, size=-1):
                if self.tell() == 0:
                    end_connection(connection)
                return super().read(size)

        lines = Lines("line\n" * 100_000)
        database.copy_in(connection, "copy dba.tlogentry (message) from stdin", lines)

    with pytest.raises(TransientError):
        do(copy)


def test_a_transaction_that_rested_too_long_may_work_the_next_time():
    with pytest.raises(TransientError):
        do("set idle_in_transaction_session_timeout = 20", lambda _: time.sleep(0.1), ADD)


def test_who_waits_too_long_for_a_lock_may_try_again(admin_connection):
    admin_connection.autocommit = False
    admin_connection.cursor().execute("lock table dba.tlogentry")
    with pytest.raises(TransientError, match="lock timeout"):
        do("set local lock_timeout = '20ms'", ADD)


def test_a_journal_keeps_each_statement_at_once(seen):
    with database.journal() as connection:
        database.execute(connection, ADD)
        assert seen() == 1
        with pytest.raises(database.Error):
            database.execute(connection, "select 1 / 0")
        database.execute(connection, ADD)
    assert seen() == 2


def test_rows_have_names_and_values_are_bound():
    with database.transaction() as connection:
        row = database.fetch_one(connection, "select %(a)s as a, 7 as b", a="it's 5%")
        assert (row.a, row.b) == ("it's 5%", 7)
        assert database.fetch_one(connection, "select 1 where false") is None
        assert database.fetch_all(connection, "select 'a%b' as a") == [("a%b",)]
        same = database.sql.SQL("select 1 as a, 2 as a")
        assert database.table(connection, same) == (["a", "a"], [(1, 2)])
