"""Rows as the text of a CSV file in which everything but numbers is quoted."""

import csv
import io
from collections.abc import Iterable, Sequence


def quoted(rows: Iterable[Sequence[object]], line_end: str = "\n") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator=line_end)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return text.getvalue().encode()
