"""The tables refuse a row that could not work, and take one that can."""

import psycopg2
import pytest
from psycopg2.extras import Json

from tests.database.asking import query

TASK = {"taskname": "Nightly", "frequency": "0 1 * * *", "scriptpath": "run_import_job.py"}
REPORT = {"reportname": "Orders", "subjectheader": "Orders", "toheader": "ann@example.com"}
INBOX = {"config_name": "Orders", "local_repository_path": "/srv/in"}
IMPORT = {
    "config_name": "Orders",
    "datasource": "Shop",
    "datasettype": "Orders",
    "source_directory": "/srv/in",
    "archive_directory": "/srv/out",
    "file_pattern": r"orders_\d{8}\.csv",
    "file_type": "CSV",
    "metadata_label_source": "static",
    "metadata_label_location": "orders",
    "dateconfig": "filename",
    "datelocation": "1",
    "dateformat": "yyyyMMdd",
    "delimiter": "_",
    "target_table": "public.torders",
}


def insert(connection, table, row):
    values = [Json(v) if isinstance(v, dict | list) else v for v in row.values()]
    marks = ", ".join(["%s"] * len(values))
    query(connection, f"insert into {table} ({', '.join(row)}) values ({marks})", *values)


def refused(connection, table, row):
    with pytest.raises((psycopg2.IntegrityError, psycopg2.DataError)) as refusal:
        insert(connection, table, row)
    return refusal.value.diag


CRON_READS = [
    "* * * * *",
    "0 5,17 * * 1-5",
    "*/15 0-6/2 1,15 * *",
    "59 23 31 12 7",
    "00 04 01 01 0",
    "0  3   * * *",
    "0 3 * jan,Jul Sun",
    "1,2,10-20/5 * * * *",
]
CRON_DOES_NOT_READ = [
    "61 * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * 32 * *",
    "* * * 13 *",
    "* * * * 8",
    "*/0 * * * *",
    "5/10 * * * *",
    "1- * * * *",
    "1,,2 * * * *",
    "-1 * * * *",
    "* * * *",
    "* * * * * *",
    "0 0 1 1 1 2030",
    "@reboot",
    "@daily",
    "* * L * *",
    "* * 15W * *",
    "* * * * 5#2",
    "? * * * *",
    "0 0 * * sunday",
    "",
    " * * * * *",
    "* * * * * ",
    "*\t* * * *",
    "* * * * *\n",
    "* * * * *\n* * * * * root reboot",
    "* * * * * root reboot #",
    "0 3 * * *%",
    "0 3 * * * # at three",
    "٣ * * * *",
]


@pytest.mark.parametrize("frequency", CRON_READS)
def test_a_time_that_cron_reads_is_taken(connection, frequency):
    insert(connection, "dba.tscheduler", TASK | {"frequency": frequency})
    insert(connection, "dba.treportmanager", REPORT | {"frequency": frequency})


@pytest.mark.parametrize("table, row", [("tscheduler", TASK), ("treportmanager", REPORT)])
@pytest.mark.parametrize("frequency", CRON_DOES_NOT_READ)
def test_a_time_that_cron_does_not_read_is_refused(connection, table, row, frequency):
    refusal = refused(connection, f"dba.{table}", row | {"frequency": frequency})
    assert refusal.constraint_name == "five_fields_as_cron_reads_them"


