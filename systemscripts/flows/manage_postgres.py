"""The private PostgreSQL for the shell: start, stop, status, remove, and how to connect."""

import shlex
import sys
from typing import NoReturn

from systemscripts.foundation import (
    commands,
    database,
    database_address,
    errors,
    postgres_programs,
    private_postgres,
    psql,
    safe_files,
    secrets,
    settings,
)

ALWAYS_THERE = "postgres"


def start(given: settings.Settings) -> str:
    cluster = private_postgres.ensure(given)
    return f"PostgreSQL runs on 127.0.0.1:{cluster.port}, socket in {cluster.socket_folder}"


def stop(given: settings.Settings) -> str:
    return "stopped" if private_postgres.stop(given) else "it was not running"


def status(given: settings.Settings) -> str:
    cluster = private_postgres.known(given)
    if cluster is None:
        return "none was made here; onboarding/sh/postgres.sh start makes it"
    now = private_postgres.state(cluster)
    state = {"": "does not run", "ready": "runs"}.get(now, f"is {now}")
    server = f" as user {cluster.account}" if cluster.account else ""
    return (
        f"PostgreSQL {postgres_programs.version(cluster.programs)} {state}{server}\n"
        f"data      {cluster.data}\naddress   127.0.0.1:{cluster.port}\n"
        f"socket    {cluster.socket_folder}\nprograms  {cluster.programs}"
    )


def remove(given: settings.Settings) -> str:
    private_postgres.remove(given)
    return "removed"


def connection(given: settings.Settings, *, admin: bool, dbname: str) -> str:
    """Assignments for a shell: PGHOST, PGUSER … and PSQL, the program that fits."""
    own = not given.database_url and not (admin and given.admin_database_url)
    if own:
        cluster = private_postgres.ensure(given)
        program = cluster.programs / "psql"
    else:
        program = postgres_programs.client(given.postgres_bin)
        if admin:  # our words for what psql would say
            database.connect(admin=True, dbname=dbname or ALWAYS_THERE).close()
    if admin and given.admin_database_url and given.database_url:
        dbname = (
            dbname or database_address.parameters(given)["dbname"]
        )  # what is made is what is used
    keywords = database_address.parameters(given, admin=admin, dbname=dbname)
    names = psql.environment(keywords)
    assignments = [f"export {name}={shlex.quote(value)}" for name, value in names.items()]
    return "\n".join([*assignments, f"PSQL={shlex.quote(str(program))}"])


VERBS = {"start": start, "stop": stop, "status": status, "remove": remove}


def tell(error: errors.EtlError) -> NoReturn:
    hint = f"HINT: {secrets.mask(error.hint)}\n" if error.hint else ""
    sys.stderr.write(f"error: {secrets.mask(str(error))}\n{hint}")
    sys.exit(error.exit_code)


def main() -> None:
    parser = commands.Parser("Manage the private PostgreSQL.", "onboarding/sh/postgres.sh status")
    parser.add_argument("verb", choices=[*VERBS, "connection"])
    parser.add_argument("--admin", action="store_true", help="connect as the administrator")
    parser.add_argument("--database", default="", help="connect to this database")
    words = parser.parse_args()
    try:
        given = settings.read()
    except errors.EtlError as error:
        tell(error)
    try:
        if words.verb == "connection":
            print(connection(given, admin=words.admin, dbname=words.database))
        else:
            print(VERBS[words.verb](given))
    except OSError as error:
        tell(safe_files.unwritable(error.filename or given.data_dir, error))
    except errors.EtlError as error:
        tell(error)
