"""Every change of the shape of the database is written down, and the log never forbids one."""

import os
from pathlib import Path

import pytest

from tests.database.asking import query

ROUTINE = Path(__file__).parents[2] / "onboarding" / "sql" / "routines" / "ddl_log.sql"


def noted(connection):
    return query(
        connection,
        "select eventtype, sqlstatement, objecttype, schemaname, objectname, username"
        " from dba.tddllogs order by logid",
    )


@pytest.fixture(autouse=True)
def empty_log(admin_connection):
    query(admin_connection, "truncate dba.tddllogs")


def test_what_the_loader_creates_alters_and_drops_is_noted_under_its_name(connection):
    query(connection, "create table public.torders (a integer)")
    query(connection, "alter table public.torders add b text")
    query(connection, "drop table public.torders")
    who = ("public", "public.torders", "etl_user")
    assert noted(connection) == [
        ("ddl_command_end", "CREATE TABLE", "table", *who),
        ("ddl_command_end", "ALTER TABLE", "table", *who),
        ("sql_drop", "DROP TABLE", "table", *who),
    ]


def test_whoever_may_not_write_the_log_is_noted_all_the_same(admin_connection):
    query(admin_connection, "grant create on schema public to etl_console")
    query(admin_connection, "set session authorization etl_console")
    query(admin_connection, "create table public.torders (a integer)")
    query(admin_connection, "reset session authorization")
    assert [line[4:] for line in noted(admin_connection) if line[1] == "CREATE TABLE"] == [
        ("public.torders", "etl_console")
    ]


def test_a_dropped_table_is_one_line_without_its_indexes_and_types(connection):
    query(connection, "create table public.torders (a serial primary key, b text default 'x')")
    query(connection, "create index on public.torders (b)")
    query(connection, "drop table public.torders")
    drops = [line[1:5] for line in noted(connection) if line[0] == "sql_drop"]
    assert drops == [("DROP TABLE", "table", "public", "public.torders")]


def test_a_dropped_view_is_one_line(connection):
    query(connection, "create view public.vone as select 1 as one")
    query(connection, "drop view public.vone")
    drops = [line[1:5] for line in noted(connection) if line[0] == "sql_drop"]
    assert drops == [("DROP VIEW", "view", "public", "public.vone")]


def test_what_a_dropped_schema_takes_with_it_is_noted(admin_connection):
    query(admin_connection, "create schema shop create table torders (a integer primary key)")
    query(admin_connection, "drop schema shop cascade")
    drops = {line[2:5] for line in noted(admin_connection) if line[0] == "sql_drop"}
    assert drops == {("schema", None, "shop"), ("table", "shop", "shop.torders")}


def test_a_dropped_column_is_noted(connection):
    query(connection, "create table public.torders (a integer, b text)")
    query(connection, "alter table public.torders drop b")
    drops = [line[1:5] for line in noted(connection) if line[0] == "sql_drop"]
    assert drops == [("ALTER TABLE", "table column", "public", "public.torders.b")]


def test_what_an_administrator_does_is_noted_too(admin_connection):
    query(admin_connection, "create view mart.vone as select 1 as one")
    assert ("CREATE VIEW", "view", "mart", "mart.vone") in [n[1:5] for n in noted(admin_connection)]


@pytest.mark.parametrize(
    "statements",
    [
        "create temporary table passing (a serial primary key, b text); drop table passing",
        "create temporary table passing (a text) on commit drop",
        "create temporary table passing (a text default 'x', b text);"
        " alter table passing alter a drop default; alter table passing drop b",
        "create temporary view passing as select 1; drop view passing",
        "create table landing.passing (a serial primary key, b text); drop table landing.passing",
        "create index on landing.waiting (a); alter table landing.waiting add b text",
        "comment on table landing.waiting is 'x'",
    ],
)
def test_what_comes_and_goes_with_a_load_is_not_noted(connection, admin_connection, statements):
    query(connection, "create table landing.waiting (a text)")
    query(connection, statements)
    connection.commit()
    assert noted(connection) == []


def test_a_comment_does_not_change_the_shape(connection):
    query(connection, "create table public.torders (a integer)")
    query(connection, "comment on table public.torders is 'x'")
    assert len(noted(connection)) == 1


def test_a_change_that_is_rolled_back_was_none(connection):
    query(connection, "create table public.torders (a integer)")
    connection.rollback()
    assert noted(connection) == []


@pytest.mark.parametrize(
    "fault",
    [
        "drop table dba.tddllogs",
        "alter table dba.tddllogs add constraint never check (false) not valid",
    ],
)
def test_a_log_that_fails_forbids_nothing_and_says_so(connection, admin_connection, fault):
    query(admin_connection, fault)
    query(connection, "create table public.torders (a integer)")
    query(connection, "insert into public.torders values (1)")
    query(connection, "drop table public.torders")
    assert "dba.tddllogs could not note CREATE TABLE" in connection.notices[0]


def test_schema_dba_can_be_dropped_as_a_whole(admin_connection):
    query(admin_connection, "drop schema dba cascade")
    assert query(admin_connection, "select count(*) from pg_event_trigger") == [(0,)]


def applied(connection):
    """Applies the file as onboarding does: as etl_owner, in one transaction."""
    connection.autocommit = False
    query(connection, "set role etl_owner")
    query(connection, ROUTINE.read_text(encoding="utf-8"))
    role = query(connection, "select current_user")[0][0]
    connection.commit()
    connection.autocommit = True
    return role


def triggers(connection):
    return query(
        connection, "select evtname, evtevent, evtenabled from pg_event_trigger order by 1"
    )


BOTH = [("logddl", "ddl_command_end", "O"), ("logddl_drop", "sql_drop", "O")]


def test_applying_the_file_again_keeps_one_pair_of_triggers(admin_connection):
    assert triggers(admin_connection) == BOTH
    assert applied(admin_connection) == "etl_owner"
    assert triggers(admin_connection) == BOTH


def test_a_trigger_that_somebody_disabled_stays_disabled(admin_connection):
    query(admin_connection, "alter event trigger logddl disable")
    applied(admin_connection)
    assert triggers(admin_connection)[0] == ("logddl", "ddl_command_end", "D")


def test_an_installer_without_a_superuser_is_told_what_is_left_out(admin_connection):
    installer = f"installer_{os.getpid()}"
    query(admin_connection, "drop event trigger logddl")
    query(admin_connection, "drop event trigger logddl_drop")
    query(admin_connection, f"create role {installer} in role etl_owner")
    try:
        query(admin_connection, f"set session authorization {installer}")
        assert applied(admin_connection) == "etl_owner"
        assert triggers(admin_connection) == []
        assert "event triggers need a superuser" in admin_connection.notices[-1]
        assert "routines/ddl_log.sql as a superuser" in admin_connection.notices[-1]
    finally:
        query(admin_connection, "reset session authorization")
        query(admin_connection, f"drop role {installer}")
