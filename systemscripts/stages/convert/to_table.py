"""Any file to one table in delimited text; its kind is told by its content, never by its name."""

from collections.abc import Callable
from pathlib import Path

from systemscripts.foundation import safe_files
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import (
    html_files,
    json_files,
    layout,
    markup,
    packed_files,
    text_files,
    workbooks,
    xml_files,
)
from systemscripts.stages.convert.encodings import explain as explain
from systemscripts.stages.convert.opened import Opened, opened
from systemscripts.tables.import_config import Reading

IsOne = Callable[[Opened], bool]


def is_workbook(file: Opened) -> bool:
    with packed_files.damage_is_told(file.name):
        return workbooks.is_workbook(file.path)


def read_workbook(file: Opened) -> Delimited:
    return layout.write(file, workbooks.rows(file.path, file.name, file.reading.sheet))


# the first that knows the file reads it: a workbook is a zip as well, a page almost XML
KINDS: dict[str, tuple[IsOne, Callable[[Opened], Delimited]]] = {
    "workbook": (is_workbook, read_workbook),
    "web page": (markup.is_page, html_files.read),
    "XML": (markup.is_xml, xml_files.read),
    "JSON": (json_files.is_json, json_files.read),
}
PACKINGS: dict[str, tuple[IsOne, packed_files.Unpack]] = {
    "gzip": (packed_files.is_gzip, packed_files.gunzip),
    "zip": (packed_files.is_zip, packed_files.unzip),
}


def to_table(arrived: Path, folder: Path, reading: Reading) -> Delimited:
    """The file itself where a loader can read its bytes; else a file written into the folder."""
    try:
        file = opened(arrived, arrived.name, folder, reading)
        packing = _packing(file)
        return _read(_unpacked(file, packing) if packing else file)
    except OSError as error:
        if error.errno in safe_files.NO_SPACE:
            raise safe_files.unwritable(folder, error) from error
        raise


def _packing(file: Opened) -> str | None:
    if is_workbook(file):
        return None
    return next((name for name, (is_one, _) in PACKINGS.items() if is_one(file)), None)


def _unpacked(file: Opened, packing: str) -> Opened:
    _, unpack = PACKINGS[packing]
    inner = opened(unpack(file), file.name, file.folder, file.reading)
    if _packing(inner):
        raise DataError(f"{file.name}: packed twice", hint="Pack it once, or not at all.")
    return inner


def _read(file: Opened) -> Delimited:
    readers = (read for is_one, read in KINDS.values() if is_one(file))
    return next(readers, text_files.read)(file)
