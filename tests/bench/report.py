"""What benchmarks found, as a table for people, with the machine that it was found on."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """Goal and result are multiples of what it is compared with; None: nobody set a goal."""

    case: str
    result: float
    goal: float | None
    megabytes: int | None = None
    at_least: bool = False  # a goal from below
    more: Sequence[str] = ()

    @property
    def missed(self) -> bool:
        if self.goal is None:
            return False
        reached = round(self.result, 2)
        return reached < self.goal if self.at_least else reached > self.goal

    @property
    def judged(self) -> str:
        """Such as `1.4` and `1.8, goal 1.5`."""
        text = number(self.result)
        return f"{text}, goal {number(self.goal)}" if self.goal and self.missed else text


@dataclass
class Table:
    title: str
    headings: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)
    about: str = ""  # the machine

    def lines(self) -> Iterator[str]:
        """In Markdown."""
        yield f"**{self.title}** ({self.about})" if self.about else f"**{self.title}**"
        yield ""
        yield "| " + " | ".join(self.headings) + " |"
        yield "| --- |" + " ---: |" * (len(self.headings) - 1)
        for row in self.rows:
            yield "| " + " | ".join(row) + " |"


TABLES: list[Table] = []  # of this session, printed at its end


def number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def machine(postgres: str, folder: Path) -> str:
    """Such as: AMD EPYC, 2 cores, 24 GB, PostgreSQL 15.14, Python 3.11.7, data in memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    where = "in memory (tmpfs)" if file_system(folder) == "tmpfs" else "on disk"
    parts = (processor(), f"{cores} core{'s' if cores != 1 else ''}", f"{memory:.0f} GB")
    versions = (f"PostgreSQL {postgres}", f"Python {platform.python_version()}")
    return ", ".join((*parts, *versions, f"data {where}"))


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def file_system(folder: Path) -> str:
    """Of the longest mount point above a folder."""
    best, kind = "", ""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, point, found, *_ = line.split()
        if folder.resolve().is_relative_to(point) and len(point) >= len(best):
            best, kind = point, found
    return kind
