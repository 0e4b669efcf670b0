"""Every run is a row, and one id leads from the cron line to the log, the data and the mail."""

import email
import os
import pwd
import shlex
from pathlib import Path

import pytest

from tests.shell.workshop import Workshop

PATIENT = """
import os, time
from systemscripts.flows import job
from systemscripts.foundation import run_log

def main(given):
    with run_log.step("wait") as step:
        (given.data_dir / "begun").write_text(str(os.getpid()))
        while not (given.data_dir / "go").exists():
            time.sleep(0.01)
        step.rows_in = 7
    run_log.report(given, rows_in=1)
    run_log.report(given, rows_in=7, rows_out=5, message="five of seven")

job.run(main)
"""
RAISING = """
from systemscripts.flows import job
from systemscripts.foundation import errors

def main(given):
    raise errors.{}("this went wrong", hint="look there")

job.run(main)
"""
URL_CHECK = (
    "EventID,URL,IfExists,InvalidEventID,IsDownloadable,DownloadLink,StatusCode,Title\n"
    "1,http://x/1,True,False,False,,200,One\n"
)


def test_a_run_is_recorded_before_its_first_step_and_closed_after_its_last(workshop: Workshop):
    workshop.add_job("patient.py", PATIENT)
    running = workshop.start("patient.py", "a b", "c")
    workshop.marker("begun")
    assert workshop.run_of(
        "patient.py",
        "arguments, trigger_kind, host_name, user_name, process_id, attempt, parent_id,"
        " ended_at, exit_code, outcome, rows_in, rows_out, message",
    ) == (
        *("'a b' c", "hand", os.uname().nodename, pwd.getpwuid(os.getuid()).pw_name, running.pid),
        *(1, None, None, None, "running", None, None, None),
    )
    assert workshop.rows("select step_name, outcome from dba.tjobstep") == [("wait", "running")]
    (workshop.data_dir / "go").touch()
    assert running.wait() == 0
    assert workshop.run_of(
        "patient.py", "exit_code, outcome, rows_in, rows_out, message, ended_at > started_at"
    ) == (0, "done", 7, 5, "five of seven", True)
    assert workshop.rows(
        "select s.outcome, s.rows_in, r.started_at <= s.started_at, s.ended_at <= r.ended_at"
        " from dba.tjobstep s join dba.tjobrun r using (jobrun_id)"
    ) == [("done", 7, True, True)]


@pytest.mark.parametrize(
    "code, outcome",
    [
        (0, "done"),
        (1, "failed"),
        (64, "misconfigured"),
        (65, "refused"),
        (69, "unreachable"),
        (75, "busy"),
        (78, "misconfigured"),
        (99, "failed"),
    ],
)
def test_the_exit_code_is_recorded_with_its_word(workshop: Workshop, code, outcome):
    workshop.add_job("end.sh", f"exit {code}")
    assert workshop.job("end.sh").returncode == code
    assert workshop.run_of("end.sh", "exit_code, outcome") == (code, outcome)


@pytest.mark.parametrize("kind, code", [("DataError", 65), ("TransientError", 69)])
def test_the_error_of_a_job_is_the_message_of_its_run(workshop: Workshop, kind, code):
    workshop.add_job("fail.py", RAISING.format(kind))
    done = workshop.job("fail.py")
    assert done.stderr == "error: this went wrong\nHINT: look there\n"
    assert workshop.run_of("fail.py", "exit_code, message") == (code, "this went wrong")


def test_the_log_file_of_a_run_is_named_in_its_row(workshop: Workshop):
    workshop.add_job("fail.py", RAISING.format("ConfigError"))
    workshop.job("fail.py")
    log_file, run_uuid = workshop.run_of("fail.py", "log_file, run_uuid")
    assert Path(log_file).parent == workshop.data_dir / "logs"
    assert f"ERROR {run_uuid} - this went wrong" in Path(log_file).read_text()


