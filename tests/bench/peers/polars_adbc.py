"""polars parses, ADBC writes."""

import adbc_driver_postgresql.dbapi as adbc
import common
import polars as pl

KINDS = {
    "id": pl.Int64,
    "price": pl.Decimal(12, 2),
    "quantity": pl.Int32,
    "paid": pl.Boolean,
    "ordered": pl.Date,
}
frame = pl.read_csv(
    common.FILE, schema_overrides={name: KINDS.get(name, pl.String) for name in common.COLUMNS}
)
frame = frame.with_columns(pl.col("shipped").str.to_date("%d.%m.%Y"))
with adbc.connect(common.url()) as connection:
    with connection.cursor() as cursor:
        cursor.execute(common.CREATE)
        cursor.adbc_ingest(common.TABLE, frame.to_arrow(), mode="append")
    connection.commit()
