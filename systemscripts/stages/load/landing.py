"""Landing: COPY every row as text, with its line number, into a table of this transaction."""

from collections.abc import Iterator

from psycopg2 import sql

from systemscripts.foundation import database

CREATE = "create temporary table landing_rows (line bigint, {columns}) on commit drop"
COPY = "copy landing_rows from stdin"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _Text:
    """Rows in COPY's text format, as a file that is read once."""

    def __init__(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        self.rows = rows
        self.waiting = ""
        self.count = 0
        self.blank = 0

    def _next(self) -> str:
        for line, row in self.rows:
            self.count += 1
            if not any(row):
                self.blank += 1
                continue
            values = [value.translate(ESCAPES) if value else "\\N" for value in row]
            return f"{line}\t" + "\t".join(values) + "\n"
        return ""

    def read(self, size: int = -1) -> str:
        parts, length = [self.waiting], len(self.waiting)
        while (size < 0 or length < size) and (text := self._next()):
            parts.append(text)
            length += len(text)
        whole = "".join(parts)
        if size < 0:
            self.waiting = ""
            return whole
        self.waiting = whole[size:]
        return whole[:size]


def land(
    connection: database.Connection, columns: list[str], rows: Iterator[tuple[int, list[str]]]
) -> tuple[int, int]:
    """How many rows the file has, and how many of them are blank."""
    text = _Text(rows)
    described = sql.SQL(", ").join(
        sql.SQL("{} text").format(sql.Identifier(name)) for name in columns
    )
    database.execute(connection, sql.SQL(CREATE).format(columns=described))
    database.copy_in(connection, COPY, text)
    return text.count, text.blank
