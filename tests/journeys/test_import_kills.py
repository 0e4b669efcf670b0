"""Killed at random moments and run again: the same database and folders as after one clean run.

TEST_KILLS says how many kills there are in all; without it a part of them is made.
"""

import os
import random
import signal
import subprocess
import time

import pytest

from tests.journeys.kill_scenarios import SCENARIOS, Scenario, outcome, prepare, start_over
from tests.journeys.orders import load
from tests.support import WRAPPER, Pipeline

KILLS = int(os.environ.get("TEST_KILLS", "24"))
SHARES = sum(scenario.share for scenario in SCENARIOS.values())
STARTING = 0.3  # about so much of a short run is over before it touches anything


def killed_after(pipeline: Pipeline, seconds: float) -> bool:
    """Whether there was still a run to kill."""
    victim = subprocess.Popen(
        [WRAPPER, "run_import_job.py", "Orders"],
        env=pipeline.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        victim.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(victim.pid, signal.SIGKILL)
    return victim.wait() == -signal.SIGKILL


def seconds_of(pipeline: Pipeline, scenario: Scenario) -> float:
    began = time.monotonic()
    load(pipeline, scenario.exit_code)
    return time.monotonic() - began


@pytest.mark.once
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_run_killed_at_any_moment_and_repeated_ends_like_a_clean_one(pipeline, name):
    scenario, seed = SCENARIOS[name], random.randrange(2**32)
    dice = random.Random(seed)
    prepare(pipeline, scenario)
    seconds_of(pipeline, scenario)
    clean = outcome(pipeline)
    assert clean["left in landing"] == []
    loaded = "rows_loaded, rows_duplicate, rows_rejected from dba.tdataset order by datasetid"
    assert tuple(pipeline.rows(f"select {loaded}")) == scenario.counts
    start_over(pipeline, scenario)
    lasts = seconds_of(pipeline, scenario)  # when everything is warm
    assert outcome(pipeline) == clean
    for number in range(-(-KILLS * scenario.share // SHARES)):
        start_over(pipeline, scenario)
        while not killed_after(
            pipeline, moment := lasts * dice.uniform(number % 4 and STARTING, 1)
        ):
            lasts *= 0.95  # it was over already
            start_over(pipeline, scenario)
        done = pipeline.job("run_import_job.py", "Orders")
        about = f"seed {seed}, kill {number} after {moment:.3f} of {lasts:.3f} seconds"
        assert done.returncode in (0, scenario.exit_code), f"{about}: {done.stdout}{done.stderr}"
        again = outcome(pipeline)
        assert again == clean, about