@pytest.mark.parametrize(
    "words", [["it's", "two\nlines", "", "$(x)", "größer"], ["x" * 100_000], ["':name'", "\\d"]]
)
def test_arguments_are_recorded_as_a_shell_would_take_them(workshop: Workshop, words):
    workshop.add_job("some.py", "")
    assert workshop.job("some.py", *words).returncode == 0
    assert shlex.split(workshop.run_of("some.py", "arguments")[0]) == words


def test_an_argument_that_is_not_text_does_not_keep_a_run_from_being_recorded(workshop: Workshop):
    workshop.add_job("some.py", "")
    assert workshop.job("some.py", os.fsdecode(b"x\xff")).returncode == 0
    assert workshop.run_of("some.py", "arguments, outcome") == ("x?", "done")


def test_a_shell_job_can_tell_what_it_did(workshop: Workshop):
    workshop.add_job(
        "tell.sh",
        'echo "rows_out 3" >&"$ETL_REPORT_FD"; echo "message all well" >&"$ETL_REPORT_FD"',
    )
    assert workshop.job("tell.sh").returncode == 0
    assert workshop.run_of("tell.sh", "rows_in, rows_out, message") == (None, 3, "all well")


def test_a_job_that_tells_a_lot_is_not_held_up(workshop: Workshop):
    workshop.add_job(
        "chatter.py",
        """
        import os
        for number in range(3000):
            os.write(int(os.environ["ETL_REPORT_FD"]), f"message {number:0500}\\n".encode())
        os.write(int(os.environ["ETL_REPORT_FD"]), b"rows_in many\\nmessage last\\n")
        """,
    )
    assert workshop.job("chatter.py").returncode == 0
    assert workshop.run_of("chatter.py", "rows_in, message") == (None, "last")


@pytest.fixture
def chain(workshop: Workshop) -> str:
    """The id of a run that cron started: a shell job that loads a file and sends a report."""
    workshop.adopt_folders()
    (workshop.inbox / "20260105T190000_MeetMaxURLCheck.csv").write_text(URL_CHECK)
    workshop.add_job("last.py", "").write_text(
        "#!/usr/bin/env python3\nimport _through_wrapper\nprint('direct')\n"
    )
    workshop.add_job(
        "chain.sh",
        """
        . "$(dirname "$0")/../systemscripts/bash/common.sh"
        run_python_etl_script.sh run_import_job.py 1
        run_python_etl_script.sh send_reports.py 1
        "$ETL_HOME/jobscripts/last.py"
        """,
    )
    done = workshop.job("chain.sh", ETL_TRIGGER="cron")
    assert done.returncode == 0, done.stdout + done.stderr
    return str(workshop.run_of("chain.sh", "run_uuid")[0])


def test_one_id_leads_from_the_cron_line_to_the_rows_and_the_mail(workshop: Workshop, chain):
    for table in ("tjobrun", "tjobstep", "tlogentry", "tdataset", "tarrival"):
        assert workshop.rows(f"select distinct run_uuid::text from dba.{table}") == [(chain,)], (
            table
        )
    (mail,) = (workshop.data_dir / "outbox").glob("*.eml")
    assert chain in email.message_from_bytes(mail.read_bytes())["Message-ID"]
    for log in (workshop.data_dir / "logs").glob("*.log"):
        assert all(chain in line for line in log.read_text().splitlines())


def test_jobs_that_a_job_starts_know_their_parent(workshop: Workshop, chain):
    assert workshop.rows(
        "select r.script, r.trigger_kind, p.script from dba.tjobrun r"
        " left join dba.tjobrun p on p.jobrun_id = r.parent_id order by r.jobrun_id"
    ) == [
        ("chain.sh", "cron", None),
        ("run_import_job.py", "chain", "chain.sh"),
        ("send_reports.py", "chain", "chain.sh"),
        ("last.py", "chain", "chain.sh"),
    ]
    assert workshop.rows(
        "select distinct r.script from dba.tjobstep s join dba.tjobrun r using (jobrun_id)"
        " order by 1"
    ) == [("run_import_job.py",), ("send_reports.py",)]
