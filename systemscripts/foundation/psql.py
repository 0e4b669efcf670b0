"""The quick door to PostgreSQL: one psql, kept open, for a process that cannot wait for a driver.

Whoever imports this pays for nothing else: no re, no pathlib, no json.
"""

import os

CONNECTION_FILE = "postgres/connection"
LOADER_SECRET = "postgres_etl_user"  # noqa: S105
WORDS = ("psql", "-XqAtw", "-v", "ON_ERROR_STOP=1")
ENVIRONMENT = {
    "PGCONNECT_TIMEOUT": "10",
    "PGCLIENTENCODING": "UTF8",
    "PGAPPNAME": "etl runs",
    "PGOPTIONS": "-c synchronous_commit=off -c jit=off -c statement_timeout=15s",
}
PG_NAMES = {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}


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
    return {PG_NAMES.get(name, f"PG{name.upper()}"): value for name, value in keywords.items()}


def _private() -> tuple[str, dict[str, str]] | None:
    """psql and its environment for the private PostgreSQL; None when there is none."""
    try:
        with open(f"{os.environ['ETL_DATA_DIR']}/{CONNECTION_FILE}", encoding="utf-8") as file:
            found = dict(line.rstrip("\n").split("=", 1) for line in file)
        with open(_secret_file(), encoding="utf-8") as file:
            password = file.read().rstrip("\n")
    except OSError:
        return None
    return found["PSQL"], {**found, "PGPASSWORD": password}


def _secret_file() -> str:
    return f"{os.environ['ETL_SECRETS_DIR']}/{LOADER_SECRET}"


def _is_loose(path: str) -> bool:
    try:
        return bool(os.stat(path).st_mode & 0o077)
    except OSError:
        return False


def _named() -> tuple[str, dict[str, str]]:
    """psql and its environment for ETL_DATABASE_URL; a password never becomes an argument."""
    from systemscripts.foundation import database, settings

    keywords = database.parameters(settings.read())
    return _installed(), {**ENVIRONMENT, **environment(keywords)}


def _installed() -> str:
    """psql itself: Debian's wrapper in /usr/bin takes five times as long to start."""
    folder = "/usr/lib/postgresql"
    versions = sorted(os.listdir(folder), key=float) if os.path.isdir(folder) else []
    for version in reversed(versions):
        if os.path.exists(f"{folder}/{version}/bin/psql"):
            return f"{folder}/{version}/bin/psql"
    return "psql"


class Session:
    """Ask one statement, get one line; None when the database does not answer."""

    def __init__(self, questions: int, answers: int) -> None:
        self._questions, self._answers = questions, answers
        os.set_inheritable(questions, False)
        os.set_inheritable(answers, False)

    def ask(self, statement: str) -> str | None:
        line = b""
        try:
            os.write(self._questions, f"{statement.rstrip().rstrip(';')};\n".encode())
            while not line.endswith(b"\n"):
                part = os.read(self._answers, 65536)
                if not part:
                    return None
                line += part
        except OSError:
            return None
        return line.decode("utf-8", "replace").rstrip("\n")

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
    try:
        os.posix_spawnp(program, WORDS, {**kept, **found}, file_actions=actions)
    finally:
        for end in (question, answer, null):
            os.close(end)
    return Session(questions, answers)


def inherited() -> Session | None:
    """The session that the wrapper began while Python was starting."""
    ends = os.environ.pop("ETL_SESSION", "").split()
    if len(ends) != 2:
        return None
    try:
        session = Session(int(ends[0]), int(ends[1]))
    except (OSError, ValueError):
        return None
    if _is_loose(_secret_file()):
        session.close()
        return None
    return session


def connect() -> Session | None:
    """A session, not yet proven to work; None when no database is set up."""
    if session := inherited():
        return session
    target = _named() if os.environ.get("ETL_DATABASE_URL") else _private()
    if target is None or _is_loose(_secret_file()):
        return None
    try:
        return _spawn(*target)
    except OSError:
        return None
