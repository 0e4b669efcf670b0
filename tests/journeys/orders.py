"""An import of orders: its row, the files that wait for it, and what became of them."""

import os
from pathlib import Path
from typing import Any

from tests.support import Pipeline

MORNING = 1_767_300_000  # when the first file was written
ROW = {
    "config_name": "Orders",
    "datasource": "Shop",
    "datasettype": "Orders",
    "file_pattern": "orders_",
    "file_type": "CSV",
    "metadata_label_source": "filename",
    "metadata_label_location": "2",
    "dateconfig": "filename",
    "datelocation": "1",
    "dateformat": "yyyyMMdd",
    "delimiter": "_",
    "target_table": "public.torders",
}


def add_import(pipeline: Pipeline, **changes: object) -> None:
    """A row of dba.timportconfig for files such as orders_20260105_north.csv."""
    folders = {
        "source_directory": str(pipeline.inbox),
        "archive_directory": str(pipeline.data_dir / "archive" / "orders"),
    }
    row = {**ROW, **folders, **changes}
    marks = ", ".join(["%s"] * len(row))
    pipeline.rows(
        f"insert into dba.timportconfig ({', '.join(row)}) values ({marks})", *row.values()
    )


def deliver(pipeline: Pipeline, name: str, content: str | bytes, minute: int = 0) -> Path:
    """A file in the inbox, written so many minutes after the first."""
    path = pipeline.inbox / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (MORNING + 60 * minute, MORNING + 60 * minute))
    return path


def load(pipeline: Pipeline, exit_code: int = 0, wanted: str = "Orders") -> str:
    """Run the import; what it said."""
    done = pipeline.job("run_import_job.py", wanted)
    assert done.returncode == exit_code, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(pipeline: Pipeline, columns: str = "*", table: str = "public.torders") -> list[Any]:
    order = "tordersid" if table == "public.torders" else "1"
    return pipeline.rows(f"select {columns} from {table} order by {order}")


def columns_of(pipeline: Pipeline, table: str = "torders") -> list[str]:
    found = pipeline.rows(
        "select column_name from information_schema.columns where table_name = %s"
        " order by ordinal_position",
        table,
    )
    return [name for (name,) in found]


def datasets(pipeline: Pipeline) -> list[Any]:
    """Label, date, status and counts of every dataset, in the order of their making."""
    return pipeline.rows(
        "select label, datasetdate::text, statusname, rows_read, rows_loaded, rows_blank"
        " from dba.tdataset join dba.tdatastatus using (datastatusid) order by datasetid"
    )


def fates(pipeline: Pipeline) -> dict[str, str]:
    """File name -> state of its arrival; the newest one counts."""
    return dict(
        pipeline.rows("select file_name, state from dba.tarrival order by file_name, arrival_id")
    )
