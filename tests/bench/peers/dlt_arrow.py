"""dlt at its fastest: pyarrow parses, parquet in between, ADBC writes."""

import os
import tempfile

import common
import dlt
import pyarrow as pa
from pyarrow import csv

folder = tempfile.mkdtemp()
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
KINDS = {
    "id": pa.int64(),
    "price": pa.decimal128(12, 2),
    "quantity": pa.int32(),
    "paid": pa.bool_(),
    "ordered": pa.date32(),
    "shipped": pa.timestamp("s"),
}


@dlt.resource(name=common.TABLE)
def read():
    reader = csv.open_csv(
        common.FILE,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={name: KINDS.get(name, pa.string()) for name in common.COLUMNS},
            timestamp_parsers=["%d.%m.%Y"],
        ),
    )
    for batch in reader:
        table = pa.Table.from_batches([batch])
        place = table.schema.get_field_index("shipped")
        yield table.set_column(place, "shipped", table.column(place).cast(pa.date32()))


pipeline = dlt.pipeline(
    "bench",
    pipelines_dir=folder,
    destination=dlt.destinations.postgres(common.url()),
    dataset_name="public",
)
pipeline.run(read(), loader_file_format="parquet")
