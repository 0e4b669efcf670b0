"""The text of the cron file. Nothing is written here."""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.schedule import frequency
from systemscripts.tables.schedule import Schedule

LONGEST_LINE = 900  # Debian's cron ignores the whole file for a command of about 1000
_SCRIPT = re.compile(r"[a-z0-9][a-z0-9_]*\.(py|sh)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\%]")
_QUOTED = re.compile(r"""'[^']*'|"([^"]*)\"""")
SHELL_MARKS = "|&;<>()$`#*?[]{}~!"
HEADER = """\
# Made by update_cron_jobs.py from dba.tscheduler and dba.treportmanager:
# edit the rows, not this file.
SHELL=/bin/bash
PATH=/usr/local/bin:/usr/bin:/bin
MAILTO=""
"""


@dataclass(frozen=True)
class Place:
    """Where and as whom the jobs run."""

    wrapper: Path
    log_file: Path
    run_as: str
    environment: Mapping[str, str]


@dataclass(frozen=True)
class CronFile:
    text: str
    left_out: list[str]  # why a row got no line; the other rows stay


def _quoted(path: Path | str) -> str:
    """For a command in a cron line: a bare % would end it, and two backslashes become one."""
    return shlex.quote(str(path)).replace("\\", "\\\\").replace("%", "\\%")


def _assignment(name: str, value: str) -> str:
    """cron knows two kinds of quotes, and no way to write one inside its own kind."""
    quote = "'" if '"' in value else '"'
    if quote in value or _CONTROL.search(value):
        raise ConfigError(
            f"{name} cannot stand in a cron file: {value!r}", hint="Use a path without quotes."
        )
    return f"{name}={quote}{value}{quote}\n"


def _line(schedule: Schedule, place: Place) -> str:
    words = f"{schedule.script} {schedule.arguments}".strip()
    return (
        f"{schedule.frequency} {place.run_as} /bin/bash {_quoted(place.wrapper)} {words}"
        f" >> {_quoted(place.log_file)} 2>&1"
    )


def problem(schedule: Schedule, place: Place) -> str:
    """Why this row cannot stand in the file; empty when it can."""
    if wrong := frequency.problem(schedule.frequency):
        return f"frequency {schedule.frequency!r}: {wrong}"
    job = _SCRIPT.fullmatch(schedule.script) and schedule.script != place.wrapper.name
    if not job or not (place.wrapper.parent / schedule.script).is_file():
        return f"there is no jobscripts/{schedule.script}"
    if _UNSAFE.search(schedule.arguments):
        return "its arguments have %, a backslash or a line break"
    try:
        shlex.split(schedule.arguments)
    except ValueError:
        return "a quote in its arguments is not closed"
    if any(mark in _outside_quotes(schedule.arguments) for mark in SHELL_MARKS):
        return "its arguments have characters that a shell acts upon"
    too_long = len(_line(schedule, place).encode()) >= LONGEST_LINE
    return "its line would be too long for cron" if too_long else ""


def _outside_quotes(arguments: str) -> str:
    """What a shell would look at; $ and ` count inside double quotes too."""
    return _QUOTED.sub(lambda found: re.sub(r"[^$`]", "", found.group(1) or ""), arguments)


def render(schedules: Iterable[Schedule], place: Place) -> CronFile:
    parts, left_out = [HEADER], []
    parts.extend(_assignment(name, value) for name, value in place.environment.items())
    for schedule in schedules:
        comment = _UNSAFE.sub(" ", f"{schedule.origin}: {schedule.name}")
        if reason := problem(schedule, place):
            left_out.append(f"{schedule.origin} ({schedule.name}): {reason}")
            parts.append(f"\n# {comment}: left out, {_UNSAFE.sub(' ', reason)}\n")
        else:
            parts.append(f"\n# {comment}\n{_line(schedule, place)}\n")
    return CronFile("".join(parts), left_out)
