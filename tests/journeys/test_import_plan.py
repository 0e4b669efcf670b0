"""--plan: what an import would do, told without doing it."""

import json
import os
from typing import Any

import pytest

from tests.journeys.orders import add_import, deliver, load
from tests.support import Pipeline

OURS = "('dba', 'public', 'landing')"
# every run writes that it ran; what the server notes of changes is numbered even when undone
WRITTEN = ("tjobrun", "tjobstep", "tlogentry", "tddllogs")


def plan(pipeline: Pipeline, exit_code: int = 0, wanted: str = "Orders") -> str:
    done = pipeline.job("run_import_job.py", wanted, "--plan")
    assert done.returncode == exit_code, done.stdout + done.stderr
    return done.stdout


def everything(pipeline: Pipeline) -> dict[str, Any]:
    """All rows, columns, views, comments, sequences and files."""
    tables = pipeline.rows(
        "select format('%%I.%%I', schemaname, tablename) from pg_tables"
        f" where schemaname in {OURS} and tablename <> all (%s) order by 1",
        list(WRITTEN),
    )
    found: dict[str, Any] = {
        name: pipeline.rows(f"select md5(t::text) from {name} as t order by 1")
        for (name,) in tables
    }
    found["columns"] = pipeline.rows(
        "select attrelid::regclass::text, attname, atttypid, col_description(attrelid, attnum)"
        " from pg_attribute join pg_class on pg_class.oid = attrelid"
        f" where relnamespace::regnamespace::text in {OURS} order by 1, attnum"
    )
    found["views"] = pipeline.rows(
        f"select viewname, definition from pg_views where schemaname in {OURS} order by 1"
    )
    found["sequences"] = pipeline.rows(
        "select schemaname, sequencename, last_value from pg_sequences"
        f" where schemaname in {OURS} and sequencename !~ %s order by 1, 2",
        "|".join(WRITTEN),
    )
    for folder in ("file_watcher", "archive", "refused"):
        for name in pipeline.files(folder):
            path = pipeline.data_dir / folder / name
            found[name] = (path.read_bytes(), path.stat().st_mtime_ns)
    return found


OPTIONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "hashed": {"deduplication": "row_hash"},
    "merged": {"load_mode": "merge", "key_columns": "{no}"},
    "inferred": {"typing": "infer", "bad_rows": "widen"},
    "another source": {"datasource": "Never seen", "datasettype": "Nor this"},
}


@pytest.mark.parametrize("before", ["nothing", "files"])
@pytest.mark.parametrize("options", OPTIONS)
def test_a_plan_changes_nothing(pipeline, options, before):
    add_import(pipeline, **{"bad_rows": "reject", **OPTIONS[options]})
    if before == "files":
        deliver(pipeline, "orders_20260105_north.csv", "no,a\n1,x\n2,y\n")
        deliver(pipeline, "orders_20260105_south.csv", "no,a\n3,x\n2,y\n", 1)
        load(pipeline)
    body = "".join(f"{n},{'z' * 90}\n" for n in range(50_000))
    deliver(pipeline, "orders_20260105_north_v2.csv", "no,a,b\n1,x,5\nsix,z,1\n1,x,5\n", 2)
    deliver(pipeline, "orders_20260106_big.csv", f"no,a\n{body}", 3)
    deliver(pipeline, "orders_20260106_bad.csv", "no,a\n1,2,3,4\n", 4)
    deliver(pipeline, "orders_nodate_worse.csv", "no,a\n1,2\n", 5)
    deliver(pipeline, "orders_20260107_last.csv", "no,a\n1,x\n", 6)
    was = everything(pipeline)
    said = plan(pipeline)
    now = everything(pipeline)
    assert [name for name in {**was, **now} if was.get(name) != now.get(name)] == []
    assert said.endswith(" would be refused.\n")
    load(pipeline, 65)


def test_a_plan_says_what_the_import_then_does(pipeline):
    contract = [{"name": "no", "type": "integer"}, {"name": "price", "type": "numeric(6,2)"}]
    add_import(
        pipeline,
        typing="contract",
        contract=json.dumps({"columns": contract}),
        bad_rows="reject",
        deduplication="row_hash",
    )
    deliver(pipeline, "orders_20260105_north.csv", "no,price\n1,1\n2,2\n")
    load(pipeline)
    deliver(pipeline, "orders_20260106_south.csv", "no,price,Note\n1,1.00,\nx,2,\n\n3,3,new\n", 2)
    deliver(pipeline, "orders_20260105_north_v2.csv", "no,price\n1,1\n7,7\n7,7.0\n", 1)
    deliver(pipeline, "orders_20260105_north_copy.csv", "no,price\n1,1\n2,2\n", 3)
    deliver(pipeline, "orders_2026_bad.csv", "no,price\n1,1\n", 4)
    said = plan(pipeline)
    assert said == (
        f"Orders: 4 files in {pipeline.inbox}\n"
        "\n1. orders_20260105_north_v2.csv\n"
        "   label north, date 2026-01-05\n"
        "   3 rows of data: 2 would be loaded into public.torders, 1 duplicate, 0 rejected,"
        " 0 blank\n"
        "   would replace dataset 1\n"
        "\n2. orders_20260106_south.csv\n"
        "   label south, date 2026-01-06\n"
        "   would add the column note text for 'Note'\n"
        "   4 rows of data: 1 would be loaded into public.torders, 1 duplicate, 1 rejected,"
        " 1 blank\n"
        '   rejected: orders_20260106_south.csv, line 3, no: "x" is no integer\n'
        "\n3. orders_20260105_north_copy.csv\n"
        "   label north, date 2026-01-05\n"
        "   the same content is dataset 1 already: nothing would be loaded\n"
        "\n4. orders_2026_bad.csv\n"
        "   would be refused: orders_2026_bad.csv: '2026' is no date written as yyyyMMdd\n"
        "\nNothing was changed. 1 of 4 files would be refused.\n"
    )
    load(pipeline, 65)
    assert pipeline.rows(
        "select rows_read, rows_loaded, rows_duplicate, rows_rejected, rows_blank"
        " from dba.tdataset where datasetid > 1 order by datasetdate"
    ) == [(3, 2, 1, 0, 0), (4, 1, 1, 1, 1)]


