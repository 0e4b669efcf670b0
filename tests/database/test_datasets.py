"""A dataset is a version: one in force by the rule of its kind, and when it was is remembered."""

import itertools
import threading
import time

import psycopg2
import pytest

from tests.database.asking import query

STATUS = {"Active": 1, "Inactive": 2, "Deleted": 3, "New": 4, "Failed": 5, "Empty": 6}
ALL = "select datasetid, isactive, datastatusid from dba.tdataset order by datasetid"
ACTIVE = "select array_agg(datasetid order by datasetid) from dba.tdataset where isactive"


def add(connection, label="north", day="2026-01-05", status=1, config=1, mode="version"):
    """A dataset of an import."""
    return query(
        connection,
        "insert into dba.tdataset (datasetdate, label, datasettypeid, datasourceid, datastatusid,"
        " config_id, load_mode) select %s, %s, 2, datasourceid, %s, %s, %s from dba.tdatasource"
        " order by datasourceid limit 1 returning datasetid",
        day, label, status, config, mode,
    )[0][0]  # fmt: skip


def by_hand(connection, source="MeetMax", kind="Metadata", status="Active", label="north"):
    return query(
        connection,
        "select dba.f_dataset_iu(null, '2026-01-05', %s, %s, %s, %s, 'ann')",
        kind, source, label, status,
    )[0][0]  # fmt: skip


def active(connection):
    return query(connection, ACTIVE)[0][0] or []


def change(connection, datasetid, assignment):
    query(connection, f"update dba.tdataset set {assignment} where datasetid = {datasetid}")


def test_a_version_supersedes_that_of_the_same_import_label_and_date_only(connection):
    others = [
        add(connection, label="south"),
        add(connection, day="2026-01-06"),
        add(connection, config=2),
        by_hand(connection),
    ]
    first, second = add(connection), add(connection)
    assert active(connection) == [*others, second]
    assert query(connection, ALL)[-2:] == [(first, False, 2), (second, True, 1)]


def test_append_supersedes_nothing_and_replace_everything_of_its_import(connection):
    kept = add(connection, config=2)
    added = [add(connection, mode="append") for _ in range(3)]
    merged = [add(connection, mode="merge", label="merged") for _ in range(2)]
    assert active(connection) == [kept, *added, *merged]
    add(connection, mode="replace", label="all", day="2020-01-01")
    last = add(connection, mode="replace", label="all", day="2026-02-01")
    assert active(connection) == [kept, last]


def test_a_dataset_made_by_hand_supersedes_that_of_its_source_type_label_and_date(connection):
    query(connection, "insert into dba.tdatasource (sourcename) values ('Shop')")
    others = [
        by_hand(connection, source="Shop"),
        by_hand(connection, kind="MeetMaxURL"),
        by_hand(connection, label="south"),
        add(connection),
    ]
    by_hand(connection)
    second = by_hand(connection)
    assert active(connection) == [*others, second]


@pytest.mark.parametrize("status", STATUS)
def test_status_and_isactive_follow_each_other(connection, status):
    datasetid = add(connection, status=4)
    change(connection, datasetid, f"datastatusid = {STATUS[status]}")
    assert query(connection, ALL) == [(datasetid, status == "Active", STATUS[status])]
    change(connection, datasetid, "isactive = not isactive")
    assert query(connection, ALL) == [
        (datasetid, status != "Active", 2 if status == "Active" else 1)
    ]


def test_a_status_that_contradicts_isactive_is_refused(connection):
    datasetid = add(connection, status=4)
    with pytest.raises(psycopg2.errors.CheckViolation, match="active_is_status_one"):
        change(connection, datasetid, "isactive = true, datastatusid = 6")


def test_undo_brings_the_older_version_back_and_every_interval_is_remembered(connection):
    first, second = add(connection), add(connection)
    for datasetid in (first, second, first):
        change(connection, datasetid, "isactive = true")
        connection.commit()
    query(connection, f"call dba.p_dataset_deactivate({first})")
    states = query(
        connection,
        "select datasetid, active_from, active_thru from dba.tdatasetstate"
        " order by active_from, active_thru",
    )
    assert [state[0] for state in states] == [first, second, first, second, first]
    assert all(begin < end for _, begin, end in states)
    pairs = itertools.pairwise(states)
    assert all(earlier[2] == later[1] for earlier, later in pairs)
    assert active(connection) == []
    (thru,) = query(connection, "select effthrudate from dba.tdataset where datasetid = %s", first)[
        0
    ]
    assert thru == states[-1][2]


