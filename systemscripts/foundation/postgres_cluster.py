"""A private PostgreSQL: where its parts are, how to connect, whether it runs."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from systemscripts.foundation import postgres_place, processes, psql, secrets
from systemscripts.foundation.errors import ConfigError
from systemscripts.foundation.settings import Settings

SUPERUSER = "postgres"
SUPERUSER_SECRET = "postgres_superuser"  # noqa: S105
LOADER_SECRET = psql.LOADER_SECRET
CONNECTION_FILE = psql.CONNECTION_FILE

CONFIGURATION = """\
# Written at each start.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '"{socket_folder}"'
unix_socket_permissions = 0700
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
shared_buffers = 128MB
max_wal_size = 2GB
lc_messages = 'C'
"""


@dataclass(frozen=True)
class Cluster:
    """Where everything of the private PostgreSQL is."""

    place: Path
    programs: Path
    account: str  # "" = the user who runs this
    socket_folder: Path
    port: int

    @property
    def data(self) -> Path:
        return self.place / "data"

    def text(self) -> str:
        """The connection file: what libpq would find in its environment, and three facts more."""
        values = {
            "PLACE": self.place,
            "ACCOUNT": self.account,
            "PSQL": self.programs / "psql",
            "PGHOST": self.socket_folder,
            "PGPORT": self.port,
            "PGUSER": "etl_user",
            "PGDATABASE": "feeds",
            **psql.ENVIRONMENT,
        }
        return "".join(f"{name}={value}\n" for name, value in values.items())

    def configuration(self) -> str:
        """etl.conf, which postgresql.conf includes."""
        folder = str(self.socket_folder).replace("'", "''")
        return CONFIGURATION.format(port=self.port, socket_folder=folder)


def known(settings: Settings) -> Cluster | None:
    """The cluster of this data directory, if one was made."""
    try:
        text = (settings.data_dir / CONNECTION_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(
            f"{settings.data_dir / CONNECTION_FILE}: {error.strerror}",
            hint="The private PostgreSQL belongs to the user who made it; run this as that user.",
        ) from error
    try:
        values = dict(line.split("=", 1) for line in text.splitlines())
        return Cluster(
            Path(values["PLACE"]),
            Path(values["PSQL"]).parent,
            values["ACCOUNT"],
            Path(values["PGHOST"]),
            int(values["PGPORT"]),
        )
    except (KeyError, ValueError) as error:
        raise ConfigError(
            f"{settings.data_dir / CONNECTION_FILE} cannot be read",
            hint="Begin anew: onboarding/sh/quickstart.sh --reset",
        ) from error


def dsn(settings: Settings, cluster: Cluster, *, superuser: bool, dbname: str) -> dict[str, str]:
    """How to connect, as keywords of libpq."""
    secret = SUPERUSER_SECRET if superuser else LOADER_SECRET
    return {
        "host": str(cluster.socket_folder),
        "port": str(cluster.port),
        "user": SUPERUSER if superuser else "etl_user",
        "password": secrets.read(settings.secrets_dir, secret),
        "dbname": dbname,
    }


def run(cluster: Cluster, command: Sequence[object]) -> processes.Result:
    """In the cluster's place, as the user who runs it."""
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}
    return processes.run(
        postgres_place.as_account(cluster.account, command), environment, cwd=cluster.place
    )


def _lines_of_pid_file(cluster: Cluster) -> list[str]:
    """What the server wrote down about itself: process, folder, start, port, socket folder, …"""
    try:
        return (cluster.data / "postmaster.pid").read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def process_of(cluster: Cluster) -> int:
    """The server's process id, or 0; a number that some other process has now does not count."""
    try:
        pid = int(_lines_of_pid_file(cluster)[0])
        folder = os.readlink(f"/proc/{pid}/cwd")
    except (OSError, ValueError, IndexError):
        return 0
    return pid if folder == str(cluster.data.resolve()) else 0


def running(cluster: Cluster) -> bool:
    return process_of(cluster) != 0


def state(cluster: Cluster) -> str:
    """starting, ready or stopping, in the server's own words; empty when it does not run."""
    lines = _lines_of_pid_file(cluster)
    if not running(cluster):
        return ""
    return lines[7].strip() if len(lines) > 7 else "starting"


def as_it_runs(cluster: Cluster) -> Cluster:
    """With port and socket folder as the running server has them."""
    lines = _lines_of_pid_file(cluster)
    if len(lines) < 5:
        return cluster
    return replace(cluster, port=int(lines[3]), socket_folder=Path(lines[4]))
