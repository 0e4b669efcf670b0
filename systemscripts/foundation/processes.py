"""The door to other programs: run one, and hear in our words when it fails."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from systemscripts.foundation.errors import ConfigError, TransientError

Result = subprocess.CompletedProcess[str]


def run(
    command: Sequence[object],
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = 120,
) -> Result:
    """Output is captured; whether the program succeeded is the caller's to judge."""
    try:
        return subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env=environment,
            cwd=cwd,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired as error:
        raise TransientError(f"{command[0]}: not done after {timeout:.0f} s") from error
    except OSError as error:
        raise ConfigError(f"{command[0]}: {error.strerror}", hint="Is it installed?") from error
