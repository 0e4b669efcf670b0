"""Processes measured turn by turn, so that only ratios count: the seconds belong to the machine."""

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import one_process

LAUNCHER = Path(one_process.__file__)
PATIENCE = 3600


class Failed(Exception):
    """A process did not end well; the last line is what it said last."""


@dataclass(frozen=True)
class Spent:
    """What one process took, with all it started."""

    seconds: float
    busy: float  # seconds on a processor, with those of the server
    megabytes: int  # of its largest process
    said: str


@dataclass(frozen=True)
class Side:
    """One of two that are compared: `prepare` is not measured, nor is `check`."""

    name: str
    commands: Sequence[Sequence[str | Path]]  # at once
    env: Mapping[str, str]
    prepare: Callable[[], object] = lambda: None
    check: Callable[[], object] = lambda: None


@dataclass
class Taken:
    """All that the rounds took, by the name of the side."""

    sides: dict[str, list[Spent]] = field(default_factory=dict)

    def add(self, side: str, spent: Spent) -> None:
        self.sides.setdefault(side, []).append(spent)

    def seconds(self, side: str) -> float:
        return statistics.median(spent.seconds for spent in self.sides[side])

    def megabytes(self, side: str) -> int:
        return max(spent.megabytes for spent in self.sides[side])

    def ratio(self, side: str, base: str) -> float:
        """The median of the rounds."""
        pairs = zip(self.sides[side], self.sides[base], strict=True)
        return statistics.median(ours.seconds / theirs.seconds for ours, theirs in pairs)

    def work(self, side: str, base: str) -> float:
        """Likewise of the work on all processors, which others on the machine hardly change."""
        pairs = zip(self.sides[side], self.sides[base], strict=True)
        return statistics.median(ours.busy / theirs.busy for ours, theirs in pairs)


def spent(
    commands: Sequence[Sequence[str | Path]],
    env: Mapping[str, str],
    server: Callable[[], float] = lambda: 0.0,
) -> Spent:
    """`server` tells how long the server has been on a processor so far."""
    before = server()
    words: list[str] = []
    for command in commands:
        words += [one_process.AND] if words else []
        words += map(str, command)
    done = subprocess.run(
        [sys.executable, "-S", "-E", str(LAUNCHER), *words],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    said, _, last = done.stdout.rstrip("\n").rpartition("\n")
    seconds, busy, megabytes, codes = last.split()
    if set(codes.split(",")) != {"0"}:
        raise Failed(f"{words}: {codes}\n{said}\n{done.stderr}")
    busy_in_all = float(busy) + server() - before
    return Spent(float(seconds), busy_in_all, int(megabytes), said + done.stderr)


def turn_by_turn(
    sides: Sequence[Side], rounds: int, server: Callable[[], float] = lambda: 0.0
) -> Taken:
    """Each side once a round; the others' work on the machine falls on both."""
    taken = Taken()
    for _ in range(rounds):
        for side in sides:
            side.prepare()
            taken.add(side.name, spent(side.commands, side.env, server))
            side.check()
    return taken
