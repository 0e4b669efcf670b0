"""A file that somebody has open for writing is not read yet."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from systemscripts.foundation import being_written as module
from systemscripts.foundation import clock
from systemscripts.foundation.being_written import being_written
from tests.shell.nobody import NUMBER
from tests.support import HOME

WAYS = {"read": os.O_RDONLY, "write": os.O_WRONLY, "both": os.O_RDWR, "append": os.O_APPEND | 1}
AGAIN = "import os, sys\nwhile True:\n    os.close(os.open(sys.argv[1], os.O_WRONLY))"
ASK = (
    "import sys; from pathlib import Path;"
    "from systemscripts.foundation.being_written import being_written;"
    "print(being_written(Path(sys.argv[1])))"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "x.csv"
    made.write_text("a\n")
    return made


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(some.sampled_from([*WAYS, "close first", "close last"]), max_size=20))
def test_it_is_being_written_while_anyone_has_it_open_for_writing(path, steps):
    opened: list[tuple[str, int]] = []
    try:
        for step in steps:
            if step in WAYS:
                opened.append((step, os.open(path, WAYS[step])))
            elif opened:
                os.close(opened.pop(0 if step == "close first" else -1)[1])
            assert being_written(path) == any(way != "read" for way, _ in opened)
    finally:
        for _, file in opened:
            os.close(file)


def test_another_process_that_writes_is_seen_until_it_is_done(path):
    with path.open("a") as file:
        writer = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1, stdout=file)
    assert being_written(path)
    writer.communicate(b"\n")
    assert not being_written(path)


def test_a_writer_that_opens_it_at_that_moment_does_no_harm(path):
    """The kernel tells the holder of a lease by a signal, which ends a process by default."""
    ask = f"{ASK}\nfor _ in range(20_000): being_written(Path(sys.argv[1]))"
    writer = subprocess.Popen([sys.executable, "-c", AGAIN, path])
    try:
        done = subprocess.run([sys.executable, "-c", ask, path], cwd=HOME, check=False)
    finally:
        writer.kill()
        writer.wait()
    assert done.returncode == 0


def test_a_file_that_is_not_there_is_an_error_for_the_caller(tmp_path):
    with pytest.raises(FileNotFoundError):
        being_written(tmp_path / "gone.csv")


def in_a_child(user: int, folder: Path, work: Callable[[], int]) -> int:
    """What the function says as that user, in this folder."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.chdir(folder)  # the way there may be closed to others
            os.setgid(user)
            os.setuid(user)
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")
@pytest.mark.parametrize(
    "age_ns, written",
    [(0, True), (module.QUIET_NS // 2, True), (2 * module.QUIET_NS, False), (-(10**11), False)],
)
def test_somebody_elses_file_is_judged_by_its_age(path, age_ns, written):
    moment = clock.real_ns() - age_ns
    os.utime(path, ns=(moment, moment))
    path.parent.chmod(0o755)
    found = in_a_child(NUMBER, path.parent, lambda: int(being_written(Path(path.name))))
    assert found == int(written)
