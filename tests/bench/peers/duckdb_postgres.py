"""DuckDB reads, its postgres extension writes."""

from pathlib import Path

import common
import duckdb
import duckdb_extension_postgres_scanner as scanner

(EXTENSION,) = Path(scanner.__file__).parent.rglob("*.duckdb_extension")
TYPES = (
    "{"
    + ", ".join(
        f"'{name}': '{'varchar' if name == 'shipped' else kind}'"
        for name, kind in zip(common.COLUMNS, common.TYPES, strict=True)
    )
    + "}"
)
QUERY = f"""
insert into pg.public.{common.TABLE}
select * replace (strptime(shipped, '%d.%m.%Y')::date as shipped)
from read_csv('{common.FILE}', header = true, columns = {TYPES})
"""

connection = duckdb.connect()
connection.execute(f"load '{EXTENSION}'")
connection.execute("attach '' as pg (type postgres)")
connection.execute(f"call postgres_execute('pg', '{common.CREATE}')")
connection.execute(QUERY)
