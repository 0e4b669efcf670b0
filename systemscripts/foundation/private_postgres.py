"""A PostgreSQL of our own for whoever has not named another: made, started, stopped, removed."""

import fcntl
import os
import pwd
import secrets as random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from systemscripts.foundation import postgres_place, postgres_programs, safe_files, secrets
from systemscripts.foundation.errors import ConfigError, TransientError
from systemscripts.foundation.postgres_cluster import (
    CONNECTION_FILE,
    SUPERUSER,
    SUPERUSER_SECRET,
    Cluster,
    dsn,
    known,
    process_of,
    run,
    running,
)
from systemscripts.foundation.settings import Settings

__all__ = ["Cluster", "dsn", "ensure", "known", "remove", "running", "stop"]


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    path = settings.folder("locks") / "postgres.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "error:" in line]
    return (fatal or lines or ["no message"])[-1]


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
        done = run(
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


def _configure(settings: Settings, cluster: Cluster) -> Cluster:
    """Write port and socket folder of this start, for the server and for those who connect."""
    port = postgres_place.free_port(cluster.port)
    folder = postgres_place.socket_folder(cluster.place)
    ready = replace(cluster, port=port, socket_folder=folder)
    postgres_place.own_folder(ready.socket_folder, ready.account)
    quoted = str(folder).replace("'", "''")
    conf = ready.data / "etl.conf"
    conf.write_text(CONFIGURATION.format(port=port, socket_folder=quoted))
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
    ready = _configure(settings, replace(cluster, programs=programs))
    first_words = ready.place / "start.log"
    command = [programs / "pg_ctl", "start", "-w", "-t", 60, "-D", ready.data, "-l", first_words]
    for last_try in (False, False, True):
        done = run(ready, command)
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
            postgres_place.own_folder(cluster.place, cluster.account)
            _initdb(settings, cluster)
        if running(cluster):
            return cluster
        return _start(settings, cluster)


def _new(settings: Settings) -> Cluster:
    account = postgres_place.account(settings)
    place = postgres_place.place(settings, account)
    if account and place.is_relative_to(postgres_place.ELSEWHERE):
        postgres_place.ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    postgres_place.own_folder(place, account)
    programs = postgres_place.programs(settings, account, place)
    return Cluster(
        place,
        programs,
        account,
        postgres_place.socket_folder(place),
        postgres_place.first_port(settings),
    )


def stop(settings: Settings) -> bool:
    """Return whether it ran."""
    with _alone(settings):
        cluster = known(settings)
        if cluster is None or not running(cluster):
            return False
        done = run(
            cluster, [cluster.programs / "pg_ctl", "stop", "-w", "-m", "fast", "-D", cluster.data]
        )
        if done.returncode != 0 and (pid := process_of(cluster)):
            os.kill(pid, signal.SIGQUIT)
        return True


def remove(settings: Settings) -> None:
    """Everything of the cluster, wherever it lies."""
    stop(settings)
    cluster = known(settings)
    for folder in {cluster.place, cluster.socket_folder} if cluster else set():
        shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(settings.data_dir / "postgres", ignore_errors=True)
