"""Never the same job with the same arguments twice at once; no job goes on without its lock."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell.workshop import Workshop, alive, wait_for

# each writes its own process id, and that of a process it started, then waits
SLEEPERS = {
    "sleep.py": """
        import os, subprocess, sys, time
        from pathlib import Path
        var = Path(os.environ["ETL_DATA_DIR"])
        other = subprocess.Popen(["sleep", "60"])
        (var / f"other{sys.argv[1]}").write_text(str(other.pid))
        (var / f"job{sys.argv[1]}").write_text(str(os.getpid()))
        time.sleep(60)
        """,
    "sleep.sh": """
        trap '' TERM
        sleep 60 &
        echo $! >"$ETL_DATA_DIR/other$1"
        echo $$ >"$ETL_DATA_DIR/job$1"
        sleep 60
        """,
    "nested.sh": """
        . "$(dirname "$0")/../systemscripts/bash/common.sh"
        echo $$ >"$ETL_DATA_DIR/other$1"
        run_python_etl_script.sh sleep.py "$1-inside" &
        until [[ -s $ETL_DATA_DIR/job$1-inside ]]; do sleep 0.01; done
        cp "$ETL_DATA_DIR/job$1-inside" "$ETL_DATA_DIR/job$1"
        wait
        """,
}


@pytest.fixture
def sleeper(workshop: Workshop) -> Workshop:
    for name, text in SLEEPERS.items():
        workshop.add_job(name, text)
    return workshop


def end(*process_ids: int) -> None:
    for process_id in process_ids:
        os.kill(process_id, signal.SIGKILL)


def test_the_same_job_with_the_same_arguments_does_not_run_twice_at_once(sleeper: Workshop):
    first = sleeper.start("sleep.py", "1")
    sleeper.marker("job1")
    done = sleeper.job("sleep.py", "1")
    assert done.returncode == 75
    assert done.stderr == (
        "error: already running: sleep.py 1\nHINT: Wait until it is done; dba.vjobrun shows it.\n"
    )
    assert sleeper.rows(
        "select outcome, exit_code, message, arguments, ended_at is null from dba.tjobrun"
        " order by jobrun_id"
    ) == [
        ("running", None, None, "1", True),
        ("skipped", 75, "the same job with the same arguments is running", "1", False),
    ]
    end(first.pid)


def test_it_may_run_again_when_it_has_ended(workshop: Workshop):
    workshop.add_job("short.sh", "exit 3")
    assert [workshop.job("short.sh").returncode for _ in range(2)] == [3, 3]


def test_the_lock_is_free_as_soon_as_the_process_is_gone(sleeper: Workshop):
    first = sleeper.start("sleep.py", "1")
    before = sleeper.marker("job1")
    end(first.pid)
    first.wait()
    (sleeper.data_dir / "job1").unlink()
    second = sleeper.start("sleep.py", "1")
    assert sleeper.marker("job1") != before
    end(second.pid)


@pytest.mark.parametrize(
    "one, other", [(["1"], ["2"]), (["1"], ["1", "x"]), (["1", "2 3"], ["1", "2", "3"])]
)
def test_other_arguments_run_side_by_side(sleeper: Workshop, one, other):
    for words in (one, other):
        sleeper.start("sleep.py", *words)
        sleeper.marker(f"job{words[0]}")
        (sleeper.data_dir / f"job{words[0]}").unlink()
    assert sleeper.rows("select outcome, count(*)::int from dba.tjobrun group by 1") == [
        ("running", 2)
    ]


@pytest.mark.parametrize("job", SLEEPERS)
def test_a_job_does_not_outlive_its_lock(sleeper: Workshop, job):
    running = sleeper.start(job, "1")
    processes = [sleeper.marker("job1"), sleeper.marker("other1")]
    assert all(alive(number) for number in processes)
    end(running.pid)
    wait_for(lambda: not any(alive(number) for number in processes), "the job goes on")


@pytest.fixture
def left_behind(workshop: Workshop) -> Iterator[int]:
    """A process that a job has started and not waited for."""
    workshop.add_job("leave.sh", 'sleep 60 & echo $! >"$ETL_DATA_DIR/behind"')
    assert workshop.start("leave.sh").wait(timeout=10) == 0
    process_id = workshop.marker("behind")
    yield process_id
    end(process_id)


def test_a_process_that_a_job_leaves_behind_does_not_block_its_end(
    workshop: Workshop, left_behind: int
):
    assert workshop.run_of("leave.sh", "outcome, exit_code") == ("done", 0)
    assert alive(left_behind)


def test_a_process_that_a_job_leaves_behind_does_not_hold_the_lock(
    workshop: Workshop, left_behind: int
):
    held = [os.readlink(fd) for fd in Path(f"/proc/{left_behind}/fd").iterdir()]
    assert not [name for name in held if "/locks/" in name]
    workshop.add_job("leave.sh", "exit 0")
    assert workshop.job("leave.sh").returncode == 0
