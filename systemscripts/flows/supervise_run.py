"""One run: lock -> record -> job in a child -> record how it ended.

The parent holds the lock and the record; the child is the job, in a session of its own, and dies
with its parent. Nothing here imports what a job of every minute would have to pay for.
"""

import _signal as signal  # type: ignore[import-not-found]  # signal itself imports enum
import gc
import os
import sys
from types import FrameType, ModuleType

from systemscripts.flows import record_run
from systemscripts.flows.record_run import Run
from systemscripts.foundation import errors, locks

PASSED_ON = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
INTERRUPTED = 130


def hand_down(run: Run, report: int) -> None:
    """The child, and whatever it starts, belongs to this run."""
    os.environ["ETL_RUN_UUID"] = run.uuid
    os.environ["ETL_RUN_LOG"] = run.log_file
    os.environ["ETL_REPORT_FD"] = str(report)
    os.environ.pop("ETL_JOBRUN_ID", None)
    if run.id:
        os.environ["ETL_JOBRUN_ID"] = run.id
    os.set_inheritable(report, True)


def become_job(run: Run) -> int:
    """From here on this process is the job."""
    if run.path.endswith(".sh"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, a shell must not
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
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001
        return tell_defect(run, error)
    return errors.DONE


def tell_defect(run: Run, error: Exception) -> int:
    """A job that cannot even begin: one line to the person, the traceback to the log file."""
    import traceback

    from systemscripts.foundation import secrets

    run.note(secrets.mask("".join(traceback.format_exception(error)).rstrip()))
    said = secrets.one_line(f"{type(error).__name__}: {error}")
    sys.stderr.write(f"error: {run.script}: {said}\n")
    sys.stderr.write(f"HINT: This is a defect; the traceback is in {run.log_file}.\n")
    return errors.DEFECT


def watch(child: int) -> int:
    """The child's exit code, negative for a signal, which is passed on to all that it started."""
    passed_on = set()

    def pass_on(number: int, _frame: FrameType | None) -> None:
        passed_on.add(number)
        try:
            os.killpg(child, number)
        except ProcessLookupError:  # it has no group of its own yet
            os.kill(child, number)

    for number in PASSED_ON:
        signal.signal(number, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code - 128 in passed_on else code  # a shell's way to say it


def heard(report: int) -> dict[str, str]:
    """What the job said about itself: lines of `name value`; the last word counts."""
    text = os.pread(report, os.fstat(report).st_size, 0)
    lines = (line.partition(" ") for line in text.decode("utf-8", "replace").splitlines())
    return {name: value for name, _, value in lines}


def run_job(run: Run, lock: int, session: "record_run.Session | None") -> int:
    """What watch() says; in the child, the job itself."""
    report = os.memfd_create("report")  # not a pipe: nobody has to read while the job writes
    leash = locks.Leash()
    gc.freeze()  # otherwise the child's end would first copy our memory
    signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)
    child = os.fork()
    if child == 0:
        leash.put_on()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
        os.close(lock)
        if session:
            session.close()
        hand_down(run, report)
        sys.exit(become_job(run))
    code = watch(child)
    leash.take_off()
    run.reported = heard(report)
    return code


def refuse(run: Run) -> int:
    """The same job with the same arguments is running."""
    run.reported["message"] = "the same job with the same arguments is running"
    record_run.end(run, record_run.begin(run), errors.BUSY, "skipped")
    words = f"{run.script} {run.arguments}".rstrip()
    sys.stderr.write(f"error: already running: {words}\n")
    sys.stderr.write("HINT: Wait until it is done; dba.vjobrun shows it.\n")
    return errors.BUSY


def supervise(run: Run) -> int:
    name = locks.lock_name([run.script, *([run.arguments] if run.words else [])])
    lock = locks.take_lock(f"{os.environ['ETL_DATA_DIR']}/locks", name)
    if lock is None:
        return refuse(run)
    session = record_run.begin(run)
    code = run_job(run, lock, session)
    outcome = errors.outcome(code) if code >= 0 else "failed"
    if code < 0:
        run.reported.setdefault("message", f"ended by signal {-code}")
        code = 128 - code
    record_run.end(run, session, code, outcome)
    return code


def main() -> None:
    """Entry of jobscripts/run_python_etl_script.sh: the script, then its arguments."""
    run = Run(sys.argv[1], sys.argv[2:], dict(os.environ))
    if run.words in (["--help"], ["-h"]):
        sys.exit(become_job(run))
    try:
        code = supervise(run)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        from systemscripts.foundation import safe_files

        worded = safe_files.unwritable(error.filename, error)
        sys.stderr.write(f"error: {worded}\nHINT: {worded.hint}\n")
        code = worded.exit_code
    sys.stderr.flush()
    os._exit(code)  # nothing is left to tidy
