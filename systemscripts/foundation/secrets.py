"""Secrets come from the environment or from files of mode 600, and never leave in a message."""

import re
import stat
from pathlib import Path

from systemscripts.foundation.errors import ConfigError

MASK = "***"
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^/\s:@]*):([^/\s@]+)@")
_known: set[str] = set()


def remember(secret: str) -> str:
    """From now on this value is masked wherever something is written."""
    if len(secret) >= 4:
        _known.add(secret)
    return secret


def mask(text: str) -> str:
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return _PASSWORD_IN_URL.sub(rf"\1:{MASK}@", text)


def _refuse_loose(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise ConfigError(
            f"the secret {path} can be read by others (mode {mode:o})",
            hint=f"Run: chmod 600 '{path}'",
        )


def read(folder: Path, name: str, from_environment: str = "") -> str:
    """The secret, or an error that says where to put it."""
    if from_environment:
        return remember(from_environment)
    path = folder / name
    try:
        _refuse_loose(path)
        text = path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ConfigError(
            f"no secret {name}: {path}: {reason}",
            hint=f"Write it into that file (chmod 600), or set {name.upper()}.",
        ) from error
    if not text:
        raise ConfigError(f"the secret {path} is empty", hint="Write the secret into that file.")
    return remember(text)


def write(folder: Path, name: str, secret: str) -> Path:
    """Keep a new secret; the file never exists with a loose mode."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    unfinished = folder / f".{name}.part"
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600, exist_ok=False)
    unfinished.write_text(secret + "\n", encoding="utf-8")
    unfinished.rename(path)
    remember(secret)
    return path
