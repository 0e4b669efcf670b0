"""The cron file: rows -> text -> checked -> replaced in one step, only if different."""

import difflib
import logging
import os
import pwd
import re

from systemscripts.foundation import database, run_log, safe_files
from systemscripts.foundation.errors import ConfigError
from systemscripts.foundation.settings import HOME, Settings
from systemscripts.foundation.wording import counted
from systemscripts.stages.schedule import cron_file
from systemscripts.stages.schedule.cron_file import CronFile, Place
from systemscripts.tables import schedule

log = logging.getLogger("etl")
SERVICE_USER = "etl_user"
READ_BY_CRON = re.compile(r"[A-Za-z0-9_-]+")


def place_of(given: Settings) -> Place:
    """Where the jobs are, what they are told, and as whom they run."""
    environment = {"ETL_TRIGGER": "cron"}
    if given.data_dir != HOME / "var":
        environment["ETL_DATA_DIR"] = str(given.data_dir)
    return Place(
        wrapper=HOME / "jobscripts" / "run_python_etl_script.sh",
        log_file=given.data_dir / "logs" / "etl_cron.log",
        run_as=_run_as(),
        environment=environment,
    )


def _run_as() -> str:
    """On a provisioned host etl_user, else whoever makes the file."""
    try:
        return pwd.getpwnam(SERVICE_USER).pw_name
    except KeyError:
        return pwd.getpwuid(os.getuid()).pw_name


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
        there = given.cron_file.read_text(encoding="utf-8", errors="replace")
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
    if given.cron_file.parent.name == "cron.d" and not READ_BY_CRON.fullmatch(given.cron_file.name):
        raise ConfigError(
            f"cron does not read a file called {given.cron_file.name}",
            hint="Set ETL_CRON_FILE to a name of letters, digits, _ and - only.",
        )
    made = render(given)
    changed = safe_files.replace_text(given.cron_file, made.text, mode=0o644)
    log.info("%s: %s", given.cron_file, "replaced" if changed else "as it should be")
    run_log.report(given, rows_out=made.text.count("run_python_etl_script.sh"))
    if made.left_out:
        raise ConfigError(
            f"{counted(len(made.left_out), 'row')} left out; first: {made.left_out[0]}",
            hint="Correct the row; the other rows are in the file.",
        )
