"""A run that is ended from outside is recorded as such, by itself or by the next one."""

import os
import pty
import signal
import subprocess
from pathlib import Path
from textwrap import dedent

import psycopg2
import pytest

from tests.shell.workshop import Workshop, alive, children, wait_for

BEGIN = (
    "select dba.f_jobrun_begin(gen_random_uuid(), null, 'old.py', '', 'cron', %s, 'me', %s, %s, '')"
)
SLEEP = {
    "sleep.py": """
        import os, time
        open(os.environ["ETL_DATA_DIR"] + "/job", "w").write(str(os.getpid()))
        time.sleep(60)
        """,
    "sleep.sh": 'echo $$ >"$ETL_DATA_DIR/job"; sleep 60',
    "common.sh": """
        . "$(dirname "$0")/../systemscripts/bash/common.sh"
        undo_later touch "$ETL_DATA_DIR/undone"
        echo $$ >"$ETL_DATA_DIR/job"
        sleep 60
        """,
}
NEST = """
    . "$(dirname "$0")/../systemscripts/bash/common.sh"
    run_python_etl_script.sh sleep.py
"""


@pytest.fixture
def sleeper(workshop: Workshop) -> Workshop:
    for name, text in {**SLEEP, "nest.sh": NEST}.items():
        workshop.add_job(name, text)
    return workshop


def mark_of(process_id: int) -> str:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
    started = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[19]
    return f"{boot}-{started}"


def outcomes(workshop: Workshop) -> list[tuple[str, str]]:
    return workshop.rows("select script, outcome from dba.tjobrun order by jobrun_id")


def test_a_run_whose_process_died_is_closed_by_the_next_run_of_any_job(sleeper: Workshop):
    running = sleeper.start("sleep.py")
    sleeper.marker("job")
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert outcomes(sleeper) == [("sleep.py", "running")]
    sleeper.add_job("any.sh", "")
    assert sleeper.job("any.sh").returncode == 0
    assert outcomes(sleeper) == [("sleep.py", "died"), ("any.sh", "done")]
    assert sleeper.run_of("sleep.py", "exit_code, ended_at is null") == (None, False)


@pytest.mark.parametrize("way", ["workshop", "standing"])
def test_a_statement_that_fails_does_not_spoil_the_next(request: pytest.FixtureRequest, way):
    """By URL and to the private PostgreSQL: dead runs cannot be closed, the own run can."""
    where: Workshop = request.getfixturevalue(way)
    admin = psycopg2.connect(where.admin_url or where.private_url("postgres"))
    admin.autocommit = True
    admin.cursor().execute("alter function dba.f_jobrun_died rename to f_hidden")
    where.rows(BEGIN, os.uname().nodename, 1, "0123abcd-99")
    where.add_job("last.sh", "exit 0")
    try:
        assert where.job("last.sh").returncode == 0
    finally:
        admin.cursor().execute("alter function dba.f_hidden rename to f_jobrun_died")
        admin.close()
    assert where.run_of("last.sh", "outcome, exit_code") == ("done", 0)
    assert list(where.data_dir.glob("logs/last_*")) == []


@pytest.mark.parametrize(
    "host, mark, outcome",
    [
        ("here", "mine", "running"),
        ("here", "0123abcd-99", "died"),  # the number belongs to another process now
        ("here", "", "died"),
        ("elsewhere", "0123abcd-99", "running"),  # whose processes cannot be seen from here
    ],
)
def test_a_process_id_that_was_used_again_is_not_mistaken(workshop: Workshop, host, mark, outcome):
    here = os.uname().nodename
    number = os.getpid()
    mark = mark_of(number) if mark == "mine" else mark
    workshop.rows(BEGIN, here if host == "here" else host, number, mark)
    workshop.add_job("any.sh", "")
    workshop.job("any.sh")
    assert outcomes(workshop) == [("old.py", outcome), ("any.sh", "done")]


def test_runs_that_go_on_are_left_alone(sleeper: Workshop):
    sleeper.start("sleep.py")
    sleeper.marker("job")
    sleeper.add_job("any.sh", "")
    sleeper.job("any.sh")
    assert outcomes(sleeper)[0] == ("sleep.py", "running")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("job", SLEEP)
def test_a_signal_to_the_wrapper_ends_the_job_and_is_recorded(sleeper: Workshop, job, number):
    running = sleeper.start(job)
    process_id = sleeper.marker("job")
    if job.endswith(".sh"):  # bash acts on a signal before it waits for a command, or after it
        wait_for(lambda: children(process_id), "no sleep")
    running.send_signal(number)
    assert running.wait(timeout=10) == 128 + number
    assert not alive(process_id)
    assert sleeper.run_of(job, "exit_code, outcome, message") == (
        *(128 + number, "failed", f"ended by signal {int(number)}"),
    )
    assert (sleeper.data_dir / "undone").exists() == (job == "common.sh")
    assert "Traceback" not in sleeper.said()


def test_a_job_that_is_interrupted_ends_in_order(sleeper: Workshop):
    text = "import atexit\natexit.register(print, 'and tidied up')\nprint('said before')\n"
    sleeper.add_job("tidy.py", text + dedent(SLEEP["sleep.py"]))
    running = sleeper.start("tidy.py")
    sleeper.marker("job")
    running.send_signal(signal.SIGINT)
    running.wait(timeout=10)
    assert sleeper.said() == "said before\nand tidied up\n"


def test_a_signal_reaches_jobs_that_a_job_has_started(sleeper: Workshop):
    running = sleeper.start("nest.sh")
    process_id = sleeper.marker("job")
    running.terminate()
    assert running.wait(timeout=10) == 128 + signal.SIGTERM
    wait_for(lambda: not alive(process_id), "the inner job goes on")
    wait_for(lambda: "running" not in dict(outcomes(sleeper)).values(), "a run is open")
    assert outcomes(sleeper) == [("nest.sh", "failed"), ("sleep.py", "failed")]


def test_a_signal_that_the_caller_ignores_is_ignored(sleeper: Workshop):
    running = subprocess.Popen(
        ["nohup", sleeper.wrapper, "sleep.py"],
        env=sleeper.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    sleeper.started.append(running)
    process_id = sleeper.marker("job")
    running.send_signal(signal.SIGHUP)
    running.terminate()
    assert running.wait(timeout=10) == 128 + signal.SIGTERM
    assert not alive(process_id)


def test_ctrl_c_in_a_terminal_ends_the_job(sleeper: Workshop):
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sleeper.wrapper, [str(sleeper.wrapper), "sleep.py"], sleeper.env)
    process_id = sleeper.marker("job")
    os.write(terminal, b"\x03")
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGINT
    assert not alive(process_id)
    assert sleeper.run_of("sleep.py", "exit_code, outcome") == (130, "failed")


def test_a_job_cannot_wait_for_somebody_at_a_terminal(workshop: Workshop):
    """Under cron there is nobody; started by hand it behaves the same."""
    workshop.add_job("ask.sh", 'read -r answer </dev/tty || echo none >"$ETL_DATA_DIR/answer"')
    child, terminal = pty.fork()
    if child == 0:
        os.execve(workshop.wrapper, [str(workshop.wrapper), "ask.sh"], workshop.env)
    wait_for((workshop.data_dir / "answer").exists, "it waits for an answer")
    os.waitpid(child, 0)
    os.close(terminal)
