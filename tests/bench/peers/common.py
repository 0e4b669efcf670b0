"""What the small programs of this folder share: PEER.py FILE TABLE, with libpq's environment."""

import os
import sys
from pathlib import Path
from urllib.parse import quote

FILE, TABLE = Path(sys.argv[1]), sys.argv[2]
COLUMNS = (
    "id",
    "code",
    "name",
    "remark",
    "ordered",
    "shipped",
    "price",
    "quantity",
    "paid",
    "city",
)
TYPES = (
    *("bigint", "text", "text", "text", "date"),
    *("date", "numeric(12,2)", "integer", "boolean", "text"),
)
CREATE = f"create table {TABLE} ({', '.join(map(' '.join, zip(COLUMNS, TYPES, strict=True)))})"


def url(scheme: str = "postgresql") -> str:
    """For those who want an address; over TCP, which all of them know."""
    password = quote(os.environ["PGPASSWORD"], safe="")
    place = f"127.0.0.1:{os.environ['PGPORT']}/{os.environ['PGDATABASE']}"
    return f"{scheme}://{os.environ['PGUSER']}:{password}@{place}"
