"""One insert a row, as older versions of this system did it."""

import csv

import common
import psycopg2

with psycopg2.connect("") as connection, connection.cursor() as cursor:
    cursor.execute(common.CREATE)
    with common.FILE.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        marks = ", ".join(["nullif(%s, '')::" + kind for kind in common.TYPES])
        cursor.executemany(f"insert into {common.TABLE} values ({marks})", rows)
