"""petl, from CSV to a table, with conversions."""

from datetime import datetime
from decimal import Decimal

import common
import petl
import psycopg2


def day(form):
    return lambda text: datetime.strptime(text, form).date()


table = petl.fromcsv(str(common.FILE), encoding="utf-8")
table = petl.convert(table, dict.fromkeys(common.COLUMNS, lambda text: text or None))
kinds = {"id": int, "quantity": int, "price": Decimal, "paid": "true".__eq__}
kinds |= {"ordered": day("%Y-%m-%d"), "shipped": day("%d.%m.%Y")}
for name, kind in kinds.items():
    table = petl.convert(table, name, lambda value, kind=kind: value and kind(value))
connection = psycopg2.connect("")
with connection.cursor() as cursor:
    cursor.execute(common.CREATE)
connection.commit()
petl.appenddb(table, connection, common.TABLE)
