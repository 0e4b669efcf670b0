"""The quick door to PostgreSQL, for a process that must not import a driver and whose child must
not share one: to the private PostgreSQL by its protocol, else through one psql, kept open.

Whoever imports this pays for nothing else: no re, no pathlib, no json.
"""

import os
import select

from systemscripts.foundation.errors import ConfigError

try:
    from systemscripts.foundation import wire
except ImportError:  # a Python that was built without its own sha256
    quick = False
else:
    quick = True

CONNECTION_FILE = "postgres/connection"
LOADER_SECRET = "postgres_etl_user"  # noqa: S105
WORDS = ("psql", "-XqAtw", "-v", "ON_ERROR_STOP=1")
# No waiting for the disk: a server that crashes may take the records of its last second with it.
ENVIRONMENT = {
    "PGCONNECT_TIMEOUT": "10",
    "PGCLIENTENCODING": "UTF8",
    "PGAPPNAME": "etl runs",
    "PGOPTIONS": "-c synchronous_commit=off -c jit=off -c statement_timeout=15s",
}
PG_NAMES = {
    "dbname": "PGDATABASE",
    "application_name": "PGAPPNAME",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
ANSWER_SECONDS = 8  # less than a connection may take; a server that hangs keeps no limits at all
TERMINATE = 15  # signal.SIGTERM, without the import


def literal(value: object) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "null"
    return "'" + str(value).replace("\0", "").replace("'", "''") + "'"


def fill(statement: str, **values: object) -> str:
    """A named query with its values written in."""
    return statement % {name: literal(value) for name, value in values.items()}


def environment(keywords: dict[str, str]) -> dict[str, str]:
    """Keywords of libpq as its environment variables."""
    return {
        PG_NAMES.get(name, "PG" + name.upper().replace("_", "")): value
        for name, value in keywords.items()
    }


def _private(secret: str) -> dict[str, str]:
    """Where the private PostgreSQL is; `secret` is the file of the loader's password."""
    try:
        with open(f"{os.environ['ETL_DATA_DIR']}/{CONNECTION_FILE}", encoding="utf-8") as file:
            found = dict(line.rstrip("\n").split("=", 1) for line in file)
        mode = os.stat(secret).st_mode
    except FileNotFoundError as error:
        raise ConfigError("no database is set up") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"the private PostgreSQL cannot be reached: {error}") from error
    if mode & 0o077:
        raise ConfigError(f"the secret {secret} can be read by others")
    return found


def _named() -> tuple[str, dict[str, str]]:
    """psql and its environment for ETL_DATABASE_URL; a password never becomes an argument."""
    from systemscripts.foundation import database_address, postgres_programs, settings

    given = settings.read()
    kept = {name: value for name, value in os.environ.items() if name.startswith("PG")}
    keywords = environment(database_address.parameters(given))
    return str(postgres_programs.client(given.postgres_bin)), {**ENVIRONMENT, **kept, **keywords}


class Session:
    """Ask one statement, get one line; None when the database does not answer."""

    def __init__(self, questions: int, answers: int, process: int) -> None:
        self._questions, self._answers, self._process = questions, answers, process
        self.silent = False  # it did not even refuse: asking again would take as long
        os.set_inheritable(questions, False)
        os.set_inheritable(answers, False)

    def ask(self, statement: str) -> str | None:
        line = b""
        hearing = select.poll()
        hearing.register(self._answers, select.POLLIN)
        try:
            os.write(
                self._questions, f"{statement.rstrip().rstrip(';')};\n".encode("utf-8", "replace")
            )
            while not line.endswith(b"\n"):
                if not hearing.poll(ANSWER_SECONDS * 1000):
                    self._give_up()
                    return None
                part = os.read(self._answers, 65536)
                if not part:
                    return None
                line += part
        except OSError:
            return None
        return line.decode("utf-8", "replace").rstrip("\n")

    def _give_up(self) -> None:
        self.silent = True
        if self._process:
            os.kill(self._process, TERMINATE)  # our own child: it would wait as long as the server

    def close(self) -> None:
        os.close(self._questions)
        os.close(self._answers)


def _spawn(program: str, found: dict[str, str]) -> Session:
    question, questions = os.pipe()
    answers, answer = os.pipe()
    null = os.open(os.devnull, os.O_WRONLY)
    actions = [
        (os.POSIX_SPAWN_DUP2, old, new) for old, new in ((question, 0), (answer, 1), (null, 2))
    ]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TZ") if name in os.environ}
    process = 0
    try:
        process = os.posix_spawnp(program, WORDS, {**kept, **found}, file_actions=actions)
    except OSError:
        pass  # whoever asks finds nobody at the other end
    finally:
        for end in (question, answer, null):
            os.close(end)
    return Session(questions, answers, process)


def connect(*, quickly: bool = True) -> "Session | wire.Session":
    """A session, not yet proven to work; an error when there cannot be one.

    The quick way serves the private PostgreSQL alone; where it fails, psql is the other.
    """
    if os.environ.get("ETL_DATABASE_URL"):
        return _spawn(*_named())
    secret = f"{os.environ['ETL_SECRETS_DIR']}/{LOADER_SECRET}"
    found = _private(secret)
    try:
        if quickly and quick:
            return wire.Session(found, secret, ANSWER_SECONDS)
        with open(secret, encoding="utf-8") as file:
            password = file.read().rstrip("\n")
        return _spawn(found["PSQL"], {**found, "PGPASSWORD": password})
    except (OSError, KeyError) as error:
        raise ConfigError(f"the private PostgreSQL cannot be reached: {error}") from error
