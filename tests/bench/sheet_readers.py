"""One reader turns one workbook into CSV, in a process of its own: sheet_readers.py READER IN OUT.

It prints the seconds and the peak of its memory in megabytes; 3 means that it is not installed.
"""

import csv
import sys
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NOT_INSTALLED = 3
Rows = Iterable[Iterable[Any]]


def ours(path: Path) -> Rows:
    from systemscripts.stages.convert import workbooks

    return (texts for _, texts in workbooks.rows(path, path.name, None))


def calamine(path: Path) -> Rows:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def openpyxl(path: Path) -> Rows:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return book.worksheets[0].iter_rows(values_only=True)


def xlrd(path: Path) -> Rows:
    import xlrd

    sheet = xlrd.open_workbook(str(path), on_demand=True).sheet_by_index(0)
    return (sheet.row_values(number) for number in range(sheet.nrows))


def pandas(path: Path) -> Rows:
    import pandas

    frame = pandas.read_excel(path, header=None)
    return frame.itertuples(index=False)


def xlsx2csv(path: Path) -> Rows:
    from io import StringIO

    from xlsx2csv import Xlsx2csv

    text = StringIO()
    Xlsx2csv(str(path)).convert(text)
    text.seek(0)
    return csv.reader(text)


READERS: dict[str, tuple[Callable[[Path], Rows], tuple[str, ...], tuple[str, ...]]] = {
    "ours": (ours, ("csv",), (".xlsx", ".xls")),
    "calamine": (calamine, ("python_calamine",), (".xlsx", ".xls")),
    "openpyxl read-only": (openpyxl, ("openpyxl",), (".xlsx",)),
    "xlrd": (xlrd, ("xlrd",), (".xls",)),
    "pandas": (pandas, ("pandas",), (".xlsx", ".xls")),
    "xlsx2csv": (xlsx2csv, ("xlsx2csv",), (".xlsx",)),
}


def peak_memory() -> int:
    """Of this program alone: the peak that getrusage tells may be that of who started it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    return 0


def main(reader: str, workbook: Path, target: Path) -> int:
    read, needs, _ = READERS[reader]
    if not all(map(find_spec, needs)):
        return NOT_INSTALLED
    began = time.perf_counter()
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(read(workbook))
    print(time.perf_counter() - began, peak_memory())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
