"""One run: lock -> record -> job in a child -> record how it ended.

The parent holds the lock and the record; the child is the job. Nothing here imports what a job of
every minute would have to pay for.
"""

import _signal as signal  # type: ignore[import-not-found]  # signal itself imports enum
import os
import sys
import time
from types import FrameType, ModuleType

from systemscripts.foundation import errors, locks, psql, run_identity
from systemscripts.tables import jobrun


class Run:
    """What is known of the run while it lasts."""

    def __init__(self, script: str, arguments: list[str]) -> None:
        environ = os.environ
        self.script = os.path.basename(script)
        self.path = script
        self.words = arguments
        self.arguments = run_identity.quoted(arguments)
        self.parent = environ.get("ETL_JOBRUN_ID") or None
        self.uuid = environ.get("ETL_RUN_UUID") or run_identity.new_uuid()
        self.trigger = "chain" if self.parent else environ.get("ETL_TRIGGER") or "hand"
        self.id: str | None = None
        stem = self.script.rpartition(".")[0]
        day = time.strftime("%Y%m%d")
        self.log_file = f"{environ['ETL_DATA_DIR']}/logs/{stem}_{day}.log"
        self.reported: dict[str, str] = {}

    def statement(self) -> str:
        return jobrun.begin(
            run_uuid=self.uuid,
            parent_id=self.parent,
            script=self.script,
            arguments=self.arguments,
            trigger_kind=self.trigger,
            host_name=os.uname().nodename,
            user_name=os.environ.get("USER") or os.environ.get("LOGNAME") or str(os.getuid()),
            process_id=os.getpid(),
            process_mark=run_identity.mark_of(os.getpid()),
            log_file=self.log_file,
        )

    def note(self, text: str) -> None:
        """A line in the run's log file, for what cannot be said in the database."""
        os.makedirs(os.path.dirname(self.log_file), mode=0o770, exist_ok=True)
        with open(self.log_file, "a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} WARNING {self.uuid} - {text}\n")


def close_dead(session: psql.Session, open_runs: list[str], own: str) -> None:
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
    if private_postgres.known(given):
        private_postgres.ensure(given)


def record_begin(run: Run, session: psql.Session | None) -> psql.Session | None:
    """The session that recorded the run; None when it could not be recorded."""
    answer = session.ask(run.statement()) if session else None
    if session and answer is None and not os.environ.get("ETL_DATABASE_URL"):
        session.close()
        try:
            wake()
        except errors.EtlError as error:
            run.note(str(error))
        session = psql.connect()
        answer = session.ask(run.statement()) if session else None
    if session is None or not answer:
        run.note("the database does not answer: this run is recorded in this file only")
        return None
    run.id, *open_runs = answer.split()
    close_dead(session, open_runs, run.id)
    return session


def record_end(run: Run, session: psql.Session | None, code: int, outcome: str) -> None:
    if session is None or run.id is None:
        return
    statement = jobrun.finish(
        jobrun_id=run.id,
        exit_code=code,
        outcome=outcome,
        rows_in=run.reported.get("rows_in"),
        rows_out=run.reported.get("rows_out"),
        message=run.reported.get("message"),
    )
    if session.ask(statement) is None:
        again = psql.connect()  # a long run may outlive its connection
        if again is None or again.ask(statement) is None:
            run.note(f"the database does not answer: this run ended with {code} ({outcome})")


def hand_down(run: Run, report: int) -> None:
    """The child, and whatever it starts, belongs to this run."""
    os.environ["ETL_RUN_UUID"] = run.uuid
    os.environ["ETL_RUN_LOG"] = run.log_file
    os.environ["ETL_REPORT_FD"] = str(report)
    if run.id:
        os.environ["ETL_JOBRUN_ID"] = run.id
    os.set_inheritable(report, True)


def become_job(run: Run) -> int:
    """From here on this process is the job."""
    if run.path.endswith(".sh"):
        os.execv("/bin/bash", ["bash", run.path, *run.words])
    sys.argv = [run.path, *run.words]
    sys.path.insert(0, os.path.dirname(run.path))
    module = ModuleType("__main__")
    module.__file__ = run.path
    sys.modules["__main__"] = module
    try:
        with open(run.path, "rb") as file:
            code = compile(file.read(), run.path, "exec")
        exec(code, module.__dict__)  # noqa: S102
    except Exception as error:  # noqa: BLE001
        return tell_defect(run, error)
    return errors.DONE


def tell_defect(run: Run, error: Exception) -> int:
    """A job that cannot even begin: one line to the person, the traceback to the log file."""
    import traceback

    run.note("".join(traceback.format_exception(error)).rstrip())
    sys.stderr.write(f"error: {run.script}: {type(error).__name__}: {error}\n")
    sys.stderr.write(f"HINT: This is a defect; the traceback is in {run.log_file}.\n")
    return errors.DEFECT


def watch(child: int) -> int:
    """The child's exit code; signals that are meant for it are passed on."""

    def pass_on(number: int, _frame: FrameType | None) -> None:
        os.kill(child, number)

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGHUP, pass_on)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the child itself
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def heard(report: int) -> dict[str, str]:
    """What the job said about itself: lines of `name value`; the last word counts."""
    os.set_blocking(report, False)  # a process that outlives the job may hold the other end
    text = b""
    try:
        while part := os.read(report, 65536):
            text += part
    except BlockingIOError:
        pass
    lines = (line.partition(" ") for line in text.decode("utf-8", "replace").splitlines())
    return {name: value for name, _, value in lines}


def supervise(script: str, arguments: list[str]) -> int:
    run = Run(script, arguments)
    if arguments in (["--help"], ["-h"]):
        os.environ["ETL_REPORT_FD"] = "-1"
        return become_job(run)
    session = psql.connect()
    name = locks.lock_name([run.script, *([run.arguments] if arguments else [])])
    lock = locks.take_lock(f"{os.environ['ETL_DATA_DIR']}/locks", name)
    session = record_begin(run, session)
    if lock is None:
        run.reported["message"] = "the same job with the same arguments is running"
        record_end(run, session, errors.BUSY, "skipped")
        sys.stderr.write(
            f"error: already running: {run.script} {run.arguments}\n".replace(" \n", "\n")
        )
        sys.stderr.write("HINT: Wait until it is done; dba.vjobrun shows it.\n")
        return errors.BUSY
    listen, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(lock)
        os.close(listen)
        if session:
            session.close()
        hand_down(run, report)
        return become_job(run)
    os.close(report)
    code = watch(child)
    run.reported = heard(listen)
    outcome = errors.outcome(code) if code >= 0 else "failed"
    if code < 0:
        run.reported.setdefault("message", f"ended by signal {-code}")
        code = 128 - code
    record_end(run, session, code, outcome)
    return code


def main() -> None:
    """Entry of jobscripts/run_python_etl_script.sh: the script, then its arguments."""
    parent = os.getpid()
    code = supervise(sys.argv[1], sys.argv[2:])
    if os.getpid() == parent:
        sys.stderr.flush()
        os._exit(code)  # nothing is left to tidy
    sys.exit(code)
