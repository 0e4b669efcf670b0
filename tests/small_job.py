"""A job of a few lines, run as a process of its own, and what it left behind."""

import csv
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent, indent

from tests.support import HOME, environment, run

RUN_UUID = "01234567-89ab-4cde-8f01-23456789abcd"
NOBODY_LISTENS = "postgresql://etl_user@127.0.0.1:1/feeds"
FRAME = """\
import logging, os, sys, time
from systemscripts.flows import job
from systemscripts.foundation import database, errors, run_log, secrets
log = logging.getLogger("etl")

def work(given):
{body}

job.run(work)
"""


@dataclass
class SmallJob:
    folder: Path
    settings: dict[str, object] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        names = {
            "ETL_DATA_DIR": self.folder / "var",
            "ETL_DATABASE_URL": NOBODY_LISTENS,
            "ETL_RUN_UUID": RUN_UUID,
            "ETL_RUN_LOG": self.folder / "logs" / "small.log",
            "PYTHONPATH": HOME,
        }
        return environment(**{**names, **self.settings})

    def script(self, body: str) -> Path:
        path = self.folder / "small_job.py"
        path.write_text(FRAME.format(body=indent(dedent(body), "    ")), encoding="utf-8")
        return path

    def run(self, body: str) -> subprocess.CompletedProcess[str]:
        """The body is that of a function `work(given)`."""
        return run([sys.executable, self.script(body)], self.env, cwd=self.folder)

    def lines(self) -> list[str]:
        text = (self.folder / "logs" / "small.log").read_text(encoding="utf-8")
        return text.removesuffix("\n").split("\n")

    def records(self) -> list[dict[str, str]]:
        """The CSV file, read back."""
        path = self.folder / "logs" / "small.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def everything_written(self) -> str:
        """All that the job wrote into files, to search for what must not be there."""
        files = (p for p in self.folder.rglob("*") if p.is_file() and p.name != "small_job.py")
        return "".join(p.read_text(encoding="utf-8", errors="replace") for p in files)
