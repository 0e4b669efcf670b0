"""Secrets come from the environment or from files of mode 600, and never leave in a message."""

import re
import stat
from pathlib import Path

from systemscripts.foundation import safe_files
from systemscripts.foundation.errors import ConfigError
from systemscripts.foundation.settings import SETTINGS

MASK = "***"
MODE = 0o600
SHORTEST = 4  # masking every "a" would hide the message, not the secret
# up to the last @: a password that should have been percent-encoded is masked as well
_PASSWORD_IN_URL = re.compile(r"""(?<=://)([^/\s:@]*):([^\s"'<>]+)@""")
_BREAKING = {
    code: chr(code).encode("unicode_escape").decode()
    for code in (*range(9), *range(10, 32), *range(127, 160), 0x2028, 0x2029)
}
_known: set[str] = set()


def remember(secret: str) -> str:
    """From now on this value is masked wherever something is written."""
    if len(secret) >= SHORTEST:
        _known.add(secret)
    return secret


def mask(text: str) -> str:
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return _PASSWORD_IN_URL.sub(rf"\1:{MASK}@", text)


def one_line(text: str) -> str:
    """Masked, and fit for a line of a log: what would break or steer a line is written out."""
    return mask(text).translate(_BREAKING).encode("utf-8", "backslashreplace").decode()


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
        setting = f", or set {name.upper()}" if name.upper() in SETTINGS else ""
        raise ConfigError(
            f"no secret {name}: {path}: {reason}",
            hint=f"Write it into that file (chmod 600){setting}.",
        ) from error
    if not text:
        raise ConfigError(f"the secret {path} is empty", hint="Write the secret into that file.")
    return remember(text)


def write(folder: Path, name: str, secret: str) -> Path:
    """Keep a new secret; the file never exists with a loose mode."""
    remember(secret)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return safe_files.write_whole(
        folder / name, lambda file: file.write(f"{secret}\n".encode()), mode=MODE
    )
