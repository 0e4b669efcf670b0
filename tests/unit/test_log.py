"""The log in the files and on the terminal: every line knows its run, none betrays a secret."""

import re
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.small_job import RUN_UUID, SmallJob

STEPS = """
log.info("before")
with run_log.step("convert"):
    log.info("in the first")
    log.warning("odd")
with run_log.step("load"):
    log.info("in the second")
log.info("after")
"""
ODD = [
    "two\nlines",
    'a "quoted", word',
    "a\0b",
    "tab\there",
    "\x1b[31mred",
    "东京 \u2028",
    "\udcff",
]


@pytest.fixture
def job(tmp_path: Path) -> SmallJob:
    return SmallJob(tmp_path)


def test_every_line_carries_its_moment_the_run_and_the_step(job):
    assert job.run(STEPS).returncode == 0
    lines = [re.fullmatch(r"(\S+ \S+) ([A-Z]+) (\S+) (\S+) (.*)", line) for line in job.lines()]
    assert all(line and line[3] == RUN_UUID for line in lines)
    expected = ["- before", "convert in the first", "convert odd", "load in the second", "- after"]
    told = [f"{line[4]} {line[5]}" for line in lines if line]
    assert [line for line in told if "database" not in line] == expected
    moment = datetime.fromisoformat(lines[0][1]) if lines[0] else datetime.min
    assert abs(datetime.now() - moment) < timedelta(minutes=1)


def test_a_line_of_another_thread_and_of_a_library_carries_the_run_as_well(job):
    job.run("""
        import threading
        thread = threading.Thread(target=log.info, args=("from the thread",))
        thread.start(), thread.join()
        logging.getLogger("some.library").warning("pool is full")
        logging.getLogger("some.library").info("chatter")
    """)
    lines = {line.split(" ", 5)[-1]: line for line in job.lines()}
    assert f"INFO {RUN_UUID}" in lines["from the thread"]
    assert f"WARNING {RUN_UUID}" in lines["pool is full"]
    assert "chatter" not in lines


def test_a_run_by_hand_writes_into_the_data_directory(job):
    job.settings = {"ETL_RUN_UUID": "", "ETL_RUN_LOG": ""}
    job.run("log.info('by hand')")
    text = (job.folder / "var" / "logs" / "by_hand.log").read_text()
    assert "INFO - - by hand" in text
    assert (job.folder / "var" / "logs" / "by_hand.csv").exists()


def test_the_csv_file_has_one_heading_and_adds_to_what_is_there(job):
    job.run(STEPS)
    job.run(STEPS)
    records = [r for r in job.records() if "database" not in r["message"]]
    assert [r["message"] for r in records[:5]] == [r["message"] for r in records[5:]]
    assert {r["run_uuid"] for r in records} == {RUN_UUID}
    steps = ["", "convert_1", "convert_1", "load_2", ""]
    assert [r["stepcounter"] for r in records[:5]] == steps
    kinds = ["Processing", "Processing", "Warning", "Processing", "Processing"]
    assert [r["processtype"] for r in records[:5]] == kinds
    assert all(r["username"] and datetime.fromisoformat(r["timestamp"]).tzinfo for r in records)


def test_runtimes_are_seconds_since_the_run_and_the_step_began(job):
    job.run("""
        time.sleep(0.1)
        with run_log.step("slow"):
            time.sleep(0.2)
            log.info("now")
    """)
    [record] = [r for r in job.records() if r["message"] == "now"]
    assert 0.2 <= float(record["stepruntime"]) < float(record["totalruntime"]) < 10
    assert float(record["totalruntime"]) >= 0.3


def test_whatever_a_message_holds_it_is_one_line_and_one_record(job):
    done = job.run(f"for text in {ODD!r}: log.info('<%s>', text)")
    assert done.returncode == 0, done.stderr
    messages = [r["message"] for r in job.records() if r["message"].startswith("<")]
    assert [m.startswith("<") and m.endswith(">") for m in messages] == [True] * len(ODD)
    assert messages[0] == "<two\\nlines>"
    assert messages[1] == '<a "quoted", word>'
    assert [line.split(" ", 5)[-1] for line in job.lines() if "<" in line] == messages
    assert len(done.stdout.splitlines()) == len(ODD)


