"""One run: lock -> record -> job in a child -> record how it ended.

The parent holds the lock and the record; the child is the job. Nothing here imports what a job of
every minute would have to pay for.
"""

import _signal as signal  # the module signal would import enum: a third of our own start
import fcntl
import os
import sys
import time
from types import FrameType, ModuleType

from systemscripts.foundation import errors, psql
from systemscripts.tables import jobrun

LONGEST_LOCK_NAME = 200
SHELL_CHARACTERS = set("|&;<>()$`\\\"' \t\n*?[]#~=%{}!")


def quoted(words: list[str]) -> str:
    """Arguments as a shell would take them."""
    return " ".join(
        "'" + w.replace("'", "'\\''") + "'" if not w or SHELL_CHARACTERS & set(w) else w
        for w in words
    )


def new_uuid() -> str:
    """A random UUID (version 4)."""
    raw = bytearray(os.urandom(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def mark_of(process_id: int | str) -> str:
    """Boot and start time of a process; empty when there is none."""
    try:
        with open(f"/proc/{process_id}/stat", encoding="utf-8", errors="replace") as file:
            started = file.read().rpartition(")")[2].split()[19]
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return f"{file.read(8)}-{started}"
    except OSError:
        return ""


def lock_name(words: list[str]) -> str:
    """A file name of its own for each job with its arguments."""
    text = "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 or byte in b"._-" else f"%{byte:02x}"
        for byte in os.fsencode(" ".join(words))
    ).replace("%20", "+")
    if len(text) > LONGEST_LOCK_NAME:
        from hashlib import sha256

        text = text[:100] + sha256(text.encode()).hexdigest()
    return f"{text}.lock"


def take_lock(folder: str, name: str) -> int | None:
    """The lock's file descriptor; None when the same job with the same arguments holds it."""
    os.makedirs(folder, mode=0o770, exist_ok=True)
    lock = os.open(f"{folder}/{name}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


class Run:
    """What is known of the run while it lasts."""

    def __init__(self, script: str, arguments: list[str]) -> None:
        environ = os.environ
        self.script = os.path.basename(script)
        self.path = script
        self.words = arguments
        self.arguments = quoted(arguments)
        self.parent = environ.get("ETL_JOBRUN_ID") or None
        self.uuid = environ.get("ETL_RUN_UUID") or new_uuid()
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
            process_mark=mark_of(os.getpid()),
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
        if jobrun_id != own and mark_of(process_id) != mark:
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
    module = ModuleType("__main__")
    module.__file__ = run.path
    sys.modules["__main__"] = module
    with open(run.path, "rb") as file:
        code = compile(file.read(), run.path, "exec")
    exec(code, module.__dict__)  # noqa: S102
    return errors.DONE


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
    name = lock_name([run.script, *([run.arguments] if arguments else [])])
    lock = take_lock(f"{os.environ['ETL_DATA_DIR']}/locks", name)
    session = record_begin(run, session)
    if lock is None:
        run.reported["message"] = "the same job with the same arguments is running"
        record_end(run, session, errors.BUSY, "skipped")
        sys.stderr.write(f"error: already running: {run.script} {run.arguments}\n".replace(" \n", "\n"))
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
