"""All commands read their words in the same way."""

import pytest

from systemscripts.foundation import commands
from tests.small_job import SmallJob


def parser() -> commands.Parser:
    made = commands.Parser("Do one thing.", "thing.py 1 --delay 5")
    made.prog = "thing.py"
    made.add_argument("number", type=int)
    commands.add_politeness(made)
    return made


def test_words_are_read_and_the_rest_has_defaults():
    words = parser().parse_args(["1"])
    assert (words.number, words.delay, words.retry_wait) == (1, 5.0, 15.0)


def test_help_tells_the_purpose_and_an_example(capsys):
    with pytest.raises(SystemExit) as left:
        parser().parse_args(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "Do one thing." in said
    assert said.endswith("Example: thing.py 1 --delay 5\n")


@pytest.mark.parametrize(
    "words, reason",
    [
        ([], "required: number"),
        (["one"], "invalid int value: 'one'"),
        (["1", "2"], "unrecognized arguments: 2"),
        (["1", "--delays", "2"], "unrecognized arguments: --delays 2"),
        (["1", "--retry", "2"], "unrecognized arguments: --retry 2"),  # no abbreviations
        (["1", "--delay"], "expected one argument"),
        (["1", "--delay", "soon"], "soon is no number of seconds"),
        (["1", "--delay=-1"], "-1 is no number of seconds"),
        (["1", "--delay", "nan"], "nan is no number of seconds"),
        (["1", "--delay", "inf"], "inf is no number of seconds"),
        (["1", "--delay", "86400"], "86400 is no number of seconds"),
    ],
)
def test_wrong_words_are_one_line_and_a_hint_and_64(capsys, words, reason):
    with pytest.raises(SystemExit) as left:
        parser().parse_args(words)
    assert left.value.code == 64
    first, second, *more = capsys.readouterr().err.splitlines()
    assert first.startswith("error: ")
    assert reason in first
    assert second.startswith("HINT: usage: thing.py [-h] [--delay DELAY]")
    assert more == []


@pytest.mark.parametrize("text, seconds", [("0", 0), ("0.5", 0.5), ("86399", 86399)])
def test_a_length_of_time_may_have_a_fraction(text, seconds):
    assert commands.seconds(text) == seconds


def test_a_job_called_wrongly_ends_with_64_and_its_run_hears_why(tmp_path):
    body = """
        from systemscripts.foundation import commands
        parser = commands.Parser("Do.", "x")
        parser.prog = "small.py"
        parser.parse_args(["much"])
    """
    job = SmallJob(tmp_path, {"ETL_REPORT_FD": 2})
    done = job.run(body)
    assert done.returncode == 64
    assert "error: unrecognized arguments: much\nHINT: usage: small.py [-h]\n" in done.stderr
    assert "message unrecognized arguments: much\n" in done.stderr
