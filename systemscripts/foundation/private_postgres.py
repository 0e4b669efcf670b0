"""A PostgreSQL of our own for whoever has not named another: made, started, stopped, removed."""

import fcntl
import os
import pwd
import secrets as random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from systemscripts.foundation import postgres_place, postgres_programs, safe_files, secrets
from systemscripts.foundation.errors import ConfigError, TransientError
from systemscripts.foundation.postgres_cluster import (
    CONNECTION_FILE,
    SUPERUSER,
    SUPERUSER_SECRET,
    Cluster,
    as_it_runs,
    dsn,
    known,
    process_of,
    run,
    running,
    state,
)
from systemscripts.foundation.settings import Settings

__all__ = ["Cluster", "dsn", "ensure", "known", "remove", "running", "state", "stop"]
PATIENCE = 60  # seconds for a start or a stop


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


def _settled(cluster: Cluster) -> str:
    """`ready`, or empty when it does not run; whatever is on its way is waited for."""
    deadline = time.monotonic() + PATIENCE
    while (now := state(cluster)) not in ("ready", ""):
        if time.monotonic() > deadline:
            raise TransientError(
                f"PostgreSQL is still {now} after {PATIENCE} s",
                hint=f"Read {cluster.data / 'log'}.",
            )
        time.sleep(0.05)
    return now


def _superuser_password(settings: Settings) -> str:
    try:
        return secrets.read(settings.secrets_dir, SUPERUSER_SECRET)
    except ConfigError:
        if (settings.secrets_dir / SUPERUSER_SECRET).exists():
            raise
    password = random.token_urlsafe(24)
    secrets.write(settings.secrets_dir, SUPERUSER_SECRET, password)
    return password


def _clear_unfinished(cluster: Cluster) -> None:
    """What was left behind when the making of a cluster was cut short."""
    for leftover in cluster.place.glob("data*.part"):
        shutil.rmtree(leftover, ignore_errors=True)
    (cluster.place / "password.part").unlink(missing_ok=True)


def _initdb(settings: Settings, cluster: Cluster) -> None:
    """Make the cluster under another name, so that a half-made one is never used."""
    # a name that nobody had: an initdb whose caller was killed may still be writing
    unfinished = cluster.place / f"data.{random.token_hex(4)}.part"
    password = _superuser_password(settings)
    password_file = cluster.place / "password.part"
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
        password_file.unlink(missing_ok=True)
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
    for leftover in folder.glob(".s.PGSQL.*"):
        leftover.unlink()
    conf = ready.data / "etl.conf"
    conf.write_text(ready.configuration(), encoding="utf-8")
    if ready.account:
        os.chown(conf, pwd.getpwnam(ready.account).pw_uid, -1)
    return _published(settings, ready)


def _published(settings: Settings, cluster: Cluster) -> Cluster:
    safe_files.replace_text(settings.data_dir / CONNECTION_FILE, cluster.text(), mode=0o600)
    return cluster


def _fitting(settings: Settings, cluster: Cluster) -> Cluster:
    """With programs of the version of its data."""
    wanted = int((cluster.data / "PG_VERSION").read_text())
    if postgres_programs.version(cluster.programs) == wanted:
        return cluster
    return replace(cluster, programs=postgres_programs.fitting(wanted, settings.postgres_bin))


def _start(settings: Settings, cluster: Cluster) -> Cluster:
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    first_words = cluster.place / "start.log"
    # pg_ctl writes a shell command; where our names would mean something there, they stay short
    base = Path() if postgres_place.speaks_to_a_shell(cluster.place) else cluster.place
    command = [cluster.programs / "pg_ctl", "start", "-w", "-t", PATIENCE]
    command += ["-D", base / "data", "-l", base / "start.log"]
    for last_try in (False, False, True):
        first_words.unlink(missing_ok=True)
        ready = _configure(settings, cluster)
        done = run(ready, command)
        if done.returncode == 0:
            return ready
        if _settled(ready) == "ready":  # a start whose caller had been killed came first
            return _published(settings, as_it_runs(ready))
        if not last_try:
            time.sleep(1)  # processes of a server that was killed may need a moment to go
    said = first_words.read_text(errors="replace") if first_words.exists() else done.stderr
    raise TransientError(
        f"PostgreSQL does not start: {_last_line(said)}",
        hint=f"Read {first_words} and {ready.data / 'log'}.",
    )


def ensure(settings: Settings) -> Cluster:
    """Make the cluster if there is none, start it if it does not run."""
    with _alone(settings):
        made = known(settings)
        cluster = made or _new(settings)
        if _settled(cluster) == "ready":
            return _published(settings, as_it_runs(cluster))
        if made and not made.data.is_dir():
            raise ConfigError(
                f"the data directory {made.data} is gone",
                hint="Bring it back, or begin anew: onboarding/sh/quickstart.sh --reset",
            )
        postgres_place.own_folder(cluster.place, cluster.account)
        _clear_unfinished(cluster)
        if not cluster.data.is_dir():
            _initdb(settings, cluster)
        return _start(settings, _fitting(settings, cluster))


def _new(settings: Settings) -> Cluster:
    account = postgres_place.account(settings)
    place = postgres_place.place(settings, account)
    elsewhere = postgres_place.ELSEWHERE
    if place.is_relative_to(elsewhere) and not elsewhere.exists():
        elsewhere.mkdir(parents=True)
        elsewhere.chmod(0o755)  # whatever the umask
    programs = postgres_place.programs(settings, account, place)
    return Cluster(
        place,
        programs,
        account,
        postgres_place.socket_folder(place),
        postgres_place.first_port(settings),
    )


def _stop(cluster: Cluster) -> bool:
    """Without pg_ctl, which may have been upgraded away."""
    asked = False
    for how, patience in ((signal.SIGINT, PATIENCE), (signal.SIGQUIT, 10)):
        pid = process_of(cluster)
        if not pid:
            return asked
        asked = True
        os.kill(pid, how)
        deadline = time.monotonic() + patience
        while process_of(cluster) == pid and time.monotonic() < deadline:
            time.sleep(0.02)
    if process_of(cluster):
        raise TransientError("PostgreSQL does not stop", hint=f"Read {cluster.data / 'log'}.")
    return asked


def stop(settings: Settings) -> bool:
    """Return whether it ran."""
    with _alone(settings):
        cluster = known(settings)
        return cluster is not None and _stop(cluster)


def _known_or_planned(settings: Settings) -> Cluster:
    with suppress(ConfigError):  # a connection file that cannot be read is removed too
        if cluster := known(settings):
            return cluster
    account = postgres_place.account(settings)
    place = postgres_place.place(settings, account)
    return Cluster(place, place, account, postgres_place.socket_folder(place), 0)


def remove(settings: Settings) -> None:
    """Everything of the cluster, wherever it lies, also of one that was begun only."""
    with _alone(settings):
        cluster = _known_or_planned(settings)
        _stop(cluster)
        folders = [cluster.socket_folder, cluster.place, settings.data_dir / "postgres"]
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # others may still live there
            postgres_place.ELSEWHERE.rmdir()
    for folder in folders:
        if folder.exists():
            raise ConfigError(f"{folder} cannot be removed", hint="Remove it as its owner.")
