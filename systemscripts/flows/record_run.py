"""A run and its row in dba.tjobrun: written before the job begins, closed when it has ended.

A database that does not answer never fails a job: the run's log file says so instead.
"""

import os
import pwd
import sys
import time

from systemscripts.foundation import errors, psql, run_identity
from systemscripts.tables import jobrun

TYPE_CHECKING = False  # typing itself would take too long to import
if TYPE_CHECKING:
    from systemscripts.foundation import wire

    Session = psql.Session | wire.Session

TRIES_AT_THE_END = (0, 1, 3)  # seconds to wait before each: a server may be restarting


class Run:
    """What is known of the run while it lasts."""

    def __init__(self, script: str, arguments: list[str], environ: dict[str, str]) -> None:
        self.script = os.path.basename(script)
        self.path = script
        self.words = arguments
        self.arguments = run_identity.quoted(arguments)
        self.parent = environ.get("ETL_JOBRUN_ID") or None
        self.uuid = environ.get("ETL_RUN_UUID") or run_identity.new_uuid()
        inside = "ETL_REPORT_FD" in environ
        self.trigger = "chain" if inside else environ.get("ETL_TRIGGER") or "hand"
        self.id: str | None = None
        stem = self.script.rpartition(".")[0]
        day = time.strftime("%Y%m%d")
        self.log_file = f"{environ['ETL_DATA_DIR']}/logs/{stem}_{day}.log"
        self.reported: dict[str, str] = {}

    def note(self, text: str) -> None:
        """A line in the run's log file, for what cannot be said in the database."""
        line = f"{time.strftime('%Y-%m-%d %H:%M:%S')} WARNING {self.uuid} - {text}\n"
        try:
            os.makedirs(os.path.dirname(self.log_file), mode=0o770, exist_ok=True)
            with open(self.log_file, "a", encoding="utf-8", errors="replace") as file:
                file.write(line)
        except OSError:
            sys.stderr.write(line)

    def count(self, name: str) -> str | None:
        value = self.reported.get(name, "")
        return value if value.isdecimal() else None


def user_name() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def close_dead(session: "Session", open_runs: list[str], own: str) -> None:
    """Runs of this machine that are open although their process is gone are closed as died."""
    dead = []
    for entry in open_runs:
        jobrun_id, process_id, mark = entry.split(":", 2)
        if jobrun_id != own and run_identity.mark_of(process_id) != mark:
            dead.append(jobrun_id)
    if dead:
        session.ask(jobrun.died(dead))


def wake() -> None:
    """Start the private PostgreSQL; after a reboot the first job does it."""
    from systemscripts.foundation import private_postgres, settings

    given = settings.read()
    if not given.database_url and private_postgres.known(given):
        private_postgres.ensure(given)


def ask_again(session: "Session", statement: str) -> "tuple[Session, str | None]":
    """Through psql, to a server that may have to be started first."""
    session.close()
    wake()
    session = psql.connect(quickly=False)
    return session, session.ask(statement)


def begin(run: Run) -> "Session | None":
    """The session that recorded the run; None when it could not be recorded."""
    statement = jobrun.begin(
        run_uuid=run.uuid,
        parent_id=run.parent,
        script=run.script,
        arguments=run.arguments,
        trigger_kind=run.trigger,
        host_name=os.uname().nodename,
        user_name=user_name(),
        process_id=os.getpid(),
        process_mark=run_identity.mark_of(os.getpid()),
        log_file=run.log_file,
    )
    try:
        session = psql.connect()
        answer = session.ask(statement)
        if answer is None and not session.silent:
            session, answer = ask_again(session, statement)
    except (errors.EtlError, OSError) as error:
        run.note(f"{error}: this run is recorded in this file only")
        return None
    if not answer:
        session.close()
        run.note("the database does not answer: this run is recorded in this file only")
        return None
    run.id, *open_runs = answer.split()
    close_dead(session, open_runs, run.id)
    return session


def end(run: Run, session: "Session | None", code: int, outcome: str) -> None:
    if session is None or run.id is None:
        return
    statement = jobrun.finish(
        jobrun_id=run.id,
        exit_code=code,
        outcome=outcome,
        rows_in=run.count("rows_in"),
        rows_out=run.count("rows_out"),
        message=run.reported.get("message"),
    )
    answer = session.ask(statement)
    for seconds in TRIES_AT_THE_END:
        if answer is not None or session.silent:
            break
        time.sleep(seconds)
        try:
            session, answer = ask_again(session, statement)
        except (errors.EtlError, OSError):
            break
    if answer is None:
        run.note(f"the database does not answer: this run ended with {code} ({outcome})")
