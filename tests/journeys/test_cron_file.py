"""From rows to the cron file, through the real job; and Debian's cron reads what was made."""

import os
import pwd
import stat
from pathlib import Path

import pytest

from systemscripts.stages.schedule import cron_file
from systemscripts.stages.schedule.cron_file import Place
from systemscripts.tables.schedule import Schedule
from tests.journeys import real_cron

TASKS = {
    "run_download_and_import.sh": "0 5,17 * * 1-5",
    "meetmax_url_check.py --from 115000 --to 139999": "0 19 * * 5",
    "run_import_job.py 1": "30 4 * * 1-5",
    "weekly_cleanup_logs.sh": "0 2 * * 0",
    "weekly_cleanup_meetmaxevents.sh": "0 2 * * 0",
    "daily_backup.sh": "0 3 * * *",
}
REPORTS = {"send_reports.py 1": "20 11 * * 1-5", "send_reports.py 2": "25 11 * * 1-5"}
needs_cron = pytest.mark.skipif(
    bool(real_cron.reason_not_to()), reason=real_cron.reason_not_to() or "-"
)


def refresh(pipeline, *words, code=0, **settings):
    done = pipeline.job("update_cron_jobs.py", *words, **settings)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def commands(path: Path) -> dict[str, str]:
    """Words after the wrapper -> time, in the order of the file."""
    found = {}
    for line in path.read_text().splitlines():
        if "run_python_etl_script.sh" in line:
            words = line.split("run_python_etl_script.sh ")[1].partition(" >> ")[0]
            found[words] = " ".join(line.split()[:5])
    return found


def test_the_shipped_rows_give_the_lines_that_people_know(pipeline):
    assert "replaced" in refresh(pipeline)
    path = pipeline.data_dir / "etl_jobs"
    assert list(commands(path).items()) == [*REPORTS.items(), *TASKS.items()]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    text = path.read_text()
    assert text.endswith("\n")
    assert "postgres" not in text.replace(str(pipeline.data_dir), "")  # no way to connect in it
    assert pipeline.rows("select rows_out, outcome from dba.tjobrun") == [(8, "done")]


def test_the_file_is_replaced_only_when_it_would_be_different(pipeline):
    refresh(pipeline)
    path = pipeline.data_dir / "etl_jobs"
    before = path.stat()
    assert "as it should be" in refresh(pipeline)
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    path.chmod(0o664)  # cron ignores a file that a group can write
    refresh(pipeline)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    pipeline.rows("update dba.tscheduler set frequency = '0 4 * * *' where schedulerid = 6")
    assert "replaced" in refresh(pipeline)
    assert commands(path)["daily_backup.sh"] == "0 4 * * *"


def test_a_row_that_is_not_scheduled_has_no_line(pipeline):
    pipeline.rows("update dba.tscheduler set datastatusid = 2 where schedulerid <> 3")
    pipeline.rows("update dba.treportmanager set datastatusid = 2 where reportid = 1")
    pipeline.rows("update dba.treportmanager set frequency = null where reportid = 2")
    refresh(pipeline)
    assert commands(pipeline.data_dir / "etl_jobs") == {"run_import_job.py 1": "30 4 * * 1-5"}


BAD_ROWS = {
    "Reversed": ("5-1 * * * *", "daily_backup.sh", None),
    "Missing": ("0 1 * * *", "nowhere.py", None),
    "Shell": ("0 1 * * *", "daily_backup.sh", "3; reboot"),
    "Hidden": ("0 1 * * *", "daily_backup.sh", "\"it's\" $(reboot) 'b'"),
    "Glob": ("0 1 * * *", "daily_backup.sh", "*"),
}