def test_a_plan_knows_what_the_files_before_would_have_done(pipeline):
    add_import(pipeline, deduplication="row_hash")
    for minute, (label, body) in enumerate(
        [("a", "1,x"), ("a_copy", "1,x"), ("b", "1,x"), ("a_v2", "2,y"), ("c", "1,x")]
    ):
        deliver(pipeline, f"orders_20260105_{label}.csv", f"no,a\n{body}\n", minute)
    said = plan(pipeline)
    first = "orders_20260105_a.csv"
    assert f"the same content is {first} already: nothing would be loaded" in said
    assert f"   would replace {first}\n" in said
    counted = [line.split(": ")[1] for line in said.splitlines() if "of data" in line]
    assert [line.split(" into ")[0] for line in counted] == [
        "1 would be loaded",
        "0 would be loaded",
        "1 would be loaded",
        "0 would be loaded",
    ]


def test_a_plan_shows_a_new_table_with_its_types_and_what_would_be_widened(pipeline):
    add_import(pipeline, typing="infer", bad_rows="widen")
    deliver(pipeline, "orders_20260105_a.csv", "No,Price\n1,1.5\n")
    deliver(pipeline, "orders_20260106_b.csv", "No,Price\n2,free\n", 1)
    said = plan(pipeline)
    assert "   would create the table public.torders\n" in said
    assert "   would add the column no bigint for 'No'\n" in said
    assert "   would add the column price numeric for 'Price'\n" in said
    assert "   would widen price from numeric to text\n" in said
    assert pipeline.one("select to_regclass('public.torders') is null")


def test_a_plan_shows_a_few_of_many_bad_rows_and_each_transform(pipeline):
    steps = [
        {"step": "rename", "columns": {"Nr": "no"}},
        {"step": "drop", "columns": ["junk"]},
        {"step": "trim"},
    ]
    contract = {"columns": [{"name": "no", "type": "integer"}]}
    add_import(
        pipeline,
        typing="contract",
        contract=json.dumps(contract),
        bad_rows="reject",
        transforms=json.dumps(steps),
    )
    body = "".join(f"x{n},y, a \n" for n in range(9))
    deliver(pipeline, "orders_20260105_a.csv", f"Nr,junk,note\n 1 ,y, a \n{body}")
    said = plan(pipeline)
    assert "   step 1 rename: 10 -> 10 rows, columns no, junk, note\n" in said
    assert "   step 2 drop: 10 -> 10 rows, columns no, note\n" in said
    assert "   step 3 trim: 10 -> 10 rows, columns no, note\n     line 2: '1', 'a'\n" in said
    assert said.count("   rejected: ") == 5
    assert "   and 4 rejected rows more\n" in said
    assert "10 rows of data: 1 would be loaded into public.torders, 0 duplicate, 9 rejected" in said


def test_a_plan_tells_what_would_wait_and_what_belongs_to_others(pipeline):
    add_import(pipeline)
    add_import(
        pipeline,
        config_name="South",
        file_pattern="orders_[0-9]+_south",
        priority=5,
        archive_directory=str(pipeline.data_dir / "archive" / "south"),
    )
    deliver(pipeline, "orders_20260105_south.csv", "a\n1\n")
    waiting = deliver(pipeline, "orders_20260105_open.csv", "a\n1\n", 1)
    with waiting.open("a"):
        said = plan(pipeline)
    assert "belongs to South, which has a higher priority" in said
    assert "still being written: it would wait for the next run" in said
    assert said.endswith("Nothing was changed. 0 of 2 files would be refused.\n")


def test_a_plan_of_nothing_and_of_what_cannot_work(pipeline):
    add_import(pipeline)
    assert "Orders: 0 files in " in plan(pipeline)
    assert plan(pipeline, 78, "Nobody") == ""
    pipeline.rows("create table public.torders (a text)")
    deliver(pipeline, "orders_20260105_a.csv", "a\n1\n")
    plan(pipeline, 78)


def test_a_plan_of_many_big_files_needs_no_more_connections_than_one(pipeline, admin_connection):
    add_import(pipeline, load_mode="append")
    body = "".join(f"{n},{'z' * 90}\n" for n in range(50_000))
    first = deliver(pipeline, "orders_20260105_0.csv", f"no,a\n{body}")
    for n in range(1, 5):
        os.link(first, pipeline.inbox / f"orders_20260105_{n}.csv")
    with admin_connection.cursor() as cursor:
        cursor.execute("alter role etl_user connection limit 3")
        try:
            said = plan(pipeline)
        finally:
            cursor.execute("alter role etl_user connection limit -1")
    assert said.count("50000 rows of data: 50000 would be loaded") == 5
