"""pandas.to_sql with the method of its own documentation, which uses COPY."""

import csv
from io import StringIO

import pandas_frame


def by_copy(table, connection, keys, rows):
    text = StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    names = ", ".join(f'"{key}"' for key in keys)
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(f'copy "{table.name}" ({names}) from stdin with csv', text)


pandas_frame.write(by_copy, 100_000)
