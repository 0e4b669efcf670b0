"""Any format to one CSV file: UTF-8, comma, a header, in a folder of its own."""

import csv
from pathlib import Path

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import spreadsheets

BLOCK = 1 << 20


def to_csv(arrived: Path, folder: Path) -> Path:
    """The file itself when it is CSV already."""
    reader = spreadsheets.reader_for(arrived)
    if reader is None:
        _must_be_text(arrived)
        return arrived
    converted = folder / "converted.csv"
    with converted.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(reader(arrived))
    return converted


def _must_be_text(path: Path) -> None:
    with path.open("rb") as file:
        position = 0
        while block := file.read(BLOCK):
            found = block.find(b"\0")
            if found >= 0:
                where = position + found
                raise DataError(
                    f"{path.name}: neither text nor a spreadsheet (a zero at byte {where})",
                    hint="Save it as XLS, as XLSX or as CSV in UTF-8.",
                )
            position += len(block)
