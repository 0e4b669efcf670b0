"""Seeded files for benchmarks: ten columns as feeds have them, the same bytes for the same seed."""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path

HEADER = ("id", "code", "name", "remark", "ordered", "shipped", "price", "quantity", "paid", "city")
TYPES = (
    *("bigint", "text", "text", "text", "date"),
    *("date", "numeric(12,2)", "integer", "boolean", "text"),
)
WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
WORDS += ("iota", "kappa", "lambda", "mu")
CITIES = ("Aachen", "Bern", "Córdoba", "Dún Laoghaire", "Łódź", "São Paulo", "東京")
FIRST_DAY = date(2015, 1, 1)
BATCH = 20_000


def rows(count: int, seed: int = 1, first_id: int = 1) -> Iterator[tuple[str, ...]]:
    """Ids, codes with leading zeros, quotes and line breaks, two ways to write a date, nulls."""
    draw = random.Random(seed)
    days = [FIRST_DAY + timedelta(days=n) for n in range(4000)]
    for number in range(first_id, first_id + count):
        chance = draw.random()
        ordered, shipped = draw.choice(days), draw.choice(days)
        remark = " ".join(draw.choices(WORDS, k=6))
        if chance < 0.05:
            remark = f'said "{remark}",\nthen left'
        elif chance < 0.3:
            remark = f"{remark}, {remark}"
        yield (
            str(number),
            f"{draw.randrange(10**8):08d}",
            f"{draw.choice(WORDS)} {draw.randrange(10**6)}",
            remark,
            ordered.isoformat(),
            shipped.strftime("%d.%m.%Y") if chance < 0.9 else "",
            f"{draw.randrange(10**7) / 100:.2f}" if chance > 0.1 else "",
            str(draw.randrange(1000)),
            "true" if chance < 0.7 else "false",
            draw.choice(CITIES),
        )


def spoil(row: tuple[str, ...], number: int) -> tuple[str, ...]:
    """The same row with one value that its column cannot hold; which one goes round."""
    position, value = ((6, "n/a"), (4, "2026-02-30"), (7, "many"), (8, "perhaps"))[number % 4]
    return (*row[:position], value, *row[position + 1 :])


def spoilt(given: Iterable[tuple[str, ...]], bad_every: int) -> Iterator[tuple[str, ...]]:
    """The same rows; every so many rows one is bad."""
    for number, row in enumerate(given, start=1):
        yield row if number % bad_every else spoil(row, number // bad_every)


def half_known(count: int) -> Iterator[tuple[str, ...]]:
    """Every other row is one of rows(count)."""
    new = rows(count, seed=2, first_id=count + 1)
    for number, pair in enumerate(zip(rows(count), new, strict=True)):
        yield pair[number % 2]


def daily(count: int, day: int, first_id: int) -> Iterator[tuple[str, ...]]:
    """Mostly new rows; every tenth is one of rows(count)."""
    new = rows(count, seed=100 + day, first_id=first_id)
    for number, pair in enumerate(zip(rows(count), new, strict=True)):
        yield pair[number % 10 != 0]


def write(path: Path, given: Iterable[tuple[str, ...]]) -> Path:
    """A CSV file."""
    left = iter(given)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADER) + "\n")
        while batch := list(islice(left, BATCH)):
            buffer = StringIO()
            csv.writer(buffer, lineterminator="\n").writerows(batch)
            file.write(buffer.getvalue())
    return path
