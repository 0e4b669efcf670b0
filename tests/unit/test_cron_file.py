"""The text of the cron file, with plain values: one bad row must not silence the others."""

from pathlib import Path

import pytest

from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.schedule import cron_file, frequency
from systemscripts.stages.schedule.cron_file import Place
from systemscripts.tables.schedule import Schedule
from tests.support import HOME

PLACE = Place(HOME / "jobscripts" / "run_python_etl_script.sh", Path("/v/logs/c.log"), "ann", {})


def task(**changes: str) -> Schedule:
    row = {"origin": "task 1", "name": "Load", "frequency": "0 5 * * *"}
    row |= {"script": "run_import_job.py", "arguments": "1"}
    return Schedule(**{**row, **changes})


def lines(*schedules: Schedule, place: Place = PLACE) -> list[str]:
    """The lines that cron would run."""
    text = cron_file.render(schedules, place).text
    settings = ("#", "SHELL=", "PATH=", "MAILTO=", "ETL_")
    return [line for line in text.splitlines() if line and not line.startswith(settings)]


def test_a_task_is_one_line_through_the_wrapper_with_its_comment_above():
    made = cron_file.render([task(arguments="'two words' 1")], PLACE)
    assert made.left_out == []
    assert made.text.endswith(
        "\n# task 1: Load\n"
        f"0 5 * * * ann /bin/bash {PLACE.wrapper} run_import_job.py 'two words' 1"
        " >> /v/logs/c.log 2>&1\n"
    )


def test_without_rows_the_file_says_what_it_is_and_ends_with_a_newline():
    made = cron_file.render([], PLACE)
    assert made == cron_file.CronFile(cron_file.HEADER, [])
    assert made.text.startswith("# Made by update_cron_jobs.py")
    assert made.text.endswith("\n")


BAD_TIMES = [
    "", "* * * *", "* * * * * *", "@daily", "@reboot", "60 * * * *", "* 24 * * *", "* * 0 * *",
    "* * 32 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "* 20-3 * * *", "* * * 12-1 *",
    "* * * * 6-0", "1,,2 * * * *", "1- * * * *", "*/0 * * * *", "5/10 * * * *", "-1 * * * *",
    "0 0 * * sunday", "0 0 * mon *", "L * * * *", "0 0 1#2 * *", " * * * * *", "* * * * * ",
    "*\t* * * *", "* * * * *\n", "* * * * *\n* * * * * root reboot", "٣ * * * *",
    "* * * * * root reboot #", "0 3 * * *%", "1-100 * * * *", "000 * * * *", "100 * * * *",
]  # fmt: skip
GOOD_TIMES = [
    "* * * * *", "0 5,17 * * 1-5", "*/15 0-6/2 1,15 * *", "59 23 31 12 7", "0  3   * * *",
    "0 3 * jan,Jul Sun", "5-5 * * * *", "0 0 * * 5-7", "00 04 01 01 00", "*/99 * * * *",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_TIMES)
def test_a_time_that_cron_does_not_read_is_left_out_and_named(text):
    made = cron_file.render([task(), task(origin="task 2", frequency=text), task()], PLACE)
    assert len(made.left_out) == 1
    assert made.left_out[0].startswith("task 2 (Load): frequency ")
    assert len(lines(task(), task(frequency=text), task())) == 2


@pytest.mark.parametrize("text", GOOD_TIMES)
def test_a_time_that_cron_reads_stays_as_it_is_written(text):
    assert frequency.problem(text) == ""
    assert lines(task(frequency=text))[0].startswith(f"{text} ann ")


BAD_ARGUMENTS = [
    "100%", "a\\b", "a\nb", "a\rb", "a\tb", "\x00", "\x7f", "'open", '"open', "it's", "a; b",
    "a & b", "a | b", "a > b", "a < b", "$(reboot)", "`reboot`", "$HOME", '"$HOME"', '"`x`"',
    "a # b", "(a)", "*", "x?", "[ab]", "{a,b}", "~", "!x", '"it\'s" $(reboot) \'b\'', "'a'$(x)'b'",
]  # fmt: skip
GOOD_ARGUMENTS = [
    "", "1", "--from 115000 --to 139999", "'two words'", '"two words"', "Orders_2", "a=b,c:d@e+f",
    "'$(x) `y` * ; # ~'", '"it\'s; (fine) # *"', "'say \"hi\"'", "żółć", "-5.5 /tmp/x",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_ARGUMENTS)
def test_arguments_that_cron_or_a_shell_would_act_upon_are_left_out_and_named(text):
    made = cron_file.render([task(arguments=text)], PLACE)
    assert len(made.left_out) == 1
    assert lines(task(arguments=text)) == []
    assert made.text.count("\n") == cron_file.HEADER.count("\n") + 2


@pytest.mark.parametrize("text", GOOD_ARGUMENTS)
def test_arguments_stay_as_they_are_written(text):
    (line,) = lines(task(arguments=text))
    assert f"{PLACE.wrapper} run_import_job.py {text}".rstrip() + " >> " in line


@pytest.mark.parametrize(
    "script",
    ["nowhere.py", "", "../env.sh", "README.md", "_through_wrapper.py", "run_import_job.py x",
     "run_python_etl_script.sh"],
)  # fmt: skip
def test_a_script_that_is_no_job_is_left_out_and_named(script):
    made = cron_file.render([task(script=script)], PLACE)
    assert made.left_out == [f"task 1 (Load): there is no jobscripts/{script}"]
    assert lines(task(script=script)) == []


def test_a_line_that_is_too_long_for_cron_is_left_out_counted_in_bytes():
    for letter in ("x", "é"):
        long = cron_file.render([task(arguments=letter * 850)], PLACE)
        assert long.left_out == ["task 1 (Load): its line would be too long for cron"]
    assert len(lines(task(arguments="é" * 300))) == 1


@pytest.mark.parametrize("name", ["a\n* * * * * root reboot", "a\r\nb", "a\x00b", "50% \\"])
def test_a_name_cannot_add_a_line(name):
    made = cron_file.render([task(name=name), task(name=name, frequency="never")], PLACE)
    assert len(made.text.splitlines()) == len(cron_file.HEADER.splitlines()) + 5
    assert len(lines(task(name=name))) == 1


def test_paths_are_quoted_for_cron_and_for_the_shell(tmp_path):
    jobs = tmp_path / "it's 100% a\\b"
    jobs.mkdir()
    (jobs / "run_import_job.py").touch()
    place = Place(jobs / "run.sh", jobs / "c.log", "ann", {})
    (line,) = lines(task(), place=place)
    quoted = f"'{tmp_path}/it'\"'\"'s 100\\% a\\\\b/run.sh'"
    assert f" ann /bin/bash {quoted} run_import_job.py 1 >> " in line


@pytest.mark.parametrize(
    "value, text", [("/two words", '"/two words"'), ("/100%", '"/100%"'), ('/a"b', "'/a\"b'")]
)
def test_settings_stand_at_the_top_in_quotes(value, text):
    place = Place(PLACE.wrapper, PLACE.log_file, "ann", {"ETL_DATA_DIR": value})
    assert f"\nETL_DATA_DIR={text}\n" in cron_file.render([], place).text


@pytest.mark.parametrize("value", ["/a\nb", "/a'b\"c"])
def test_a_setting_that_cron_cannot_carry_is_an_error(value):
    place = Place(PLACE.wrapper, PLACE.log_file, "ann", {"ETL_DATA_DIR": value})
    with pytest.raises(ConfigError, match="ETL_DATA_DIR cannot stand in a cron file"):
        cron_file.render([], place)
