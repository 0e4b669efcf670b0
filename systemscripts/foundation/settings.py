"""The one reader of the environment: what is set there is checked here, once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from systemscripts.foundation.errors import ConfigError

HOME = Path(__file__).resolve().parents[2]

# name -> (default, explanation); README.md shows the same table.
SETTINGS: dict[str, tuple[str, str]] = {
    "ETL_HOME": ("the checkout", "Where the project lies; found by itself."),
    "ETL_DATA_DIR": ("$ETL_HOME/var", "Everything that changes: files, logs, locks, database."),
    "ETL_DATABASE_URL": ("the private PostgreSQL", "Where the loader connects."),
    "ETL_ADMIN_DATABASE_URL": ("ETL_DATABASE_URL", "Where apply_sql.sh connects to make things."),
    "ETL_SECRETS_DIR": ("$ETL_DATA_DIR/secrets", "Files of mode 600, one secret each."),
    "ETL_PYTHON": ("$ETL_HOME/venv/bin/python", "The interpreter that runs the jobs."),
    "ETL_SMTP_URL": ("file:", "smtps://, smtp+starttls:// or file: (write into outbox/)."),
    "ETL_EMAIL": ("etl@localhost.localdomain", "Sender of reports, and the login at the server."),
    "ETL_EMAIL_PASSWORD": ("a secret file of that name", "Password for the mail server."),
    "ETL_MEETMAX_BASE_URL": ("https://www.meetmax.com", "Where the event pages live."),
    "ETL_CRON_FILE": ("/etc/cron.d/etl_jobs", "The file that update_cron_jobs.py writes."),
    "ETL_NOW": ("the clock", "Pretend that jobs start at this moment, as 2026-01-31T05:00:00."),
    "ETL_POSTGRES_BIN": ("found by itself", "Folder of the private PostgreSQL's programs."),
    "ETL_TRIGGER": ("hand", "What starts a job: the cron file says cron."),
    "ETL_RUN_UUID": ("made for each run", "Id of the run; handed down to jobs that a job starts."),
    "ETL_JOBRUN_ID": ("made for each run", "Row of dba.tjobrun; handed down likewise."),
    "ETL_RUN_LOG": ("made for each run", "Log file of the run; handed down likewise."),
    "ETL_REPORT_FD": ("made for each run", "Where a job tells its watcher what it did."),
}


@dataclass(frozen=True)
class Settings:
    home: Path
    data_dir: Path
    secrets_dir: Path
    database_url: str
    admin_database_url: str
    smtp_url: str
    email: str
    email_password: str = field(repr=False)
    meetmax_base_url: str
    cron_file: Path
    now: str
    postgres_bin: str
    run_uuid: str
    jobrun_id: str
    run_log: str
    report_fd: str

    def folder(self, name: str) -> Path:
        """A folder below the data directory, made when it is missing."""
        path = self.data_dir / name
        path.mkdir(mode=0o770, parents=True, exist_ok=True)
        return path


def _nearest(name: str) -> str:
    import difflib  # only ever needed for this message

    near = difflib.get_close_matches(name, SETTINGS, n=1)
    return f"Did you mean {near[0]}?" if near else "README.md lists the settings."


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    unknown = [n for n in sorted(environ) if n.startswith("ETL_") and n not in SETTINGS]
    if unknown:
        hints = dict.fromkeys(_nearest(name) for name in unknown)
        raise ConfigError(f"unknown setting {', '.join(unknown)}", hint=" ".join(hints))


def report_fd(environ: Mapping[str, str] | None = None) -> str:
    """Readable also where the other settings are wrong: the watcher has to hear of that."""
    return (os.environ if environ is None else environ).get("ETL_REPORT_FD", "")


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings as they stand in the environment now."""
    env = os.environ if environ is None else environ
    _refuse_unknown(env)

    def value(name: str, default: str = "") -> str:
        return env.get(name) or default

    def path(name: str, default: Path) -> Path:
        found = Path(value(name, str(default)))
        if not found.is_absolute():
            raise ConfigError(
                f"{name} is not an absolute path: {found}", hint="Begin it with a slash."
            )
        return found

    data_dir = path("ETL_DATA_DIR", HOME / "var")
    return Settings(
        home=HOME,
        data_dir=data_dir,
        secrets_dir=path("ETL_SECRETS_DIR", data_dir / "secrets"),
        database_url=value("ETL_DATABASE_URL"),
        admin_database_url=value("ETL_ADMIN_DATABASE_URL"),
        smtp_url=value("ETL_SMTP_URL", "file:"),
        email=value("ETL_EMAIL", SETTINGS["ETL_EMAIL"][0]),
        email_password=value("ETL_EMAIL_PASSWORD"),
        meetmax_base_url=value("ETL_MEETMAX_BASE_URL", SETTINGS["ETL_MEETMAX_BASE_URL"][0]),
        cron_file=path("ETL_CRON_FILE", Path(SETTINGS["ETL_CRON_FILE"][0])),
        now=value("ETL_NOW"),
        postgres_bin=value("ETL_POSTGRES_BIN"),
        run_uuid=value("ETL_RUN_UUID"),
        jobrun_id=value("ETL_JOBRUN_ID"),
        run_log=value("ETL_RUN_LOG"),
        report_fd=report_fd(env),
    )
