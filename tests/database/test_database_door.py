"""The way to the database: what is wrong with it, and who can help."""

import socket
import threading
import traceback

import pytest
from psycopg2.extensions import make_dsn, parse_dsn

from systemscripts.foundation import database, database_address, settings
from systemscripts.foundation.errors import ConfigError, EtlError, TransientError
from tests.small_job import NOBODY_LISTENS, SmallJob

WRONG = "hunter22"
CORRECT = "Correct ETL_DATABASE_URL."
RUNNING = "Is PostgreSQL running?"


@pytest.fixture
def connect(monkeypatch, tmp_path, database_url):
    """Connect as the fresh database wants it, or with something changed; returns the error."""
    monkeypatch.setenv("ETL_DATA_DIR", str(tmp_path))

    def connected(url: str = "", **changed: object) -> EtlError | None:
        url = url or make_dsn(**{**parse_dsn(database_url), **changed})
        monkeypatch.setenv("ETL_DATABASE_URL", url)
        try:
            database.connect().close()
        except EtlError as error:
            return error
        return None

    return connected


def test_a_connection_says_which_run_it_belongs_to(connect, monkeypatch):
    monkeypatch.setenv("ETL_RUN_UUID", "01234567-89ab-4cde-8f01-23456789abcd")
    assert connect() is None
    connection = database.connect()
    row = database.fetch_one(connection, "select current_setting('application_name') as name")
    connection.close()
    assert row.name == "etl 01234567-89ab-4cde-8f01-23456789abcd"


@pytest.mark.parametrize(
    "changed, said, hint",
    [
        ({"password": WRONG}, "password authentication failed", CORRECT),
        ({"user": "nobody"}, "password authentication failed", CORRECT),
        ({"dbname": "nowhere"}, 'database "nowhere" does not exist', CORRECT),
        ({"sslmode": "always"}, "invalid sslmode value", CORRECT),
        ({"sslmode": "require", "host": "127.0.0.1"}, "server does not support SSL", CORRECT),
        ({"host": "127.0.0.1", "port": 1}, "Connection refused", RUNNING),
        ({"host": "/nowhere"}, "No such file or directory", RUNNING),
    ],
)
def test_a_connection_that_fails_says_why_and_what_helps(connect, changed, said, hint):
    error = connect(**changed)
    assert type(error) is (ConfigError if hint == CORRECT else TransientError)
    assert error.exit_code == (78 if hint == CORRECT else 69)
    assert said in str(error)
    assert str(error).startswith("database: ")
    assert "\n" not in str(error)
    assert error.hint == hint


def test_a_database_that_one_may_not_enter_must_be_corrected(connect, cluster, database_name):
    cluster.admin(f"revoke connect on database {database_name} from public, etl_user")
    error = connect()
    assert isinstance(error, ConfigError)
    assert "permission denied for database" in str(error)


def test_a_port_where_something_else_listens_must_be_corrected(connect):
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            talk, _ = other.accept()
            talk.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            talk.close()

        thread = threading.Thread(target=answer)
        thread.start()
        error = connect(host="127.0.0.1", port=other.getsockname()[1])
        thread.join()
    assert isinstance(error, ConfigError)
    assert "invalid response" in str(error)


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://ann:{WRONG}@db.test/feeds",
        f"ann:{WRONG}@db.test",
        f"postgresql://ann:{WRONG}@db.test/feeds?colour=blue",
        f"postgresql://ann:{WRONG}%zz@db.test/feeds",
        f"postgresql://ann:with@{WRONG}@127.0.0.1/feeds",
        f"postgresql://ann:{WRONG}/with@127.0.0.1/feeds",
        f"postgresql://ann:{WRONG}@127.0.0.1:port/feeds",
        f"host=127.0.0.1 password='{WRONG}",
        f"postgresql:// ann:{WRONG}",
        "postgresql:// x",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_and_not_shown(connect, url):
    error = connect(url)
    assert isinstance(error, ConfigError)
    assert str(error) == "ETL_DATABASE_URL cannot be read"
    assert "postgresql://user@host:5432/feeds" in error.hint
    assert "%40" in error.hint
    told = "".join(traceback.format_exception(error))
    assert WRONG not in told.replace(url, "")


@pytest.mark.parametrize(
    "url, host",
    [
        ("postgresql://ann@db.test", "db.test"),
        ("postgres://ann:p%40ss@db1.test:5432,db2.test/feeds", "db1.test,db2.test"),
        ("host='/my sockets' user=ann", "/my sockets"),
    ],
)
def test_all_that_postgresql_reads_is_an_address(url, host):
    given = settings.read({"ETL_DATABASE_URL": url})
    found = database_address.parameters(given)
    assert (found["host"], found["user"], found["dbname"]) == (host, "ann", "feeds")


def test_the_address_of_the_administrator_is_named_when_it_is_wrong(monkeypatch):
    monkeypatch.setenv("ETL_DATABASE_URL", NOBODY_LISTENS)
    monkeypatch.setenv("ETL_ADMIN_DATABASE_URL", "oracle://db.test")
    with pytest.raises(ConfigError, match="ETL_ADMIN_DATABASE_URL cannot be read"):
        database.connect(admin=True)
    with pytest.raises(TransientError, match="Connection refused"):
        database.connect()


def test_without_any_database_the_way_to_one_is_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("ETL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("ETL_DATABASE_URL", raising=False)
    with pytest.raises(ConfigError, match="no database is set up") as refused:
        database.connect()
    assert "quickstart.sh" in refused.value.hint


@pytest.mark.parametrize(
    "changed, code, said",
    [
        ({"password": WRONG}, 78, "password authentication failed"),
        ({"dbname": "nowhere"}, 78, 'database "nowhere" does not exist'),
        ({"host": "127.0.0.1", "port": 1}, 69, "Connection refused"),
    ],
)
def test_a_job_that_cannot_connect_ends_with_the_code_and_without_the_password(
    tmp_path, database_url, changed, code, said
):
    url = make_dsn(**{**parse_dsn(database_url), **changed})
    job = SmallJob(tmp_path, {"ETL_DATABASE_URL": url})
    done = job.run("with database.transaction(): print('working')")
    assert (done.returncode, done.stdout) == (code, "")
    first, second, *_ = done.stderr.splitlines()
    assert first.startswith("error: database: connection to server ")
    assert said in first
    assert second.startswith("HINT: ")
    written = done.stderr + job.everything_written()
    assert parse_dsn(url)["password"] not in written
    assert "Traceback" not in written


def test_a_job_with_a_broken_address_ends_with_78_and_does_not_show_it(tmp_path):
    job = SmallJob(tmp_path, {"ETL_DATABASE_URL": f"postgresql://ann:with@{WRONG}@127.0.0.1/feeds"})
    done = job.run("with database.transaction(): print('working')")
    assert done.returncode == 78
    assert "error: ETL_DATABASE_URL cannot be read\nHINT: Write it as " in done.stderr
    assert "***" not in done.stderr
    assert WRONG not in done.stderr + job.everything_written()
