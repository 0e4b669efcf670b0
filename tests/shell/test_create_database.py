"""create_database.sh makes roles and database where they are missing, here and elsewhere."""

import subprocess
from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

from tests.catalog import difference, shape
from tests.shell.workshop import Workshop
from tests.support import Cluster

ROLES = ["etl_console", "etl_owner", "etl_report", "etl_user"]
OWNER = "select pg_get_userbyid(datdba) from pg_database where datname = 'feeds'"


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def roles(url: str) -> list[object]:
    found = ask(url, "select rolname from pg_roles where rolname like 'etl%' order by 1")
    return [name for (name,) in found]


def at_once(workshop: Workshop, number: int) -> None:
    command = [workshop.home / "onboarding" / "sh" / "create_database.sh"]
    all_of_them = [
        subprocess.Popen(
            command, env=workshop.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(number)
    ]
    said = [process.communicate() for process in all_of_them]
    assert [(*words, p.returncode) for words, p in zip(said, all_of_them, strict=True)] == [
        ("", "", 0)
    ] * number


@pytest.fixture
def fresh(private: Workshop) -> Workshop:
    """A private PostgreSQL with nothing in it."""
    started = private.onboarding("postgres.sh", "start")
    assert started.returncode == 0, started.stderr
    return private


def test_several_at_once_and_one_more_agree_on_one_password(fresh: Workshop):
    at_once(fresh, 3)
    secret = (fresh.data_dir / "secrets" / "postgres_etl_user").read_text()
    at_once(fresh, 1)
    assert (fresh.data_dir / "secrets" / "postgres_etl_user").read_text() == secret
    assert fresh.rows("select current_user::text") == [("etl_user",)]
    assert roles(fresh.private_url("postgres", "postgres")) == ROLES
    assert fresh.rows(OWNER) == [("etl_owner",)]
    assert sorted(p.name for p in (fresh.data_dir / "secrets").iterdir()) == [
        *("postgres_etl_user", "postgres_superuser"),
    ]


def test_an_empty_secret_is_refused(fresh: Workshop):
    secret = fresh.data_dir / "secrets" / "postgres_etl_user"
    secret.touch(mode=0o600)
    done = fresh.onboarding("create_database.sh")
    assert done.returncode == 78
    assert done.stderr.startswith(f"error: the secret {secret} is empty\nHINT: ")


@pytest.fixture
def elsewhere(fresh: Workshop) -> Iterator[Workshop]:
    """The same server, known by two addresses alone, and an administrator who is no superuser."""
    superuser = fresh.private_url("postgres", "postgres")
    port = fresh.connection["PGPORT"]
    password = 'it\'s a "pass" word'
    ask(superuser, "create role administrator login createrole createdb password 'secret'")
    address = {"host": "127.0.0.1", "port": port}
    other = Workshop(
        fresh.home.parent / "other",
        make_dsn(**address, user="etl_user", password=password, dbname="feeds"),
        make_dsn(**address, user="administrator", password="secret", dbname="postgres"),
        home=fresh.home,
    )
    yield other
    other.tidy()


def test_on_a_server_elsewhere_the_urls_are_enough(elsewhere: Workshop, fresh: Workshop):
    at_once(elsewhere, 2)
    superuser = fresh.private_url("postgres", "postgres")
    assert roles(superuser) == ROLES
    for _ in range(2):
        done = elsewhere.onboarding("apply_sql.sh")
        assert done.returncode == 0, done.stderr
    elsewhere.add_job("any.sh", "exit 0")
    assert elsewhere.job("any.sh").returncode == 0
    assert elsewhere.run_of("any.sh", "outcome") == ("done",)
    assert not (elsewhere.data_dir / "secrets").exists()


def test_what_an_administrator_cannot_make_are_event_triggers_and_one_function(
    elsewhere: Workshop, fresh: Workshop, cluster: Cluster
):
    for script in ("create_database.sh", "apply_sql.sh"):
        done = elsewhere.onboarding(script)
        assert done.returncode == 0, done.stderr
    whole = shape(cluster.url("postgres", "feeds"))
    made = shape(fresh.private_url("postgres"))
    lacking = [line for line in difference(whole, made) if "f_check_each_dataset_key" not in line]
    assert all(line.startswith("- event triggers: ") for line in lacking)


def test_the_password_of_a_role_that_is_there_is_not_touched(elsewhere: Workshop, fresh: Workshop):
    superuser = fresh.private_url("postgres", "postgres")
    ask(superuser, "create role etl_user login password 'of its own'")
    stored = "select rolpassword from pg_authid where rolname = 'etl_user'"
    before = ask(superuser, stored)
    ask(superuser, "grant etl_user to administrator with admin option")
    done = elsewhere.onboarding("create_database.sh")
    assert done.returncode == 0, done.stderr
    assert ask(superuser, stored) == before


def test_somebody_who_may_not_make_roles_is_told(elsewhere: Workshop, fresh: Workshop):
    ask(fresh.private_url("postgres", "postgres"), "alter role administrator nocreaterole")
    done = elsewhere.onboarding("create_database.sh")
    assert done.returncode == 78
    assert "permission denied to create role" in done.stderr
    assert "error: the roles could not be made\nHINT: " in done.stderr
