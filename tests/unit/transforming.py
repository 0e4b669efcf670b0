"""A small file, its steps, and what becomes of it."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from systemscripts.foundation.delimited import Delimited
from systemscripts.stages.transform import run_steps

Rows = list[tuple[int, list[str]]]


def written(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Delimited:
    """A CSV file with that header; every row on a line of its own unless a value breaks it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        file.flush()
        start, lines = path.stat().st_size, 1 + sum(name.count("\n") for name in header)
        writer.writerows(rows)
    return Delimited(path, "orders.csv", tuple(header), start=start, first_line=lines + 1)


def read(file: Delimited) -> tuple[list[str], Rows]:
    with file.path.open(encoding="utf-8", newline="") as text:
        rows = [(int(line), values) for line, *values in csv.reader(text, strict=True)]
    return list(file.header), rows


def table(
    folder: Path,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *steps: dict[str, Any],
    **more: Any,
) -> list[list[str]]:
    """Header and values after the steps, without the lines."""
    source = written(folder / "orders.csv", header, rows)
    columns, found = read(run_steps.transform(source, steps, folder, **more))
    return [columns, *(values for _, values in found)]
