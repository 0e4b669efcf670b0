"""Adding and changing tasks and reports with the functions that people know."""

import psycopg2
import pytest
from psycopg2.extras import Json

from tests.database.asking import query

TASK = ("Nightly", "Loads orders.", "5 1 * * 1-5", "run_import_job.py", "3", 1)
REPORT = (
    *("Orders", "Orders of the day.", "0 7 * * *", "Orders {timestamp}", "a@example.com, b@c.de"),
    *(True, [{"name": "orders.csv", "query": "select 1"}], "{{orders}}", {"orders": "select 2"}, 2),
)
TASK_COLUMNS = "taskname, taskdescription, frequency, scriptpath, scriptargs, datastatusid"
REPORT_COLUMNS = (
    "reportname, reportdescription, frequency, subjectheader, toheader, hasattachment,"
    " attachmentqueries, emailbodytemplate, emailbodyqueries, datastatusid"
)


def call(connection, function, *values):
    bound = [Json(v) if isinstance(v, dict | list) else v for v in values]
    return query(connection, f"select dba.{function}({', '.join(['%s'] * len(bound))})", *bound)[0][
        0
    ]


def task(connection, schedulerid):
    return query(
        connection,
        f"select {TASK_COLUMNS}, createduser from dba.tscheduler where schedulerid = %s",
        schedulerid,
    )[0]


def report(connection, reportid):
    return query(
        connection,
        f"select {REPORT_COLUMNS}, createduser from dba.treportmanager where reportid = %s",
        reportid,
    )[0]


def test_a_task_is_added_and_its_id_returned(connection):
    schedulerid = call(connection, "f_insert_tscheduler", *TASK, "ann")
    assert task(connection, schedulerid) == (*TASK, "ann")


def test_a_task_added_after_the_shipped_ones_takes_the_next_id(connection):
    highest = query(connection, "select max(schedulerid) from dba.tscheduler")[0][0]
    assert call(connection, "f_insert_tscheduler", *TASK, None) == highest + 1


def test_a_task_without_a_maker_names_who_was_logged_in(connection):
    schedulerid = call(connection, "f_insert_tscheduler", *TASK, None)
    assert task(connection, schedulerid)[-1] == "etl_user"


def test_a_task_is_overwritten_as_a_whole(connection):
    schedulerid = call(connection, "f_insert_tscheduler", *TASK, "ann")
    new = ("Hourly", None, "0 * * * *", "/opt/etl/jobscripts/testemail.py", None, 2)
    call(connection, "f_update_tscheduler", schedulerid, *new)
    assert task(connection, schedulerid) == (*new, "ann")


def test_a_report_is_added_and_its_id_returned(connection):
    reportid = call(connection, "f_insert_treportmanager", *REPORT, "ann")
    assert report(connection, reportid) == (*REPORT, "ann")


def test_a_report_without_queries_may_say_null(connection):
    plain = (*REPORT[:5], None, None, None, None, 1)
    reportid = call(connection, "f_insert_treportmanager", *plain, None)
    assert report(connection, reportid) == (*REPORT[:5], False, [], None, {}, 1, "etl_user")


def test_a_report_is_overwritten_as_a_whole(connection):
    reportid = call(connection, "f_insert_treportmanager", *REPORT, "ann")
    new = ("Sales", None, None, "Sales", "a@b", False, [], None, {"s": "select 3"}, 1)
    call(connection, "f_update_treportmanager", reportid, *new)
    assert report(connection, reportid) == (*new, "ann")
    call(connection, "f_update_treportmanager", reportid, *new, "bob")
    assert report(connection, reportid) == (*new, "bob")


def test_a_report_may_lose_its_queries(connection):
    reportid = call(connection, "f_insert_treportmanager", *REPORT, "ann")
    new = (*REPORT[:5], None, None, None, None, 1)
    call(connection, "f_update_treportmanager", reportid, *new)
    assert report(connection, reportid) == (*REPORT[:5], False, [], None, {}, 1, "ann")


@pytest.mark.parametrize(
    "function, values, message, place",
    [
        (
            "f_update_tscheduler",
            TASK,
            "No scheduled task found with schedulerid 4711",
            "tscheduler",
        ),
        ("f_update_treportmanager", REPORT, "No report found with reportid 4711", "treportmanager"),
    ],
)
def test_an_unknown_id_is_named_with_the_place_to_look(
    connection, function, values, message, place
):
    with pytest.raises(psycopg2.Error, match=message) as refused:
        call(connection, function, 4711, *values)
    assert f"dba.{place}" in refused.value.diag.message_hint


@pytest.mark.parametrize("status", [99, None])
@pytest.mark.parametrize(
    "function, values",
    [
        ("f_insert_tscheduler", (*TASK[:-1], "status", "ann")),
        ("f_update_tscheduler", (1, *TASK[:-1], "status")),
        ("f_insert_treportmanager", (*REPORT[:-1], "status", "ann")),
        ("f_update_treportmanager", (1, *REPORT[:-1], "status")),
    ],
)
def test_an_unknown_status_is_refused_with_the_list_of_known_ones(
    connection, function, values, status
):
    given = [status if value == "status" else value for value in values]
    with pytest.raises(psycopg2.Error, match=r"Data status .* not found") as refused:
        call(connection, function, *given)
    assert refused.value.diag.message_hint.startswith("Write one of: 1 Active, 2 Inactive, ")


def test_a_time_that_cron_cannot_read_is_refused(connection):
    with pytest.raises(psycopg2.errors.CheckViolation, match="five_fields_as_cron_reads_them"):
        call(connection, "f_insert_tscheduler", "Broken", None, "61 * * * *", "a.py", None, 1, None)


def test_the_same_task_name_cannot_stand_twice(connection):
    call(connection, "f_insert_tscheduler", *TASK, None)
    with pytest.raises(psycopg2.errors.UniqueViolation, match="Nightly"):
        call(connection, "f_insert_tscheduler", *TASK, None)


def test_a_report_role_cannot_schedule(admin_connection):
    query(admin_connection, "set role etl_report")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="for function f_insert_ts"):
        call(admin_connection, "f_insert_tscheduler", *TASK, None)
