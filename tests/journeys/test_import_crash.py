"""Killed at any moment, or started twice at once: the end is that of one clean run."""

import os
import random
import signal
import subprocess
import time
from typing import Any

import pytest

from tests.database.asking import query
from tests.journeys.orders import add_import, deliver, load
from tests.support import WRAPPER, Pipeline

FILES = {
    **{f"orders_2026010{day}_north.csv": f"a,b\n{day},1\n\n{day},2\n" for day in (5, 6, 7)},
    "orders_20260105_north_newer.csv": "a,c\n5,3\n",
    "orders_20260106_south.csv": "a,b\n" + "".join(f"{n},{'x' * 50}\n" for n in range(5000)),
    "orders_20260106_south_again.csv": "a,b\n" + "".join(f"{n},{'x' * 50}\n" for n in range(5000)),
    "orders_20260107_bad.csv": "a,b\n1\n",
    "orders_20260108_empty.csv": "a,b\n",
    "orders_nodate_bad.csv": "a,b\n1,2\n",
}


def start(pipeline: Pipeline, wanted: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [WRAPPER, "run_import_job.py", wanted],
        env=pipeline.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def prepare(pipeline: Pipeline) -> None:
    add_import(pipeline)
    deliver_all(pipeline)


def deliver_all(pipeline: Pipeline) -> None:
    for minute, (name, content) in enumerate(FILES.items()):
        deliver(pipeline, name, content, minute)


def outcome(pipeline: Pipeline) -> dict[str, Any]:
    """Everything that a run leaves behind, without the numbers that it was given."""
    folder = str(pipeline.data_dir)
    return {
        "rows": pipeline.rows(
            "select label, datasetdate, t.a, t.b, t.c from public.torders as t"
            " join dba.tdataset using (datasetid) order by 1, 2, 3, 4, 5"
        ),
        "in force": pipeline.rows("select * from public.torders_current order by 1, 2, 3"),
        "datasets": pipeline.rows(
            "select label, datasetdate, datastatusid, rows_read, rows_loaded, rows_blank,"
            " config_id from dba.tdataset order by 1, 2, 3, 4, 5, 6"
        ),
        "arrivals": pipeline.rows(
            "select file_name, size_bytes, sha256, state, config_id, label, dataset_date, message,"
            " replace(stored_as, %s, ''), datasetid is null from dba.tarrival order by 1, 4",
            folder,
        ),
        "files": {
            name: [path for path in pipeline.files(name) if not path.startswith(".")]
            for name in ("file_watcher", "archive", "refused")
        },
    }


def start_over(pipeline: Pipeline) -> None:
    pipeline.rows("drop view public.torders_current; drop table public.torders")
    pipeline.rows("delete from dba.tarrival; delete from dba.tdataset")
    for folder in ("archive", "refused"):
        for name in pipeline.files(folder):
            (pipeline.data_dir / folder / name).unlink()
    deliver_all(pipeline)


def test_a_run_that_is_killed_and_repeated_ends_like_a_clean_one(pipeline):
    prepare(pipeline)
    load(pipeline, 65)
    clean = outcome(pipeline)
    start_over(pipeline)
    began = time.monotonic()
    load(pipeline, 65)  # the second one, when everything is warm
    lasts = time.monotonic() - began
    assert outcome(pipeline) == clean
    assert len(clean["rows"]) == 3 * 2 + 1 + 5000
    moments = random.Random(os.getpid())
    killed = 0
    for number in range(12):
        start_over(pipeline)
        # half of them late, where files are moved and recorded
        earliest = 0.1 if number % 2 else 0.4
        victim = start(pipeline, "Orders")
        time.sleep(lasts * moments.uniform(earliest, 1.0))
        killed += victim.poll() is None
        os.killpg(victim.pid, signal.SIGKILL)
        victim.communicate()
        done = pipeline.job("run_import_job.py", "Orders")
        assert done.returncode in (0, 65), done.stderr
        assert outcome(pipeline) == clean
    assert killed >= 4


NAP = """
create sequence public.naps;
grant usage on sequence public.naps to etl_user;
create function public.nap_once() returns trigger language plpgsql as $$
begin
    if nextval('public.naps') = {turn} then
        perform pg_sleep(0.7);
    end if;
    return new;
end $$;
"""
WORST_MOMENTS = {
    "before its rows are in": (1, "create trigger nap before insert on dba.tdataset"),
    "while the commit is under way": (
        1,
        "create constraint trigger nap after insert on dba.tdataset initially deferred",
    ),
    "when it was moved and the row does not say so": (
        1,
        "create trigger nap before update of stored_as on dba.tarrival",
    ),
    "when it was refused and the row does not say so": (
        9,
        "create trigger nap before update of stored_as on dba.tarrival",
    ),
}


@pytest.mark.parametrize("moment", WORST_MOMENTS)
def test_killed_at_the_worst_moment_and_repeated_at_once(pipeline, admin_connection, moment):
    turn, trigger = WORST_MOMENTS[moment]
    prepare(pipeline)
    load(pipeline, 65)
    clean = outcome(pipeline)
    start_over(pipeline)
    query(admin_connection, NAP.format(turn=turn))
    query(admin_connection, f"{trigger} for each row execute function public.nap_once()")
    victim = start(pipeline, "Orders")
    napping = (
        "select 1 from pg_stat_activity where wait_event = 'PgSleep'"
        " and datname = current_database()"
    )
    while victim.poll() is None and not query(admin_connection, napping):
        time.sleep(0.01)
    assert victim.poll() is None
    os.killpg(victim.pid, signal.SIGKILL)
    victim.communicate()
    load(pipeline, 0 if "refused" in moment else 65)
    assert outcome(pipeline) == clean


@pytest.mark.parametrize("names", [("Orders", "3"), ("3", "Orders")])
def test_two_imports_of_the_same_row_under_two_names_load_each_file_once(pipeline, names):
    prepare(pipeline)
    both = [start(pipeline, name) for name in names]
    said = [process.communicate(timeout=60)[0].decode() for process in both]
    assert sorted(process.returncode for process in both) == [0, 65], said
    together = outcome(pipeline)
    start_over(pipeline)
    load(pipeline, 65)
    assert together == outcome(pipeline)
