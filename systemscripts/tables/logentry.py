"""dba.tlogentry: log lines, in batches."""

from systemscripts.foundation import database, queries
from systemscripts.foundation.run_log import Line

QUERIES = queries.beside(__file__)


def insert(connection: database.Connection, lines: list[Line]) -> None:
    columns: dict[str, list[object]] = {
        name: [getattr(line, name) for line in lines] for name in Line.__dataclass_fields__
    }
    columns["run_uuid"] = [line.run_uuid or None for line in lines]
    columns["message"] = [line.message.replace("\0", "\\0") for line in lines]
    database.execute(connection, QUERIES.insert_lines, **columns)