def test_a_clock_that_was_set_back_does_not_stop_a_load(connection):
    first = add(connection)
    later = "now() + interval '1 hour'"
    change(connection, first, f"efffromdate = {later}")
    query(connection, f"update dba.tdatasetstate set active_from = {later}")
    second = add(connection)
    query(connection, f"call dba.p_dataset_deactivate({second})")
    assert query(
        connection,
        "select count(*) from dba.tdataset join dba.tdatasetstate using (datasetid)"
        " where effthrudate >= efffromdate and active_thru = effthrudate and not isactive",
    ) == [(2,)]


def test_the_counts_of_a_dataset_must_add_up(connection):
    datasetid = add(connection)
    counts = (
        "rows_read = 9, rows_loaded = 4, rows_duplicate = 2, rows_rejected = {}, rows_blank = 1"
    )
    change(connection, datasetid, counts.format(2))
    with pytest.raises(psycopg2.errors.CheckViolation, match="every_row_is_accounted_for"):
        change(connection, datasetid, counts.format(3))


@pytest.mark.parametrize(
    "call, message, hint",
    [
        ("dba.f_dataset_iu(null, '2026-01-05', 'No', 'MeetMax', 'x', 'Active', 'me')",
         "Dataset type No not found", "dba.tdatasettype"),
        ("dba.f_dataset_iu(null, '2026-01-05', 'Metadata', 'No', 'x', 'Active', 'me')",
         "Data source No not found", "dba.tdatasource"),
        ("dba.f_dataset_iu(null, '2026-01-05', 'Metadata', 'MeetMax', 'x', 'No', 'me')",
         "Data status No not found", "dba.tdatastatus"),
        ("dba.f_dataset_iu(4711, null, null, null, null, 'Failed', null)",
         "Dataset 4711 not found", "dba.tdataset"),
        ("dba.p_dataset_deactivate(4711)", "Dataset 4711 not found", "dba.tdataset"),
    ],
)  # fmt: skip
def test_an_unknown_name_or_number_is_an_error_that_says_where_to_look(
    connection, call, message, hint
):
    verb = "call" if "p_dataset" in call else "select"
    with pytest.raises(psycopg2.errors.RaiseException, match=message) as refused:
        query(connection, f"{verb} {call}")
    assert hint in refused.value.diag.message_hint


def test_a_status_given_by_name_brings_into_force_or_takes_out(connection):
    first = by_hand(connection)
    second = by_hand(connection, status="New")
    assert active(connection) == [first]
    for status, expected in [("Active", [second]), ("Failed", []), ("Active", [second])]:
        found = query(
            connection,
            "select dba.f_dataset_iu(%s, null, null, null, null, %s, null)", second, status,
        )  # fmt: skip
        assert found == [(second,)]
        assert active(connection) == expected
    assert query(connection, "select distinct createdby from dba.tdataset") == [("ann",)]


@pytest.mark.parametrize("mode", ["version", "replace", None])
def test_two_sessions_that_load_at_once_end_with_one_version_in_force(database_url, mode):
    one, other = (psycopg2.connect(database_url) for _ in range(2))
    config = 1 if mode else None
    winner = []

    def second_load():
        winner.append(add(other, mode=mode, config=config))
        other.commit()

    first = add(one, mode=mode, config=config)
    waiting = threading.Thread(target=second_load)
    waiting.start()
    time.sleep(0.2)
    assert winner == []  # it waits for the first to be decided
    one.commit()
    waiting.join(10)
    assert active(one) == winner
    assert query(one, ALL)[0] == (first, False, 2)
    one.close()
    other.close()


def test_many_sessions_that_load_and_undo_at_once_never_collide(database_url):
    seen, errors = [], []

    def load_and_undo():
        session = psycopg2.connect(database_url)
        session.autocommit = True
        try:
            for _ in range(15):
                datasetid = add(session)
                seen.append(len(active(session)))
                query(session, "call dba.p_dataset_deactivate(%s)", datasetid)
        except psycopg2.Error as error:
            errors.append(error)
        finally:
            session.close()

    sessions = [threading.Thread(target=load_and_undo) for _ in range(6)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(60)
    assert errors == []
    assert len(seen) == 90
    assert set(seen) <= {0, 1}
