"""One real PostgreSQL for a session of tests; for each test a fresh database, cloned at once."""

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg2
import pytest

from tests.support import Cluster, Pipeline, start_cluster

numbers = itertools.count(1)
# whoever runs the tests in the background has this signal ignored, and so would every job
signal.signal(signal.SIGINT, signal.default_int_handler)
hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A cluster in memory where there is some, with `feeds` as onboarding builds it."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="etl-tests-", dir=memory))
    folder.chmod(0o755)  # as root the server is somebody else, who must get there
    try:
        made = start_cluster(folder / "var")
        try:
            yield made
        finally:
            made.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_name(cluster: Cluster) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(numbers)}"
    cluster.admin(f"create database {name} template feeds")
    try:
        yield name
    finally:
        cluster.admin(f"drop database {name} with (force)")


@pytest.fixture
def database_url(cluster: Cluster, database_name: str) -> str:
    """The fresh database, as the loader."""
    return cluster.url("etl_user", database_name)


@pytest.fixture
def admin_url(cluster: Cluster, database_name: str) -> str:
    """The fresh database, as the superuser."""
    return cluster.url("postgres", database_name)


@pytest.fixture
def connection(database_url: str) -> Iterator[psycopg2.extensions.connection]:
    made = psycopg2.connect(database_url)
    yield made
    made.close()


@pytest.fixture
def admin_connection(admin_url: str) -> Iterator[psycopg2.extensions.connection]:
    made = psycopg2.connect(admin_url)
    made.autocommit = True
    yield made
    made.close()


@pytest.fixture
def pipeline(tmp_path: Path, database_url: str, admin_url: str) -> Pipeline:
    """The whole project against the fresh database, with folders of its own."""
    made = Pipeline(tmp_path / "var", database_url, admin_url)
    made.adopt_folders()
    return made