def test_a_bad_row_is_left_out_and_named_and_the_others_stay(pipeline):
    for name, row in BAD_ROWS.items():
        pipeline.rows(
            "insert into dba.tscheduler (taskname, frequency, scriptpath, scriptargs)"
            " values (%s, %s, %s, %s)", name, *row,
        )  # fmt: skip
    said = refresh(pipeline, code=78)
    assert f"error: {len(BAD_ROWS)} rows left out; first: task 7 (Reversed): frequency" in said
    for name in BAD_ROWS:
        assert f"({name}): " in said
    path = pipeline.data_dir / "etl_jobs"
    assert list(commands(path).items()) == [*REPORTS.items(), *TASKS.items()]
    assert path.read_text().count(": left out, ") == len(BAD_ROWS)
    pipeline.rows("delete from dba.tscheduler where schedulerid > 6")
    refresh(pipeline)
    assert "left out" not in path.read_text()


def test_a_preview_shows_what_would_change_and_writes_nothing(pipeline):
    path = pipeline.data_dir / "etl_jobs"
    said = refresh(pipeline, "--preview")
    assert "+# task 6: Daily backup" in said
    assert not path.exists()
    refresh(pipeline)
    assert refresh(pipeline, "--preview") == ""
    path.write_bytes(b"\xff\n# by hand\n")
    assert "-# by hand" in refresh(pipeline, "--preview")
    assert path.read_bytes() == b"\xff\n# by hand\n"


def test_a_database_that_is_down_leaves_the_file_as_it_is(pipeline):
    path = pipeline.data_dir / "etl_jobs"
    refresh(pipeline)
    before = path.read_bytes()
    refresh(pipeline, code=69, ETL_DATABASE_URL="postgresql://etl_user@127.0.0.1:9/feeds")
    assert path.read_bytes() == before


def test_a_name_that_cron_would_not_read_is_refused(pipeline, tmp_path):
    (tmp_path / "cron.d").mkdir()
    target = tmp_path / "cron.d" / "etl.jobs"
    said = refresh(pipeline, code=78, ETL_CRON_FILE=str(target))
    assert "error: cron does not read a file called etl.jobs" in said
    assert list(target.parent.iterdir()) == []


@needs_cron
def test_the_real_cron_reads_the_file_of_the_shipped_rows(pipeline):
    for name, row in BAD_ROWS.items():
        pipeline.rows(
            "insert into dba.tscheduler (taskname, frequency, scriptpath, scriptargs)"
            " values (%s, %s, %s, %s)", name, *row,
        )  # fmt: skip
    refresh(pipeline, code=78)
    text = (pipeline.data_dir / "etl_jobs").read_text()
    assert real_cron.accepts(text, pipeline.data_dir)
    assert not real_cron.accepts(f"{text}60 * * * * root true\n", pipeline.data_dir, seconds=1)


@needs_cron
def test_the_real_cron_runs_a_job_with_its_words_whatever_the_path_is_called(tmp_path):
    jobs = tmp_path / 'it\'s 100% a\\\\b "c" $HOME'
    jobs.mkdir()
    witness, log = jobs / "witness", jobs / "c.log"
    wrapper = jobs / "run_python_etl_script.sh"
    wrapper.write_text(
        'printf "%s|" "$@" "$ETL_TRIGGER" "$(id -un)" >"${0%/*}/witness.part"\n'
        'mv "${0%/*}/witness.part" "${0%/*}/witness"\necho heard\n'
    )
    (jobs / "run_import_job.py").touch()
    user = pwd.getpwuid(os.geteuid()).pw_name
    place = Place(wrapper, log, user, {"ETL_TRIGGER": "100% cron's"})
    arguments = "--a 'two words; $(x) *' \"it's\" żółć"
    task = Schedule("task 1", "Odd", "0 5 * * *", "run_import_job.py", arguments)
    text = cron_file.render([task], place).text.replace("0 5 * * * ", "@reboot ")
    assert real_cron.accepts(text, tmp_path, witness)
    words = ["run_import_job.py", "--a", "two words; $(x) *", "it's", "żółć", "100% cron's", user]
    assert witness.read_text() == "|".join(words) + "|"
    assert log.read_text() == "heard\n"
