"""Several importers at once, several imports of a folder or a table, unfinished files."""

import subprocess
import time

import psycopg2
import pytest

from tests.journeys.orders import (
    add_import,
    counts,
    deliver,
    fates,
    load,
    messages,
    must_add_up,
    rows,
)
from tests.support import WRAPPER, Pipeline


def start(pipeline: Pipeline, wanted: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [WRAPPER, "run_import_job.py", wanted],
        env=pipeline.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def both(pipeline: Pipeline, *names: str) -> list[int]:
    processes = [start(pipeline, name) for name in names]
    said = [process.communicate(timeout=100)[0] for process in processes]
    assert "Traceback" not in "".join(said)
    return [process.returncode for process in processes]


def archive(pipeline: Pipeline, name: str) -> str:
    return str(pipeline.data_dir / "archive" / name)


def test_importers_of_one_import_share_its_files_and_the_newest_version_stays(pipeline):
    add_import(pipeline, deduplication="row_hash")
    for n in range(24):
        day = 5 + n % 3
        deliver(pipeline, f"orders_2026010{day}_a_{n}.csv", f"a,b\n{n},x\nsame,{day}\n", n)
    deliver(pipeline, "orders_20260109_bad.csv", "a,b\n1,2,3\n", 30)
    codes = both(pipeline, "Orders", "3", "Orders")
    assert 65 in codes
    assert set(codes) <= {0, 65, 75}  # 75: another job of the same words runs
    assert set(fates(pipeline).values()) == {"loaded", "refused"}
    assert pipeline.files("file_watcher") == []
    assert rows(pipeline, "a, b", "public.torders_current") == [
        ("21", "x"),
        ("22", "x"),
        ("23", "x"),
        *(("same", str(day)) for day in (5, 6, 7)),
    ]
    must_add_up(pipeline)


@pytest.mark.parametrize("options", [{}, {"deduplication": "row_hash"}, {"load_mode": "merge"}])
def test_two_imports_may_fill_one_table_at_the_same_time(pipeline, options):
    """The first file of each would make the table, and most bring a column of their own."""
    merges = options.get("load_mode") == "merge"
    common = {"load_mode": "append", **options, "key_columns": "{no}" if merges else None}
    for name in ("North", "South"):
        add_import(
            pipeline,
            config_name=name,
            file_pattern=f"orders_[0-9]+_{name.lower()}",
            archive_directory=archive(pipeline, name),
            **common,
        )
    for n in range(8):
        for name in ("north", "south"):
            text = f"no,{name},c{n}\n{n},{name},x\nsame{n},,\n"
            deliver(pipeline, f"orders_20260105_{name}_{n}.csv", text, n)
    assert both(pipeline, "North", "South") == [0, 0]
    assert set(fates(pipeline).values()) == {"loaded"}
    found = pipeline.rows("select no, count(*) from public.torders group by no order by no")
    once = bool(options)
    assert found == [
        *((str(n), 1 if merges else 2) for n in range(8)),
        *((f"same{n}", 1 if once else 2) for n in range(8)),
    ]
    must_add_up(pipeline)


def test_two_active_imports_of_the_same_files_cannot_be_saved(pipeline):
    add_import(pipeline)
    with pytest.raises(psycopg2.errors.CheckViolation, match="Orders means the same files"):
        add_import(pipeline, config_name="Copies", archive_directory=archive(pipeline, "copies"))
    add_import(
        pipeline, config_name="Off", is_active="0", archive_directory=archive(pipeline, "off")
    )


def test_a_file_that_two_imports_mean_stays_until_one_of_them_is_corrected(pipeline):
    add_import(pipeline)
    add_import(
        pipeline,
        config_name="South",
        file_pattern="orders_[0-9]+_south",
        archive_directory=archive(pipeline, "south"),
    )
    disputed = deliver(pipeline, "orders_20260105_south.csv", "a\n1\n")
    deliver(pipeline, "orders_20260105_north.csv", "a\n2\n", 1)
    for name, other in (("Orders", "South"), ("South", "Orders")):
        said = load(pipeline, 78, name)
        assert f"orders_20260105_south.csv is also meant by {other}, with the same priority" in said
        assert "HINT: Give one of the two a higher priority" in said
    assert disputed.exists()
    assert rows(pipeline, "a") == [("2",)]
    pipeline.rows("update dba.timportconfig set priority = 1 where config_name = 'South'")
    load(pipeline)
    assert disputed.exists()
    load(pipeline, 0, "South")
    assert rows(pipeline, "a") == [("2",), ("1",)]


def test_a_file_that_is_still_open_for_writing_waits(pipeline):
    add_import(pipeline)
    path = deliver(pipeline, "orders_20260105_a.csv", "a,b\n1,2\n")
    deliver(pipeline, "orders_20260105_b.csv", "a,b\n5,6\n", 1)
    with path.open("a") as writer:
        said = load(pipeline)
        assert "orders_20260105_a.csv: still being written; the next run takes it" in said
        assert set(fates(pipeline)) == {"orders_20260105_b.csv"}
        writer.write("3,4\n")
    load(pipeline)
    assert rows(pipeline, "a") == [("5",), ("1",), ("3",)]


def test_a_file_that_grows_while_it_is_read_is_not_loaded_in_part(pipeline, admin_connection):
    add_import(pipeline)
    path = deliver(pipeline, "orders_20260105_a.csv", "a,b\n1,2\n")
    with admin_connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("lock table dba.tdatasource in access exclusive mode")
        process = start(pipeline, "Orders")
        waiting = (
            "select count(*) from pg_stat_activity"
            " where wait_event_type = 'Lock' and query ~ 'insert into dba.tdatasource'"
        )
        for _ in range(200):
            if pipeline.one(waiting):
                break
            time.sleep(0.05)
        with path.open("a") as writer:
            writer.write("3,4\n")
        cursor.execute("rollback")
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 75, said
    assert "it was changed while it was read" in said
    assert pipeline.one("select count(*) from dba.tdataset") == 0
    load(pipeline)
    assert counts(pipeline) == [(2, 2, 0, 0)]


def test_a_refused_file_says_why_and_the_next_one_loads(pipeline):
    add_import(pipeline, importstrategyid=4)
    pipeline.rows(
        "create table public.torders (tordersid bigint generated by default as identity,"
        " datasetid bigint references dba.tdataset, a text)"
    )
    deliver(pipeline, "orders_20260105_bad.csv", "a,new\n1,2\n")
    deliver(pipeline, "orders_20260105_good.csv", "a\n1\n", 1)
    said = load(pipeline, 65)
    assert "HINT: They lie in " in said
    assert "bad.csv has columns that public.torders lacks: new" in messages(pipeline)["bad"]
    assert rows(pipeline, "a") == [("1",)]
