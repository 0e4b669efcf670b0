"""What was not loaded, as people read it."""

import pytest

from tests.database.asking import query
from tests.database.test_handy_queries import handy

ARRIVAL = """
insert into dba.tarrival (file_name, directory, size_bytes, sha256, config_id, label, dataset_date)
values ('a.csv', '/in', 1, repeat('0', 64), 1, 'north', '2026-01-05') returning arrival_id
"""
PROBLEM = """
insert into dba.timportproblem
    (arrival_id, config_id, record_number, line, column_name, value, reason, original)
values (%s, 1, 7, 9, 'amount', 'x', '"x" is no integer', %s)
"""


@pytest.fixture
def arrival(connection):
    return query(connection, ARRIVAL)[0][0]


@pytest.mark.parametrize(
    "encoding, original, shown",
    [
        ("auto", "café;x".encode(), "café;x"),
        ("auto", b"caf\xe9;x", "caf\\351;x"),
        ("windows-1252", b"caf\xe9;\x80", "café;€"),
        ("cp1252", b"caf\xe9;\x80", "café;€"),
        ("iso-8859-15", b"\xa4", "€"),
        ("latin-1", b"caf\xe9", "café"),
        ("cp437", b"caf\x82", "caf\\202"),
        ("utf-16le", "é".encode("utf-16-le"), "\\351\\000"),
        ("utf-8", b"\xff\x00", "\\377\\000"),
    ],
)
def test_a_row_that_was_not_loaded_is_text_whatever_its_bytes(
    connection, arrival, encoding, original, shown
):
    query(connection, "update dba.timportconfig set encoding = %s where config_id = 1", encoding)
    query(connection, PROBLEM, arrival, original)
    found = query(
        connection,
        "select config_name, file_name, label, dataset_date::text, record_number, line,"
        " column_name, value, reason, original from dba.vimportproblem",
    )
    name = "MeetMaxURLCheckImport"
    about = (name, "a.csv", "north", "2026-01-05", 7, 9, "amount", "x", '"x" is no integer')
    assert found == [(*about, shown)]
    assert handy(connection, "rejected_rows")[0][1:] == (
        *about[:2],
        *about[5:],
        shown,
    )


def test_each_row_that_was_left_out_is_one_row(connection):
    query(
        connection,
        "insert into dba.tdataset"
        " (datasetid, datasetdate, label, datasettypeid, datasourceid, datastatusid)"
        " select 7, '2026-01-05', 'a', 1, datasourceid, 1 from dba.tdatasource;"
        "insert into dba.timportduplicate values (7, 3, '{11,12}', '{3,5}'), (7, 8, '{13}', '{8}')",
    )
    assert query(connection, "select * from dba.vimportduplicate order by 2") == [
        (7, 3, 11),
        (7, 5, 12),
        (7, 8, 13),
    ]


def test_a_report_may_read_both(connection, arrival):
    query(connection, PROBLEM, arrival, b"caf\xe9")
    query(connection, "set role etl_report")
    assert query(connection, "select original from dba.vimportproblem") == [("caf\\351",)]
    assert query(connection, "select * from dba.vimportduplicate") == []


def test_changes_of_shape_are_listed_newest_first(connection):
    query(
        connection,
        "insert into dba.timportshape (target_table, change, column_name, new_type, config_id)"
        " values ('public.ta', 'table created', null, null, 1),"
        " ('public.ta', 'column added', 'b', 'text', 1)",
    )
    assert [row[2:4] for row in handy(connection, "changes_of_shape")] == [
        ("column added", "b"),
        ("table created", None),
    ]


def test_imports_that_cannot_work_are_listed(connection, admin_connection):
    assert handy(connection, "imports_that_cannot_work") == []
    connection.commit()
    query(
        admin_connection,
        "set session_replication_role = replica;"
        "update dba.timportconfig set encoding = 'utf9' where config_id = 2",
    )
    assert [row[:3] for row in handy(connection, "imports_that_cannot_work")] == [
        (2, "MeetMax_Events_XLS_Import", "encoding")
    ]
