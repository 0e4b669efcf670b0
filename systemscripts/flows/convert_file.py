"""One spreadsheet, converted by hand: the CSV file appears beside it, never over another one."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from systemscripts.foundation import run_log, safe_files
from systemscripts.foundation.errors import DataError, UsageError
from systemscripts.foundation.settings import Settings
from systemscripts.stages.convert.to_csv import to_csv

log = logging.getLogger("etl")


def convert_file(given: Settings, path: Path) -> None:
    if not path.is_file():
        raise UsageError(f"no such file: {path}", hint="Name a spreadsheet.")
    with TemporaryDirectory(dir=given.folder("file_watcher/file_watcher_temp")) as work:
        converted = to_csv(path, Path(work))
        if converted == path:
            raise DataError(f"{path.name} is no spreadsheet", hint="It seems to be text already.")
        content = converted.read_bytes()
    target = path.with_suffix(".csv")
    if target.exists() and target.read_bytes() != content:
        target = safe_files.free_name(target.parent, target.name)
    safe_files.write_whole(target, lambda file: file.write(content))
    rows = content.count(b"\n")
    log.info("%s: %s lines", target, rows)
    run_log.report(given, rows_out=rows)
