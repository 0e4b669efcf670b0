"""Rows as a table: for HTML, for plain text, for a CSV file."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from systemscripts.foundation import csv_text

CELL = "padding:6px 10px;border:1px solid #c8ccd0;vertical-align:top;"
HEAD = CELL + "background-color:#eef1f4;text-align:left;font-weight:bold;"
TABLE = "border-collapse:collapse;font-family:Arial,Helvetica,sans-serif;font-size:14px;"
NOTHING = "Nothing."


@dataclass(frozen=True)
class Grid:
    """The answer of a query."""

    headings: list[str]
    rows: Sequence[tuple[Any, ...]]


def shown(value: object) -> str:
    return "" if value is None else str(value)


def _numeric(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def as_html(grid: Grid, name: str) -> str:
    """A table that a screen reader can read; styles stand in it, as mail readers drop the rest."""
    if not grid.rows:
        return f'<p style="font-family:Arial,Helvetica,sans-serif;font-size:14px;">{NOTHING}</p>'
    head = "".join(
        f'<th scope="col" style="{HEAD}">{html.escape(heading)}</th>' for heading in grid.headings
    )
    body = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>\n" for row in grid.rows)
    label = html.escape(name, quote=True)
    return (
        f'<table role="table" aria-label="{label}" style="{TABLE}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"
    )


def _html_cell(value: object) -> str:
    align = "text-align:right;" if _numeric(value) else ""
    return f'<td style="{CELL}{align}">{html.escape(shown(value))}</td>'


def as_text(grid: Grid) -> str:
    """Columns side by side, for readers without HTML."""
    if not grid.rows:
        return NOTHING
    lines = [[*map(_in_one_line, line)] for line in (grid.headings, *grid.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(grid.headings))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _in_one_line(value: object) -> str:
    return " ".join(shown(value).splitlines())


def as_csv(grid: Grid) -> bytes:
    return csv_text.quoted([grid.headings, *grid.rows], line_end="\r\n")