def test_a_message_cannot_pretend_to_be_another_line(job):
    forged = f"x\n2026-01-01 00:00:00 INFO {RUN_UUID} - all is well"
    job.run(f"""
        with run_log.step("import a\\n2026-01-01 00:00:00 INFO b.csv"):
            log.info({forged!r})
        raise KeyError({forged!r}) from ValueError({forged!r})
    """)
    today = f"{datetime.now():%Y-}"
    assert not today.startswith("2026-") or "2026-01-01" not in today
    assert not any(line.startswith("2026-01-01") for line in job.lines())
    traceback = [line for line in job.lines() if not re.match(r"\d{4}-", line)]
    assert traceback
    assert all(line.startswith("  | ") for line in traceback)


def test_a_secret_is_in_no_file_and_on_no_terminal(job):
    job.settings = {"ETL_EMAIL_PASSWORD": "from-environment", "ETL_REPORT_FD": 2}
    done = job.run("""
        secrets.remember("hunter22")
        log.info("login with %s", "hunter22")
        log.warning("login with from-environment")
        log.error("at postgresql://ann:in-an-address@db.test/feeds")
        run_log.report(given, message="hunter22 did it")
        try:
            with run_log.step("with hunter22"):
                raise ValueError("not hunter22\\nbut from-environment")
        except ValueError:
            log.exception("caught")
        raise RuntimeError("hunter22 from-environment ftp://ann:in-an-address@x")
    """)
    everything = done.stdout + done.stderr + job.everything_written()
    assert everything.count("***") >= 10
    assert not re.findall("hunter22|from-environment|in-an-address", everything)


def test_a_person_sees_the_sentence_alone_and_warnings_apart(job):
    done = job.run("log.info('loaded 3 rows'); log.warning('one is odd'); log.debug('detail')")
    assert done.stdout == "loaded 3 rows\n"
    assert done.stderr.startswith("warning: one is odd\n")
    assert not any("detail" in line for line in job.lines())


def test_an_error_is_told_once_on_the_terminal_and_stands_in_the_files(job):
    done = job.run("raise errors.DataError('row 3 is odd')")
    assert (done.stdout + done.stderr).count("row 3 is odd") == 1
    assert sum("ERROR" in line and "row 3 is odd" in line for line in job.lines()) == 1
    assert [r["processtype"] for r in job.records() if "row 3" in r["message"]] == ["Error"]


def test_a_full_disk_does_not_stop_a_job(job):
    (job.folder / "logs").mkdir()
    for name in ("small.log", "small.csv"):
        (job.folder / "logs" / name).symlink_to("/dev/full")
    done = job.run("log.info('working'); return 65")
    assert (done.returncode, done.stdout) == (65, "working\n")
    assert "Traceback" not in done.stderr


def test_a_log_that_cannot_be_opened_is_an_error_before_the_work_begins(job):
    (job.folder / "logs" / "small.log").mkdir(parents=True)
    done = job.run("print('working')")
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.startswith(f"error: {job.folder}/logs/small.log: Is a directory\nHINT: ")


@pytest.mark.parametrize("say", ["log.info", "print"])
def test_a_terminal_that_is_gone_does_not_change_the_exit_code(job, say):
    script = job.script(f"for n in range(3): log.info('line'); time.sleep(0.1); {say}('more')")
    words = '"$1" "$2" | head -1; exit ${PIPESTATUS[0]}'
    done = subprocess.run(
        ["bash", "-c", words, "-", sys.executable, script], env=job.env, check=False, timeout=30
    )
    assert done.returncode == 0
    assert sum("line" in line for line in job.lines()) >= 3


def test_runs_that_share_a_file_do_not_mix_their_lines(job):
    script = job.script("for n in range(150): log.info('%s', 'abcdefghij' * 2000)")
    quiet = subprocess.DEVNULL
    runs = [
        subprocess.Popen([sys.executable, script], env=job.env, stdout=quiet, stderr=quiet)
        for _ in range(2)
    ]
    assert [run.wait(timeout=30) for run in runs] == [0, 0]
    messages = [line.split(" ", 5)[-1] for line in job.lines() if "the database" not in line]
    assert [len(message) for message in messages] == [20_000] * 300
    assert len(set(messages)) == 1


def test_a_database_that_is_down_costs_one_line_and_nothing_else(job):
    done = job.run(STEPS)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "before")
    told = [line for line in job.lines() if "stay in the files only" in line]
    assert len(told) == 1
    assert "Connection refused" in told[0]
    assert "in the second" in "".join(job.lines())
    assert "stay in the files only" in done.stderr


def test_a_database_that_is_down_is_asked_once(job):
    before = time.monotonic()
    job.run("for n in range(500): log.info('line %s', n)")
    assert time.monotonic() - before < 5
    assert sum("line" in line for line in job.lines()) == 501
