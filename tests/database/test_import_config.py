"""Adding and changing imports with the procedures that people know."""

import psycopg2
import pytest

from tests.database.asking import query

VALUES = (
    "Orders",
    "Shop",
    "Orders",
    "/srv/in",
    "/srv/out",
    r"orders_\d{8}\.csv",
    "CSV",
    "static",
    "orders",
    "filename",
    "1",
    "yyyyMMdd",
    "_",
    "public.torders",
    2,
    "0",
)
OTHER_VALUES = (
    "Sales",
    "Till",
    "Receipts",
    "/srv/till",
    "/srv/kept",
    "receipts.*",
    "XLSX",
    "file_content",
    "branch",
    "file_content",
    r"_(\d+)",
    "dd.MM.yyyy",
    "-",
    "public.treceipts",
    3,
    "1",
)
COLUMNS = (
    "config_name, datasource, datasettype, source_directory, archive_directory, file_pattern,"
    " file_type, metadata_label_source, metadata_label_location, dateconfig, datelocation,"
    " dateformat, delimiter, target_table, importstrategyid, is_active"
)
ADD = f"call dba.pimportconfigi({', '.join(['%s'] * 16)})"


def row(connection, config_id):
    return query(
        connection, f"select {COLUMNS} from dba.timportconfig where config_id = %s", config_id
    )[0]


@pytest.fixture
def orders(connection):
    query(connection, ADD, *VALUES)
    return query(
        connection, "select config_id from dba.timportconfig where config_name = 'Orders'"
    )[0][0]


def test_sixteen_values_in_the_order_of_the_columns_make_an_import(connection, orders):
    assert row(connection, orders) == VALUES


def test_strategy_and_state_may_be_left_out(connection):
    query(connection, f"call dba.pimportconfigi({', '.join(['%s'] * 14)})", *VALUES[:14])
    added = query(
        connection,
        "select importstrategyid, is_active from dba.timportconfig where config_name = 'Orders'",
    )
    assert added == [(1, "1")]


def test_a_name_that_exists_is_left_alone_and_said_aloud(connection, orders):
    del connection.notices[:]
    query(connection, ADD, *("Orders", "Elsewhere", *VALUES[2:]))
    assert row(connection, orders) == VALUES
    assert "The import Orders exists already and stays as it is" in connection.notices[-1]
    assert f"call dba.pimportconfigu({orders}, ...)" in connection.notices[-1]


def test_a_nonsense_value_is_refused_not_swallowed(connection):
    with pytest.raises(psycopg2.errors.CheckViolation):
        query(connection, ADD, *VALUES[:3], "in", *VALUES[4:])


@pytest.mark.parametrize("position, column", list(enumerate(COLUMNS.split(", "))))
def test_one_value_can_be_changed_alone(connection, orders, position, column):
    new = OTHER_VALUES[position]
    query(connection, f"call dba.pimportconfigu(%s, p_{column} => %s)", orders, new)
    assert row(connection, orders) == (*VALUES[:position], new, *VALUES[position + 1 :])


def test_all_values_can_be_changed_by_position(connection, orders):
    query(connection, f"call dba.pimportconfigu({', '.join(['%s'] * 17)})", orders, *OTHER_VALUES)
    assert row(connection, orders) == OTHER_VALUES


def test_an_unknown_import_is_named_with_the_place_to_look(connection):
    with pytest.raises(
        psycopg2.Error, match="No configuration found with config_id 4711"
    ) as refused:
        query(connection, "call dba.pimportconfigu(4711, 'x')")
    assert "dba.timportconfig" in refused.value.diag.message_hint


def test_a_change_that_makes_no_sense_leaves_the_import_as_it_was(connection, orders):
    connection.commit()
    with pytest.raises(psycopg2.errors.CheckViolation, match="folder that is watched") as refused:
        query(
            connection,
            "call dba.pimportconfigu(%s, p_archive_directory => '/srv/in')",
            orders,
        )
    assert refused.value.diag.constraint_name == "valid_directories"
    connection.rollback()
    assert row(connection, orders) == VALUES


@pytest.mark.parametrize(
    "change",
    [
        "call dba.pimportconfigu({id}, p_delimiter => '-')",
        "update dba.timportconfig set is_active = '1' where config_id = {id}",
        "update dba.timportconfig set last_modified_at = '2001-01-01' where config_id = {id}",
    ],
)
def test_every_change_leaves_its_time(connection, orders, change):
    times = "select created_at, last_modified_at from dba.timportconfig where config_id = %s"
    made, modified_before = query(connection, times, orders)[0]
    query(connection, change.format(id=orders))
    made_after, modified_after = query(connection, times, orders)[0]
    assert made_after == made
    assert modified_after > modified_before


def test_a_report_role_cannot_add_an_import(admin_connection):
    query(admin_connection, "set role etl_report")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="procedure pimportconfigi"):
        query(admin_connection, ADD, *VALUES)
