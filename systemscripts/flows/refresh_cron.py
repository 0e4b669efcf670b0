"""The cron file: rows -> text -> checked -> replaced in one step, only if different."""

import difflib
import getpass
import logging
import pwd

from systemscripts.foundation import database, run_log, safe_files
from systemscripts.foundation.errors import ConfigError
from systemscripts.foundation.settings import HOME, Settings
from systemscripts.stages.schedule import cron_file
from systemscripts.stages.schedule.cron_file import CronFile, Place
from systemscripts.tables import schedule

log = logging.getLogger("etl")
SERVICE_USER = "etl_user"


def place_of(given: Settings) -> Place:
    """On a provisioned host the jobs run as etl_user, else as whoever makes the file."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    environment = {"ETL_TRIGGER": "cron"}
    if given.data_dir != HOME / "var":
        environment["ETL_DATA_DIR"] = str(given.data_dir)
    return Place(
        wrapper=HOME / "jobscripts" / "run_python_etl_script.sh",
        log_file=given.data_dir / "logs" / "etl_cron.log",
        run_as=SERVICE_USER if SERVICE_USER in known else getpass.getuser(),
        environment=environment,
    )


def render(given: Settings) -> CronFile:
    with database.transaction() as connection:
        schedules = schedule.active(connection)
    made = cron_file.render(schedules, place_of(given))
    for reason in made.left_out:
        log.warning("left out: %s", reason)
    return made


def preview(given: Settings) -> str:
    """What would change, as a diff."""
    made = render(given)
    try:
        there = given.cron_file.read_text(encoding="utf-8")
    except OSError:
        there = ""
    lines = difflib.unified_diff(
        there.splitlines(keepends=True),
        made.text.splitlines(keepends=True),
        f"{given.cron_file} as it is",
        f"{given.cron_file} as it would be",
    )
    return "".join(lines)


def refresh(given: Settings) -> None:
    made = render(given)
    changed = safe_files.replace_text(given.cron_file, made.text, mode=0o644)
    log.info("%s: %s", given.cron_file, "replaced" if changed else "as it should be")
    run_log.report(given, rows_out=made.text.count("run_python_etl_script.sh"))
    if made.left_out:
        raise ConfigError(
            f"{len(made.left_out)} rows left out; first: {made.left_out[0]}",
            hint="Correct the row; the other rows are in the file.",
        )
