"""An import of orders: its row, the files that wait for it, and what became of them."""

import json
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


def with_contract(pipeline: Pipeline, *columns: dict[str, object], **changes: object) -> None:
    """The same with such columns."""
    contract = json.dumps({"columns": columns})
    add_import(pipeline, **{"typing": "contract", "contract": contract, **changes})


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


def problems(pipeline: Pipeline) -> list[Any]:
    """Line, column, value and reason of every row that was kept aside."""
    return pipeline.rows(
        "select line, column_name, value, reason from dba.timportproblem order by problem_id"
    )


def messages(pipeline: Pipeline) -> dict[str, str]:
    """Word of the file name behind the date -> why the file was refused."""
    refused = "select file_name, message from dba.tarrival where state = 'refused'"
    return {name.split("_")[2].split(".")[0]: text for name, text in pipeline.rows(refused)}


def types_of(pipeline: Pipeline, table: str = "public.torders") -> dict[str, str]:
    """The columns of a table, without those that every table has, and their types."""
    found = pipeline.rows(
        "select attname::text, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
        table,
    )
    key = f"{table.partition('.')[2]}id"
    return {name: kind for name, kind in found if name not in (key, "datasetid", "row_hash")}


def must_add_up(pipeline: Pipeline) -> None:
    """Every data row is loaded, duplicate, rejected or blank, and each of them is there."""
    for found in pipeline.rows(
        "select rows_read, rows_loaded + rows_duplicate + rows_rejected + rows_blank,"
        " rows_rejected,"
        " (select count(*) from dba.timportproblem p where p.datasetid = d.datasetid),"
        " rows_duplicate - (select count(*) from dba.vimportduplicate i"
        " where i.datasetid = d.datasetid), load_mode from dba.tdataset d"
    ):
        read, together, rejected, kept, forgotten, mode = found
        assert (read, rejected) == (together, kept)
        assert forgotten == 0 or mode == "merge"


def counts(pipeline: Pipeline) -> list[Any]:
    """Read, loaded, duplicate and rejected rows of every dataset, in the order of their making."""
    return pipeline.rows(
        "select rows_read, rows_loaded, rows_duplicate, rows_rejected"
        " from dba.tdataset order by datasetid"
    )
