"""pyarrow parses block by block, ADBC writes."""

import adbc_driver_postgresql.dbapi as adbc
import common
import pyarrow as pa
from pyarrow import csv

KINDS = {
    "id": pa.int64(),
    "price": pa.decimal128(12, 2),
    "quantity": pa.int32(),
    "paid": pa.bool_(),
    "ordered": pa.date32(),
    "shipped": pa.timestamp("s"),
}
options = csv.ConvertOptions(
    column_types={name: KINDS.get(name, pa.string()) for name in common.COLUMNS},
    timestamp_parsers=["%d.%m.%Y", csv.ISO8601],
)
reader = csv.open_csv(
    common.FILE,
    parse_options=csv.ParseOptions(newlines_in_values=True),
    convert_options=options,
)


def blocks():
    for batch in reader:
        place = batch.schema.get_field_index("shipped")
        yield batch.set_column(place, "shipped", batch.column(place).cast(pa.date32()))


schema = pa.schema([(n, KINDS.get(n, pa.string())) for n in common.COLUMNS if n != "shipped"])
schema = schema.insert(common.COLUMNS.index("shipped"), pa.field("shipped", pa.date32()))
with adbc.connect(common.url()) as connection:
    with connection.cursor() as cursor:
        cursor.execute(common.CREATE)
        data = pa.RecordBatchReader.from_batches(schema, blocks())
        cursor.adbc_ingest(common.TABLE, data, mode="append")
    connection.commit()
