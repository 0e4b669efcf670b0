"""One file, converted by hand: CSV appears beside it, never over another file."""

import csv
import filecmp
import logging
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from systemscripts.foundation import delimited_rows, run_log, safe_files, wording
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError, UsageError
from systemscripts.foundation.settings import Settings
from systemscripts.stages.convert import workbooks
from systemscripts.stages.convert.to_table import to_table
from systemscripts.tables.import_config import Reading

log = logging.getLogger("etl")
SILENT_SECONDS = 10
LONGEST_NAME = 100
Texts = Iterable[list[str]]


def convert_file(
    given: Settings, path: Path, sheet: str | None = None, all_sheets: bool = False
) -> None:
    if not path.is_file():
        raise UsageError(f"no such file: {path}", hint="Name a spreadsheet.")
    with TemporaryDirectory(dir=given.folder("file_watcher/file_watcher_temp")) as work:
        converted = Path(work) / "rows.csv"
        rows = 0
        for name, texts in _tables(path, sheet, all_sheets, Path(work)):
            count = _write(converted, texts, path.name)
            target = _beside(converted, path.with_name(name))
            log.info("%s: %s", target, wording.counted(count, "row"))
            rows += count
    run_log.report(given, rows_out=rows)


def _tables(
    path: Path, sheet: str | None, all_sheets: bool, work: Path
) -> Iterator[tuple[str, Texts]]:
    """The name of each CSV file to be, and its rows."""
    name = f"{path.stem}.csv"
    if not workbooks.is_workbook(path):
        if sheet or all_sheets:
            raise UsageError(f"{path.name} has no sheets", hint="Leave out the sheet.")
        yield name, _table(path, to_table(path, work, Reading()))
    elif all_sheets:
        known = workbooks.sheet_names(path, path.name)
        for safe, one in zip(safe_names(known), known, strict=True):
            yield f"{path.stem}.{safe}.csv", _sheet(path, one)
    else:
        yield name, _sheet(path, sheet)


def _sheet(path: Path, sheet: str | None) -> Texts:
    return (texts for _, texts in workbooks.rows(path, path.name, sheet))


def _table(path: Path, table: Delimited) -> Texts:
    if table.path == path:
        raise DataError(f"{path.name} is no spreadsheet", hint="It seems to be text already.")
    yield list(table.header)
    for _, row in delimited_rows.read(table):
        yield row


def safe_names(sheets: list[str]) -> list[str]:
    """Names for files; two sheets never share one."""
    found: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        name = re.sub(r"[^\w.-]+", "_", sheet).strip("._-")[:LONGEST_NAME] or f"sheet{number}"
        taken = {known.casefold() for known in found}
        found.append(f"{name}_{number}" if name.casefold() in taken else name)
    return found


def _write(converted: Path, texts: Texts, name: str) -> int:
    """How many rows; now and then it says how far it is."""
    count, said = 0, time.monotonic()
    with converted.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for count, row in enumerate(texts, start=1):
            writer.writerow(row)
            if count % 1000 == 0 and time.monotonic() - said > SILENT_SECONDS:
                said = time.monotonic()
                log.info("%s: %s rows so far", name, f"{count:,}")
    return count


def _beside(converted: Path, target: Path) -> Path:
    """The same content again changes nothing; another file keeps its name."""
    if target.exists() and not filecmp.cmp(converted, target, shallow=False):
        target = safe_files.free_name(target.parent, target.name)
    with converted.open("rb") as content:
        safe_files.write_whole(target, lambda file: shutil.copyfileobj(content, file))
    return target
