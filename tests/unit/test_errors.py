"""What the caller should do is told by the kind of error and the exit code."""

import sys

import pytest

from systemscripts.foundation import errors
from tests.small_job import SmallJob
from tests.support import run

EXIT_CODES = [
    ("EtlError", 1, "failed"),
    ("UsageError", 64, "misconfigured"),
    ("DataError", 65, "refused"),
    ("TransientError", 69, "unreachable"),
    ("BusyError", 75, "busy"),
    ("ConfigError", 78, "misconfigured"),
]


@pytest.mark.parametrize("kind, code, word", EXIT_CODES)
def test_each_kind_has_its_exit_code_and_its_word(kind, code, word):
    error = getattr(errors, kind)("what happened", hint="What to do.")
    assert (str(error), error.hint, error.exit_code) == ("what happened", "What to do.", code)
    assert errors.outcome(code) == word


def test_a_run_without_errors_is_done():
    assert errors.outcome(0) == "done"


@pytest.mark.parametrize("code", [2, 126, 137, 255])
def test_an_exit_code_that_nobody_listed_means_failed(code):
    assert errors.outcome(code) == "failed"


@pytest.mark.parametrize("kind, code, _word", EXIT_CODES)
def test_a_job_says_one_line_and_a_hint_and_ends_with_the_code(tmp_path, kind, code, _word):
    done = SmallJob(tmp_path).run(f"raise errors.{kind}('row 3\\nis odd', hint='Correct it.')")
    assert done.returncode == code
    assert done.stdout == ""
    assert "error: row 3\\nis odd\nHINT: Correct it.\n" in done.stderr


def test_an_error_without_hint_is_one_line(tmp_path):
    done = SmallJob(tmp_path).run("raise errors.DataError('no')")
    assert "HINT" not in done.stderr


def test_a_job_that_ends_well_says_nothing_and_ends_with_0(tmp_path):
    done = SmallJob(tmp_path).run("pass")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_job_may_choose_its_exit_code(tmp_path):
    assert SmallJob(tmp_path).run("return 65").returncode == 65


def test_a_defect_shows_one_line_and_keeps_its_traceback_in_the_log_file(tmp_path):
    job = SmallJob(tmp_path)
    done = job.run("{}['missing']")
    assert done.returncode == 1
    assert "error: KeyError: 'missing'\nHINT: This is a defect; the traceback is in " in done.stderr
    assert "Traceback" not in done.stderr
    assert f"{tmp_path}/logs/small.log" in done.stderr
    assert any("Traceback" in line for line in job.lines())
    assert any("{}['missing']" in line for line in job.lines())


def test_an_error_that_was_foreseen_leaves_no_traceback(tmp_path):
    job = SmallJob(tmp_path)
    job.run("raise errors.DataError('no')")
    assert not any("Traceback" in line for line in job.lines())


@pytest.mark.parametrize(
    "body, code, said",
    [
        ("open('/nowhere/at all')", 78, "error: /nowhere/at all: No such file or directory"),
        ("os.write(os.open('/dev/full', os.O_WRONLY), b'x')", 69, "error: a file: no space left"),
    ],
)
def test_a_file_that_cannot_be_used_is_no_defect(tmp_path, body, code, said):
    done = SmallJob(tmp_path).run(body)
    assert done.returncode == code
    assert said in done.stderr


def test_a_job_stopped_from_the_keyboard_says_so_in_one_line(tmp_path):
    done = SmallJob(tmp_path).run("os.kill(os.getpid(), 2); time.sleep(9)")
    assert done.returncode == 130
    assert "error: stopped from the keyboard\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_job_printed_stands_before_its_error(tmp_path):
    job = SmallJob(tmp_path)
    script = job.script("print('the plan'); raise errors.DataError('no')")
    done = run(["bash", "-c", '"$1" "$2" 2>&1', "-", sys.executable, script], job.env)
    assert done.stdout.startswith("the plan\nerror: no\n")
