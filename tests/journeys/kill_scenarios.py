"""Imports to be killed: the row, the files, and everything that a run leaves behind."""

import gzip
import json
import random
from dataclasses import dataclass, field
from typing import Any

from onboarding.demo import plain_xlsx
from tests.journeys.orders import add_import, deliver
from tests.support import Pipeline

NORTH, SOUTH = "orders_20260105_north", "orders_20260106_south"
DICE = random.Random(4711)
ROWS = [f"{n},name {n},{n / 4:.2f},{'x' * 55}" for n in range(60_000)]  # more than 4 MiB
HEADER = "no,name,price,note"
TYPES = {"no": "integer", "name": "text", "price": "numeric(10,2)", "note": "text"}
CONTRACT = json.dumps({"columns": [{"name": n, "type": t} for n, t in TYPES.items()]})
TYPED = {"typing": "contract", "contract": CONTRACT}


def text(rows: list[str], header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def some_bad(rows: list[str], bad: int) -> list[str]:
    """So many rows get something that does not fit."""
    places = DICE.sample(range(len(rows)), bad)
    spoilt = {
        place: DICE.choice(["x,y,1,z", "1,2", '1,"2"3,4,5', "1,y,1.234,z"]) for place in places
    }
    return [spoilt.get(n, row) for n, row in enumerate(rows)]


@dataclass(frozen=True)
class Scenario:
    """`counts`: loaded, duplicate and rejected rows of its datasets, one after the other."""

    files: dict[str, str | bytes]
    row: dict[str, object] = field(default_factory=dict)
    exit_code: int = 0
    counts: tuple[tuple[int, int, int], ...] = ()
    share: int = 1  # of the kills; short runs get more


def book(*rows: list[str]) -> bytes:
    return plain_xlsx.workbook(rows)


REFUSED: dict[str, str | bytes] = {
    "orders_20260105_short.csv": "a,b\n1\n",
    "orders_20260106_bytes.csv": b"a,b\n1,\xff\n",
    "orders_nodate_x.csv": "a,b\n1,2\n",
    "orders_20260107_quote.csv": 'a,b\n1,"2\n',
    "orders_20260108_cut.xlsx": book(["a", "b"], ["1", "2"])[:300],
    f"{SOUTH}.csv": "a,b\n1,2\n",
}
SCENARIOS = {
    "small files": Scenario(
        {
            **{f"orders_2026010{day}_north.csv": f"a,b\n{day},1\n\n{day},2\n" for day in (5, 6)},
            f"{NORTH}_newer.csv": "a,c\n5,3\n",
            f"{NORTH}_again.csv": "a,c\n5,3\n",
            "orders_20260107_bad.csv": "a,b\n1\n",
            "orders_20260108_empty.csv": "a,b\n",
        },
        counts=((2, 0, 0), (2, 0, 0), (1, 0, 0), (0, 0, 0)),
        share=3,
        exit_code=65,
    ),
    "a large file": Scenario(
        {f"{NORTH}.csv": text(ROWS), f"{NORTH}_b.csv": text(ROWS[::-1]), f"{SOUTH}.csv": text([])},
        {"typing": "infer"},
        counts=((60_000, 0, 0), (60_000, 0, 0), (0, 0, 0)),
    ),
    "known rows": Scenario(
        {
            f"{NORTH}.csv": text(ROWS[:500] * 2),
            f"{SOUTH}.csv": text(ROWS),
            "orders_20260107_east.csv": text(ROWS[400:600]),
        },
        {"deduplication": "row_hash", "load_mode": "append"},
        counts=((500, 500, 0), (59_500, 500, 0), (0, 200, 0)),
    ),
    "rejected rows": Scenario(
        {
            f"{NORTH}.csv": text(some_bad(ROWS[:300], 12)),
            f"{SOUTH}.csv": text(some_bad(ROWS, 40)),
            "orders_20260107_worst.csv": text(some_bad(ROWS[:300], 99)),
        },
        {**TYPED, "bad_rows": "reject", "bad_rows_most": "50"},
        counts=((288, 0, 12), (59_960, 0, 40)),
        exit_code=65,
    ),
    "merge": Scenario(
        {
            f"{NORTH}.csv": text(ROWS[:2000]),
            f"{SOUTH}.csv": text([row.replace("name", "new") for row in ROWS[1000:]]),
            "orders_20260107_east.csv": text([f"{row}!" for row in ROWS[:3000:7]]),
        },
        {**TYPED, "load_mode": "merge", "key_columns": ["no"]},
        counts=((2000, 0, 0), (59_000, 0, 0), (429, 0, 0)),
    ),
    "widening": Scenario(
        {
            f"{NORTH}.csv": text(["1,2026-01-05", "2,2026-01-06"], "no,day"),
            f"{SOUTH}.csv": text(["3,2026-01-07", "x4,soon"], "no,day"),
            "orders_20260107_east.csv": text(
                [f"{n},{n}{'y' * 90}" for n in range(50_000)], "no,day"
            ),
        },
        {"typing": "infer", "bad_rows": "widen"},
        counts=((2, 0, 0), (2, 0, 0), (50_000, 0, 0)),
    ),
    "refused files": Scenario(REFUSED, exit_code=65, counts=((1, 0, 0),), share=3),
    "workbooks": Scenario(
        {
            f"{NORTH}.xlsx": book(["a", "b"], *([str(n), f"text {n}"] for n in range(3000))),
            f"{SOUTH}.csv.gz": gzip.compress(b"a,b\n1,2\n", mtime=0),
            "orders_20260107_east.xlsx": book(["a", "b"], ["1", "2"], ["", ""], ["3", "4"]),
        },
        counts=((3000, 0, 0), (1, 0, 0), (2, 0, 0)),
        share=3,
    ),
}


def prepare(pipeline: Pipeline, scenario: Scenario) -> None:
    add_import(pipeline, **scenario.row)
    deliver_all(pipeline, scenario)


def deliver_all(pipeline: Pipeline, scenario: Scenario) -> None:
    for minute, (name, content) in enumerate(scenario.files.items()):
        deliver(pipeline, name, content, minute)


def start_over(pipeline: Pipeline, scenario: Scenario) -> None:
    pipeline.rows(
        "drop view if exists public.torders_current;"
        " drop table if exists public.torders_history, public.torders;"
        " delete from dba.timportproblem; delete from dba.timportshape;"
        " delete from dba.tarrival; delete from dba.tdataset"
    )
    for folder in ("archive", "refused", "file_watcher"):
        for name in pipeline.files(folder):
            (pipeline.data_dir / folder / name).unlink()
    deliver_all(pipeline, scenario)


DATASET = "label, datasetdate::text, datastatusid, isactive"
TABLES = {
    "datasets": f"select {DATASET}, load_mode, rows_read, rows_loaded, rows_duplicate,"
    " rows_rejected, rows_blank from dba.tdataset",
    "problems": f"select {DATASET}, record_number, line, column_name, value, reason,"
    " encode(original, 'hex') from dba.timportproblem left join dba.tdataset using (datasetid)",
    "duplicates": f"select {DATASET}, hashes, records from dba.timportduplicate"
    " join dba.tdataset using (datasetid)",
    "shape": "select target_table, change, column_name, heading, old_type, new_type, typing,"
    " file_name from dba.timportshape left join dba.tarrival using (arrival_id)",
    "arrivals": "select file_name, size_bytes, sha256, state, label, dataset_date::text, message,"
    " regexp_replace(stored_as, '^.*/var/', ''), datasetid is null from dba.tarrival",
    "columns": "select attrelid::regclass::text, attname, format_type(atttypid, atttypmod),"
    " attnotnull, col_description(attrelid, attnum) from pg_attribute where attnum > 0 and"
    " attrelid in (select oid from pg_class where relname ~ '^torders(_history|_current)?$')"
    " and not attisdropped",
    "indexes": "select indexname, indexdef from pg_indexes where tablename ~ '^torders'",
    "left in landing": "select relname from pg_class where relnamespace = 'landing'::regnamespace",
}


def outcome(pipeline: Pipeline) -> dict[str, Any]:
    """Everything that a run leaves behind, without the numbers that it was given."""
    found = {name: sorted(pipeline.rows(query), key=str) for name, query in TABLES.items()}
    for table in ("torders", "torders_history"):
        found[table] = _rows(pipeline, table)
    for folder in ("file_watcher", "archive", "refused"):
        root = pipeline.data_dir / folder
        names = pipeline.files(folder)
        found[folder] = [(name, (root / name).stat().st_size) for name in names]
    return found


def _rows(pipeline: Pipeline, table: str) -> list[Any]:
    """A digest of the rows of each dataset, in the order of the file."""
    own = ("tordersid", "datasetid", "superseded_by", "superseded_at")
    columns = [
        f"t.{name}"
        for (name,) in pipeline.rows(
            "select quote_ident(attname) from pg_attribute where attnum > 0 and not attisdropped"
            " and attrelid = to_regclass(%s) order by attnum",
            f"public.{table}",
        )
        if name not in own
    ]
    if not columns:
        return []
    return pipeline.rows(
        f"select {DATASET}, count(*), md5(string_agg(row({', '.join(columns)})::text, '|'"
        f" order by t.tordersid)) from public.{table} as t join dba.tdataset using (datasetid)"
        f" group by {DATASET} order by 1, 2, 3, 4"
    )
