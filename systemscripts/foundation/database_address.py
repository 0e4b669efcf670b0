"""Where the database is, in libpq's words, and whose fault it is when it cannot be reached."""

from collections.abc import Mapping

import psycopg2
import psycopg2.extensions

from systemscripts.foundation import private_postgres, secrets, settings
from systemscripts.foundation.errors import ConfigError

DATABASE = "feeds"


def setting(given: settings.Settings, admin: bool) -> str:
    """Which setting says where to connect; "" for the private PostgreSQL."""
    if admin and given.admin_database_url:
        return "ETL_ADMIN_DATABASE_URL"
    return "ETL_DATABASE_URL" if given.database_url else ""


def parameters(
    given: settings.Settings, *, admin: bool = False, dbname: str = ""
) -> dict[str, str]:
    """Keywords for libpq: the URL of the settings, else the private PostgreSQL."""
    url = (given.admin_database_url if admin else "") or given.database_url
    if not url:
        cluster = private_postgres.known(given)
        if cluster is None:
            raise ConfigError(
                "no database is set up",
                hint="Run onboarding/sh/quickstart.sh, or set ETL_DATABASE_URL.",
            )
        return private_postgres.dsn(given, cluster, superuser=admin, dbname=dbname or DATABASE)
    try:
        found = psycopg2.extensions.parse_dsn(url)
        fine = _in_its_place(found)
    except psycopg2.ProgrammingError:
        fine = False
    if not fine:
        raise ConfigError(
            f"{setting(given, admin)} cannot be read",
            hint="Write it as postgresql://user@host:5432/feeds; a password follows the user "
            "after a colon, with %40 for @, %2F for / and %25 for %.",
        )
    secrets.remember(found.get("password", ""))
    return {**found, "dbname": dbname or found.get("dbname", DATABASE)}


def _in_its_place(found: Mapping[str, str]) -> bool:
    """Whether host and port can be such; of an odd URL they may hold parts of the password."""
    host, ports = found.get("host", ""), found.get("port", "5432").split(",")
    odd = "@" in host or (" " in host and not host.startswith("/"))
    return not odd and all(port.isdecimal() or not port for port in ports)
