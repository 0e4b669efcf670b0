"""Who may do what: the loader cannot change the shape of dba, a report can only read."""

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege, ReadOnlySqlTransaction


@pytest.mark.parametrize(
    "statement",
    [
        "create table dba.tmine (x integer)",
        "drop table dba.tholidays",
        "alter table dba.tscheduler add mine text",
        "create function dba.fmine() returns integer language sql as 'select 1'",
        "drop trigger ttriggerenforcesingleactivedataset on dba.tdataset",
        "create schema mine",
        "insert into dba.tsqlfile (file_name, checksum) values ('x', repeat('0', 64))",
        "create view mart.vmine as select 1 as x",
        "copy dba.tholidays to program 'cat'",
        "copy dba.tholidays to '/tmp/holidays'",
        "set role etl_owner",
        "create role mine",
    ],
)
def test_the_loader_cannot_change_the_shape_of_the_database(connection, statement):
    with connection.cursor() as cursor, pytest.raises(InsufficientPrivilege):
        cursor.execute(statement)


def test_the_loader_may_make_targets_that_name_their_dataset(connection):
    with connection.cursor() as cursor:
        cursor.execute("create table public.tmine (datasetid bigint references dba.tdataset)")
        cursor.execute("create table landing.tmine (x text)")
        cursor.execute("insert into dba.tholidays values ('2026-05-01', 'Labour Day')")


@pytest.mark.parametrize(
    "statement",
    [
        "insert into dba.tholidays values ('2026-05-01', 'Labour Day')",
        "update dba.tscheduler set datastatusid = 2",
        "delete from dba.tlogentry",
        "truncate dba.tlogentry",
        "create table public.tmine (x integer)",
        "create table landing.tmine (x integer)",
        "call dba.ppurgeoldlogs(30)",
    ],
)
def test_a_report_can_only_read(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute("set role etl_report")
        cursor.execute("select count(*) from dba.tdataset")
        with pytest.raises((InsufficientPrivilege, ReadOnlySqlTransaction)):
            cursor.execute(statement)


def test_no_role_of_ours_is_a_superuser(connection):
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname from pg_roles where rolname like 'etl\\_%' and"
            " (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("role", ["etl_owner", "etl_report", "etl_console"])
def test_only_the_loader_can_log_in_with_what_set_up_makes(database_url, role):
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(database_url, user=role)