TASKS_THAT_WORK = [
    {"taskname": "MeetMax URL check 2.0_a-b"},
    {"taskname": "x" * 255},
    {"scriptpath": "/opt/etl/jobscripts/daily_backup.sh"},
    {"scriptargs": "--from 115000 --to 139999"},
    {"scriptargs": "--label 'two words' \"and more\" $HOME *.csv é"},
    {"scriptargs": "x" * 500},
    {"scriptargs": '"it\'s" \'"\' a"b c"d'},
    {"scriptargs": None},
    {"scriptargs": ""},
    {"datastatusid": 2},
]
TASKS_THAT_CANNOT_WORK = [
    ({"taskname": "a\nb"}, "letters_digits_space_underscore_dot_dash"),
    ({"taskname": "# a"}, "letters_digits_space_underscore_dot_dash"),
    ({"taskname": "50 % off"}, "letters_digits_space_underscore_dot_dash"),
    ({"taskname": ""}, "letters_digits_space_underscore_dot_dash"),
    ({"taskname": "x" * 256}, "letters_digits_space_underscore_dot_dash"),
    ({"taskname": None}, None),
    ({"taskname": "Daily backup"}, "tscheduler_taskname_key"),
    ({"frequency": None}, None),
    ({"scriptpath": "run_import_job.py 1"}, "a_script_of_jobscripts"),
    ({"scriptpath": "run_import_job"}, "a_script_of_jobscripts"),
    ({"scriptpath": "run_import_job.rb"}, "a_script_of_jobscripts"),
    ({"scriptpath": "a.py; rm -rf /.py"}, "a_script_of_jobscripts"),
    ({"scriptpath": "a.py\nb.py"}, "a_script_of_jobscripts"),
    ({"scriptpath": "$(id).sh"}, "a_script_of_jobscripts"),
    ({"scriptpath": ".sh"}, "a_script_of_jobscripts"),
    ({"scriptargs": "--share 50%"}, "words_cron_can_carry"),
    ({"scriptargs": "1\n* * * * * root reboot"}, "words_cron_can_carry"),
    ({"scriptargs": "1\r2"}, "words_cron_can_carry"),
    ({"scriptargs": "a\tb"}, "words_cron_can_carry"),
    ({"scriptargs": "a\\ b"}, "words_cron_can_carry"),
    ({"scriptargs": "x" * 501}, "words_cron_can_carry"),
    ({"scriptargs": "--label 'two words"}, "quotes_are_closed"),
    ({"scriptargs": "--label \"it's"}, "quotes_are_closed"),
    ({"datastatusid": 99}, "tscheduler_datastatusid_fkey"),
]


@pytest.mark.parametrize("change", TASKS_THAT_WORK)
def test_a_task_that_can_work_is_taken(connection, change):
    insert(connection, "dba.tscheduler", TASK | change)


@pytest.mark.parametrize("change, constraint", TASKS_THAT_CANNOT_WORK)
def test_a_task_that_cannot_work_is_refused(connection, change, constraint):
    assert refused(connection, "dba.tscheduler", TASK | change).constraint_name == constraint


