"""Landing: COPY every row as text, with its line number, into a table of this transaction."""

from collections.abc import Iterator

from psycopg2 import sql

from systemscripts.foundation import database

# headings are lower case, so none of them can be the column of the line
CREATE = 'create temporary table landing_rows ("LINE" bigint, {columns}) on commit drop'
COPY = "copy landing_rows from stdin"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _Text:
    """Rows in COPY's text format, as a file that is read once."""

    def __init__(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        self.rows = rows
        self.waiting = ""
        self.count = 0
        self.blank = 0
        self.problem: Exception | None = None

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
        """The driver turns what is raised here into an error of the server; keep the true one."""
        try:
            return self._read(size)
        except Exception as problem:
            self.problem = problem
            raise

    def _read(self, size: int) -> str:
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
    try:
        database.copy_in(connection, COPY, text)
    except database.Error:
        if text.problem:
            raise text.problem from None
        raise
    return text.count, text.blank
