"""Each outside thing has one door: whoever needs the thing asks the module that owns it."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house import tree

FOUNDATION = "systemscripts/foundation"
SUPERVISOR = "systemscripts/flows/supervise_run.py"
WRAPPED = "jobscripts/_through_wrapper.py"


class Door(NamedTuple):
    things: tuple[str, ...]
    keepers: tuple[str, ...]
    open_to_all: tuple[str, ...] = ()


ONE_DOOR = {
    "environment": Door(
        ("os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv"),
        (
            f"{FOUNDATION}/settings.py",
            # these hand an environment to a child process, or look whether they are one
            f"{FOUNDATION}/psql.py",
            SUPERVISOR,
            WRAPPED,
        ),
    ),
    "PostgreSQL": Door(
        ("psycopg2",),
        (f"{FOUNDATION}/database.py", f"{FOUNDATION}/database_address.py"),
        ("psycopg2.sql",),
    ),
    "HTTP": Door(
        ("requests", "httpx", "urllib3", "urllib.request", "http.client"),
        (f"{FOUNDATION}/http.py",),
    ),
    "mail": Door(("smtplib",), (f"{FOUNDATION}/mailer.py",)),
    "processes": Door(
        (
            *("subprocess", "multiprocessing", "asyncio.subprocess", "pty"),
            *(
                "os.fork",
                "os.forkpty",
                "os.posix_spawn",
                "os.posix_spawnp",
                "os.system",
                "os.popen",
            ),
            *("os.execl", "os.execle", "os.execlp", "os.execv", "os.execve", "os.execvp"),
            *("os.execvpe", "os.spawnl", "os.spawnv", "os.spawnve", "os.spawnvp", "os.spawnvpe"),
        ),
        (
            f"{FOUNDATION}/processes.py",
            f"{FOUNDATION}/psql.py",
            SUPERVISOR,
            WRAPPED,
        ),
    ),
    "clock": Door(
        (
            *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"),
            *("datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime"),
        ),
        (f"{FOUNDATION}/clock.py",),
    ),
}


def door_problems(root: Path, thing: str) -> list[str]:
    door = ONE_DOOR[thing]
    problems: dict[str, None] = {}
    for path in tree.code(root):
        here = tree.relative(root, path)
        if here in door.keepers:
            continue
        for line, name in tree.mentions(tree.parsed(path)):
            if _is_one_of(name, door.things) and not _is_one_of(name, door.open_to_all):
                problems[f"{here}:{line} uses {name}; the door to {thing} is {door.keepers[0]}"] = (
                    None
                )
    return list(problems)


def _is_one_of(name: str, things: tuple[str, ...]) -> bool:
    return any(name == thing or name.startswith(f"{thing}.") for thing in things)


@pytest.mark.parametrize("thing", ONE_DOOR)
def test_each_outside_thing_has_one_door(thing):
    assert door_problems(tree.ROOT, thing) == []


@pytest.mark.parametrize(
    "thing, text",
    [
        ("environment", "import os\nhome = os.environ['HOME']"),
        ("environment", "from os import getenv"),
        ("environment", "import os as system\nsystem.getenv('HOME')"),
        ("PostgreSQL", "import psycopg2"),
        ("PostgreSQL", "from psycopg2 import extras"),
        ("HTTP", "def f():\n    import requests"),
        ("HTTP", "from urllib.request import urlopen"),
        ("mail", "from smtplib import SMTP"),
        ("processes", "from subprocess import run"),
        ("processes", "import os\nos.execv('/bin/sh', ['sh'])"),
        ("clock", "from datetime import datetime\ndatetime.now()"),
        ("clock", "import datetime\ndatetime.date.today()"),
        ("clock", "import time\ntime.time()"),
    ],
)
def test_a_second_door_is_noticed(tmp_path, thing, text):
    tree.plant(tmp_path, {"systemscripts/stages/load/copy.py": text})
    assert door_problems(tmp_path, thing)


@pytest.mark.parametrize("thing, door", ONE_DOOR.items())
def test_a_keeper_may_use_its_thing(tmp_path, thing, door):
    tree.plant(tmp_path, {door.keepers[0]: f"import {door.things[0].partition('.')[0]} as it"})
    assert door_problems(tmp_path, thing) == []


def test_what_only_looks_like_an_outside_thing_is_free(tmp_path):
    text = """
import time
from psycopg2 import sql
def waiting(requests):
    requests.append(sql.SQL("select 1"))
    return time.monotonic() - time.perf_counter()
"""
    tree.plant(tmp_path, {"systemscripts/stages/load/copy.py": text})
    assert [door_problems(tmp_path, thing) for thing in ONE_DOOR] == [[]] * len(ONE_DOOR)
