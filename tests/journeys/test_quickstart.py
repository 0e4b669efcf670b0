"""The README's first command, as a newcomer types it."""

import email
import email.policy
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.demo import events
from tests.newcomer import NOBODY, Newcomer

QUICKSTART = "onboarding/sh/quickstart.sh"
AS_ROOT = os.geteuid() == 0
USERS = [0, NOBODY] if AS_ROOT else [os.geteuid()]
MYSELF = [os.geteuid()]
COUNTS = (
    "select (select count(*) from dba.tdataset), (select count(*) from public.tmeetmaxevent),"
    " (select count(*) from public.tmeetmaxurlcheck),"
    " (select count(*) from dba.tarrival where state = 'duplicate')"
)
once = pytest.mark.once
needs_root = pytest.mark.skipif(not AS_ROOT, reason="only root can make a mount namespace")
as_each_user = pytest.mark.parametrize("newcomer", USERS, indirect=True, ids=lambda u: f"uid {u}")
as_myself = pytest.mark.parametrize("newcomer", MYSELF, indirect=True, ids=["me"])


@pytest.fixture
def folder() -> Iterator[Path]:
    """Below /tmp itself: pytest's own folders cannot be entered by another user."""
    made = Path(tempfile.mkdtemp(prefix="newcomer-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def newcomer(folder: Path, request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    programs = os.environ.get("TEST_POSTGRES_BIN", "")
    somebody = Newcomer(folder, getattr(request, "param", USERS[-1]), programs).settle()
    yield somebody
    somebody.type(QUICKSTART, "--reset", "--yes")


def mailed_changes(newcomer: Newcomer) -> list[tuple[int, str, str, str]]:
    """What the newest mail says, in its attachment; and that the other event is set apart."""
    mails = sorted((newcomer.var / "outbox").glob("*_report_1_*.eml"))
    mail = email.message_from_bytes(mails[-1].read_bytes(), policy=email.policy.default)
    (attachment,) = mail.iter_attachments()
    rows = re.findall(r'^"(\d+)","(.*?)","(.*?)","(added|removed)"', attachment.get_content(), re.M)
    body = mail.get_body(("plain",)).get_content()
    changes, _, not_observed = body.partition("not observed")
    assert "120012" not in changes
    assert "120012" in not_observed
    return sorted((int(event), company, ticker, what) for event, company, ticker, what in rows)


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@as_each_user
def test_one_command_plays_the_whole_journey_and_the_next_loads_nothing_twice(newcomer):
    assert "What to type next" in succeeded(newcomer.type(QUICKSTART))
    assert mailed_changes(newcomer) == sorted(events.expected_changes())
    assert newcomer.rows(COUNTS) == [["22", "50", "32", "0"]]

    succeeded(newcomer.type(QUICKSTART))
    assert newcomer.rows(COUNTS) == [["22", "50", "32", "22"]]
    assert mailed_changes(newcomer) == sorted(events.expected_changes())

    succeeded(newcomer.type(QUICKSTART, "--stop"))
    assert newcomer.processes() == []
    kept = newcomer.type(QUICKSTART, "--reset", answer="n\n")
    assert kept.returncode == 75
    assert newcomer.var.exists()
    succeeded(newcomer.type(QUICKSTART, "--reset", answer="y\n"))
    assert not newcomer.var.exists()
    assert not (newcomer.checkout / "venv").exists()


@once
@needs_root
@as_each_user
def test_it_needs_no_postgresql_and_no_home_that_others_may_enter(newcomer):
    newcomer.programs = ""
    newcomer.folder.chmod(0o700)
    hidden = "mkdir -p /usr/lib/postgresql\nmount -t tmpfs none /usr/lib/postgresql"
    succeeded(newcomer.type(QUICKSTART, before=hidden))
    assert mailed_changes(newcomer) == sorted(events.expected_changes())
    assert newcomer.rows("select current_setting('server_version_num')::int / 10000") == [["18"]]


@once
def test_killed_at_any_moment_it_can_be_run_again(newcomer):
    dice = random.Random(7)
    for latest in (1.5, 4, 7, 9, 11):
        running = newcomer.start(QUICKSTART)
        time.sleep(dice.uniform(0.2, latest))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    succeeded(newcomer.type(QUICKSTART))
    assert mailed_changes(newcomer) == sorted(events.expected_changes())
    assert newcomer.rows(COUNTS)[0][1] == "50"
    assert list(newcomer.var.rglob("*.part")) == []


def refused(done: subprocess.CompletedProcess[str], code: int, sentence: str) -> None:
    """One line that says what is wrong, one that says what to do, and the right exit code."""
    assert done.returncode == code, done.stdout + done.stderr
    error, hint = done.stderr.strip().splitlines()
    assert re.search(f"^error: .*{sentence}", error)
    assert hint.startswith("HINT: ")


@once
@as_myself
def test_a_word_it_does_not_know_is_refused(newcomer):
    refused(newcomer.type(QUICKSTART, "--now"), 64, "unknown argument: --now")


@once
@as_myself
def test_a_folder_that_cannot_be_written_is_refused(newcomer):
    refused(newcomer.type(QUICKSTART, ETL_DATA_DIR="/proc/var"), 78, "cannot write to /proc/var")


@once
@needs_root
@as_myself
def test_a_full_disk_is_noticed_before_anything_is_made(newcomer):
    small = newcomer.folder / "small"
    small.mkdir()
    mount = f"mount -t tmpfs -o size=20m none '{small}'"
    refused(
        newcomer.type(QUICKSTART, before=mount, ETL_DATA_DIR=small), 69, r"only \d+ MB are free"
    )
    assert not (newcomer.checkout / "venv").exists()


@once
@needs_root
@as_myself
def test_a_python_that_is_too_old_is_named(newcomer):
    old = newcomer.folder / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    hide = f"mount --bind '{old}' \"$(readlink -f '{newcomer.folder}/bin/python3')\"\n"
    hide += "for p in /usr/bin/python3 /usr/bin/python3.1? /usr/local/bin/python3*; do"
    hide += f' [ ! -e "$p" ] || mount --bind "{old}" "$(readlink -f "$p")"; done'
    refused(newcomer.type(QUICKSTART, before=hide), 69, "no Python 3.11 or newer")


@once
@as_myself
@pytest.mark.parametrize(
    "setting, value, code, sentence",
    [
        ("ETL_DATABASE_URL", "postgresql://x@127.0.0.1:1/feeds", 69, "database"),
        ("ETL_DATABASE_URL", "postgresql:// x", 78, "cannot be read"),
        ("ETL_SMPT_URL", "file:", 78, "unknown setting ETL_SMPT_URL"),
        ("ETL_DATA_DIR", "var", 78, "not an absolute path"),
    ],
)
def test_a_setting_that_cannot_work_is_one_sentence(newcomer, setting, value, code, sentence):
    done = newcomer.type(QUICKSTART, **{setting: value, "ETL_PYTHON": sys.executable})
    refused(done, code, sentence)