REPORTS_THAT_WORK = [
    {"frequency": None},
    {"toheader": "ann@example.com, bob+etl@mail.example.com"},
    {"toheader": " me@localhost "},
    {"subjectheader": "Orders {timestamp} «50 %»"},
    {"attachmentqueries": []},
    {"attachmentqueries": [{"name": "a.csv", "query": "select 1"}, {"name": "b", "query": "c"}]},
    {"emailbodyqueries": {}},
    {"emailbodyqueries": {"orders": "select 1", "sums": "select 2"}},
]
REPORTS_THAT_CANNOT_WORK = [
    ({"toheader": ""}, "addresses_separated_by_commas"),
    ({"toheader": "ann"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@"}, "addresses_separated_by_commas"),
    ({"toheader": "@example.com"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@example.com,"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@example.com,,bob@example.com"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@example.com bob@example.com"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@example.com; bob@example.com"}, "addresses_separated_by_commas"),
    ({"toheader": "a@b@c"}, "addresses_separated_by_commas"),
    ({"toheader": None}, None),
    ({"toheader": "ann@example.com\n"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@example.com,\nbob@example.com"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@example.com;bob"}, "addresses_separated_by_commas"),
    ({"toheader": "ann@example\x01.com"}, "addresses_separated_by_commas"),
    ({"subjectheader": ""}, "treportmanager_subjectheader_check"),
    ({"subjectheader": "Orders\nBcc: eve@example.com"}, "treportmanager_subjectheader_check"),
    ({"reportname": ""}, "treportmanager_reportname_check"),
    ({"reportname": "a\nb"}, "treportmanager_reportname_check"),
    ({"attachmentqueries": {}}, "list_of_name_and_query"),
    ({"attachmentqueries": Json("select 1")}, "list_of_name_and_query"),
    ({"attachmentqueries": Json(None)}, "list_of_name_and_query"),
    ({"attachmentqueries": ["select 1"]}, "list_of_name_and_query"),
    ({"attachmentqueries": [None]}, "list_of_name_and_query"),
    ({"attachmentqueries": [{"name": "a.csv"}]}, "list_of_name_and_query"),
    ({"attachmentqueries": [{"query": "select 1"}]}, "list_of_name_and_query"),
    ({"attachmentqueries": [{"name": 1, "query": "select 1"}]}, "list_of_name_and_query"),
    ({"attachmentqueries": [{"name": "a", "query": ["select 1"]}]}, "list_of_name_and_query"),
    (
        {"attachmentqueries": [{"name": "a", "query": "select 1"}, {"name": "b"}]},
        "list_of_name_and_query",
    ),
    (
        {"attachmentqueries": [[{"name": "a.csv", "query": "select 1"}]]},
        "list_of_name_and_query",
    ),
    ({"attachmentqueries": [[]]}, "list_of_name_and_query"),
    ({"attachmentqueries": [{"name": "", "query": "select 1"}]}, "list_of_name_and_query"),
    ({"attachmentqueries": [{"name": "../a.csv", "query": "select 1"}]}, "list_of_name_and_query"),
    ({"attachmentqueries": [{"name": "a\nb.csv", "query": "select 1"}]}, "list_of_name_and_query"),
    ({"emailbodyqueries": {"orders": ["select 1"]}}, "placeholder_and_query"),
    ({"emailbodyqueries": {"orders": []}}, "placeholder_and_query"),
    ({"emailbodyqueries": []}, "placeholder_and_query"),
    ({"emailbodyqueries": Json("select 1")}, "placeholder_and_query"),
    ({"emailbodyqueries": {"orders": 1}}, "placeholder_and_query"),
    ({"emailbodyqueries": {"orders": None}}, "placeholder_and_query"),
    ({"emailbodyqueries": {"orders": {"query": "select 1"}}}, "placeholder_and_query"),
    ({"emailbodyqueries": {"orders": "select 1", "sums": True}}, "placeholder_and_query"),
    ({"datastatusid": 99}, "treportmanager_datastatusid_fkey"),
]


@pytest.mark.parametrize("change", REPORTS_THAT_WORK)
def test_a_report_that_can_work_is_taken(connection, change):
    insert(connection, "dba.treportmanager", REPORT | change)


@pytest.mark.parametrize("change, constraint", REPORTS_THAT_CANNOT_WORK)
def test_a_report_that_cannot_work_is_refused(connection, change, constraint):
    assert refused(connection, "dba.treportmanager", REPORT | change).constraint_name == constraint


IMPORTS_THAT_WORK = [
    {"file_type": "XLS"},
    {"file_type": "XLSX"},
    {"metadata_label_source": "filename", "metadata_label_location": "0"},
    {"metadata_label_source": "filename", "metadata_label_location": r"orders_(\w+)\."},
    {"metadata_label_source": "file_content", "metadata_label_location": "Branch (city)"},
    {"datelocation": r"_(\d{8})\.", "delimiter": None},
    {"dateconfig": "file_content", "datelocation": "sold_on", "dateformat": "dd.MM.yyyy"},
    {"dateconfig": "static", "datelocation": "2026-01-31", "dateformat": "yyyy-MM-dd"},
    {"dateformat": "yyyyMMddTHHmmss"},
    {"source_directory": "/srv/two words/in"},
    {"archive_directory": "/srv/in/kept"},
    {"target_table": "client_a.torders_2"},
    {"load_mode": "append"},
    {"load_mode": "replace"},
    {"is_active": "0"},
    {"importstrategyid": 4},
]
IMPORTS_THAT_CANNOT_WORK = [
    ({"config_name": ""}, "timportconfig_config_name_check"),
    ({"config_name": "a/b"}, "timportconfig_config_name_check"),
    ({"config_name": "a\nb"}, "timportconfig_config_name_check"),
    ({"config_name": "x" * 101}, "timportconfig_config_name_check"),
    ({"config_name": "12"}, "timportconfig_config_name_check"),
    ({"config_name": "--help"}, "timportconfig_config_name_check"),
    ({"config_name": "MeetMaxURLCheckImport"}, "timportconfig_config_name_key"),
    ({"datasource": ""}, "timportconfig_datasource_check"),
    ({"datasource": "x" * 101}, "timportconfig_datasource_check"),
    ({"datasettype": "x" * 101}, "timportconfig_datasettype_check"),
    ({"source_directory": "in"}, "valid_directories"),
    ({"source_directory": "./in"}, "valid_directories"),
    ({"source_directory": "/srv/in/"}, "valid_directories"),
    ({"source_directory": "/"}, "valid_directories"),
    ({"archive_directory": "out"}, "valid_directories"),
    ({"archive_directory": "/srv/out/"}, "valid_directories"),
    ({"archive_directory": "/srv/in"}, "valid_directories"),
    ({"source_directory": "/srv/in\n"}, "valid_directories"),
    ({"archive_directory": "/srv/a\nb"}, "valid_directories"),
    ({"file_pattern": ""}, "timportconfig_file_pattern_check"),
    ({"file_type": "csv"}, "timportconfig_file_type_check"),
    ({"file_type": "PDF"}, "timportconfig_file_type_check"),
    ({"metadata_label_source": "name"}, "timportconfig_metadata_label_source_check"),
    ({"metadata_label_location": None}, None),
    ({"metadata_label_location": ""}, "timportconfig_metadata_label_location_check"),
    ({"dateconfig": "static", "datelocation": ""}, "timportconfig_datelocation_check"),
    (
        {"metadata_label_source": "filename", "metadata_label_location": "first"},
        "label_by_position_or_one_group",
    ),
    (
        {"dateconfig": "static", "delimiter": None}
        | {"metadata_label_source": "filename", "metadata_label_location": "0"},
        "label_by_position_or_one_group",
    ),
    (
        {"metadata_label_source": "filename", "metadata_label_location": "(?:orders)"},
        "label_by_position_or_one_group",
    ),
    ({"dateconfig": "today"}, "timportconfig_dateconfig_check"),
    ({"datelocation": None}, None),
    ({"datelocation": "-1"}, "date_by_position_or_one_group"),
    ({"datelocation": r"\d{8}"}, "date_by_position_or_one_group"),
    ({"delimiter": None}, "date_by_position_or_one_group"),
    ({"delimiter": ""}, "timportconfig_delimiter_check"),
    ({"dateformat": "MMdd"}, "date_format_has_year_month_day"),
    ({"dateformat": "yyMMdd"}, "date_format_has_year_month_day"),
    ({"dateformat": "yyyy-mm-dd"}, "date_format_has_year_month_day"),
    ({"dateformat": "yyyyMM"}, "date_format_has_year_month_day"),
    ({"dateformat": "%Y%m%d"}, "date_format_has_year_month_day"),
    ({"dateformat": None}, None),
    ({"target_table": "torders"}, "target_is_schema_dot_table"),
    ({"target_table": "feeds.public.torders"}, "target_is_schema_dot_table"),
    ({"target_table": "public.TOrders"}, "target_is_schema_dot_table"),
    ({"target_table": 'public."torders"'}, "target_is_schema_dot_table"),
    ({"target_table": "public.torders; drop table x"}, "target_is_schema_dot_table"),
    ({"target_table": "public." + "x" * 50}, "target_is_schema_dot_table"),
    ({"target_table": "dba.tdataset"}, "target_is_not_ours"),
    ({"target_table": "landing.torders"}, "target_is_not_ours"),
    ({"target_table": "mart.torders"}, "target_is_not_ours"),
    ({"target_table": "pg_catalog.pg_class"}, "target_is_not_ours"),
    ({"target_table": "information_schema.tables"}, "target_is_not_ours"),
    ({"target_table": "pg_temp_3.torders"}, "target_is_not_ours"),
    ({"importstrategyid": 9}, "timportconfig_importstrategyid_fkey"),
    ({"is_active": None}, None),
    ({"load_mode": "sometimes"}, "timportconfig_load_mode_check"),
]


@pytest.mark.parametrize("change", IMPORTS_THAT_WORK)
def test_an_import_that_can_work_is_taken(connection, change):
    insert(connection, "dba.timportconfig", IMPORT | change)


@pytest.mark.parametrize("change, constraint", IMPORTS_THAT_CANNOT_WORK)
def test_an_import_that_cannot_work_is_refused(connection, change, constraint):
    assert refused(connection, "dba.timportconfig", IMPORT | change).constraint_name == constraint


@pytest.mark.parametrize("path", ["in", "/srv/in/", "", None])
def test_a_mailbox_whose_folder_is_no_folder_is_refused(connection, path):
    refused(connection, "dba.tinboxconfig", INBOX | {"local_repository_path": path})


def test_a_mailbox_with_a_folder_is_taken(connection):
    insert(connection, "dba.tinboxconfig", INBOX)


LOOKUPS = [
    ("tdatasource", {"sourcename": "Shop"}, {"sourcename": ""}),
    ("tdatasource", {"sourcename": "x" * 100}, {"sourcename": "x" * 101}),
    ("tdatasource", {"sourcename": "Shop"}, {"sourcename": "MeetMax"}),
    ("tdatasettype", {"typename": "Orders"}, {"typename": ""}),
    ("tdatasettype", {"typename": "x" * 100}, {"typename": "x" * 101}),
    ("tdatastatus", {"statusname": "Waiting"}, {"statusname": "Active"}),
    ("timportstrategy", {"name": "Another"}, {"name": ""}),
    (
        "tholidays",
        {"holiday_date": "2026-05-01", "holiday_name": "May Day"},
        {"holiday_date": "2026-05-01", "holiday_name": ""},
    ),
]


@pytest.mark.parametrize("table, good, bad", LOOKUPS)
def test_a_word_is_taken_and_nonsense_is_refused(connection, table, good, bad):
    insert(connection, f"dba.{table}", good)
    connection.commit()
    refused(connection, f"dba.{table}", bad)


@pytest.mark.parametrize(
    "change, constraint",
    [
        ({"ended_at": "2026-01-01"}, "ended_runs_have_an_outcome"),
        ({"outcome": "done"}, "ended_runs_have_an_outcome"),
        ({"outcome": "finished", "ended_at": "2026-01-01"}, "tjobrun_outcome_check"),
        ({"rows_in": -1}, "tjobrun_rows_in_check"),
        ({"attempt": 0}, "tjobrun_attempt_check"),
        ({"parent_id": 4711}, "tjobrun_parent_id_fkey"),
    ],
)
def test_a_run_that_contradicts_itself_is_refused(connection, change, constraint):
    run = {"run_uuid": "11111111-2222-3333-4444-555555555555", "script": "a.py", "host_name": "h"}
    run |= {"user_name": "u", "process_id": 1, "process_mark": "m"}
    insert(connection, "dba.tjobrun", run)
    connection.commit()
    assert refused(connection, "dba.tjobrun", run | change).constraint_name == constraint


@pytest.mark.parametrize(
    "statement",
    [
        "create table dba.mine (a integer)",
        "alter table dba.tscheduler add mine text",
        "drop table dba.tlogentry",
        "truncate dba.tlogentry",
        "update dba.tsqlfile set checksum = repeat('0', 64)",
        "delete from dba.tsqlfile",
        "create or replace function dba.f_refresh_calendar() returns integer return 1",
        "alter table dba.tholidays disable trigger holidays_changed",
        "set role etl_owner",
    ],
)
def test_the_loader_cannot_change_the_house(connection, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(connection, statement)


def test_a_report_role_cannot_write(admin_connection):
    query(admin_connection, "set role etl_report")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        insert(admin_connection, "dba.tscheduler", TASK)
