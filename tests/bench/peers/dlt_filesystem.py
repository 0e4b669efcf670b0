"""dlt as its pages show it: the filesystem source, everything else by default."""

import os
import tempfile

import common
import dlt
from dlt.sources.filesystem import filesystem, read_csv

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
folder = tempfile.mkdtemp()
files = filesystem(bucket_url=common.FILE.parent.as_uri(), file_glob=common.FILE.name)
pipeline = dlt.pipeline(
    "bench",
    pipelines_dir=folder,
    destination=dlt.destinations.postgres(common.url()),
    dataset_name="public",
)
pipeline.run((files | read_csv()).with_name(common.TABLE))
