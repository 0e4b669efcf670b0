"""Any file to one table in delimited text; its kind is told by its content, never by its name.

Every reader is imported when a file is its: most files are text, and should not wait for others.
"""

from collections.abc import Callable
from pathlib import Path

from systemscripts.foundation import safe_files
from systemscripts.foundation.delimited import Delimited
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import markup
from systemscripts.stages.convert.encodings import explain as explain
from systemscripts.stages.convert.opened import Opened, opened
from systemscripts.tables.import_config import Reading

IsOne = Callable[[Opened], bool]
ZIP, GZIP, COMPOUND = b"PK", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"


def is_workbook(file: Opened) -> bool:
    if not file.start.startswith((ZIP, COMPOUND)):
        return False
    from systemscripts.stages.convert import packed_files, workbooks

    with packed_files.damage_is_told(file.name):
        return workbooks.is_workbook(file.path)


def read_workbook(file: Opened) -> Delimited:
    from systemscripts.stages.convert import layout, workbooks

    return layout.write(file, workbooks.rows(file.path, file.name, file.reading.sheet))


def read_page(file: Opened) -> Delimited:
    from systemscripts.stages.convert import html_files

    return html_files.read(file)


def read_xml(file: Opened) -> Delimited:
    from systemscripts.stages.convert import xml_files

    return xml_files.read(file)


def is_json(file: Opened) -> bool:
    if file.opening[:1] not in ("{", "["):
        return False
    from systemscripts.stages.convert import json_files

    return json_files.is_json(file)


def read_json(file: Opened) -> Delimited:
    from systemscripts.stages.convert import json_files

    return json_files.read(file)


def read_text(file: Opened) -> Delimited:
    from systemscripts.stages.convert import text_files

    return text_files.read(file)


def is_packed(file: Opened) -> bool:
    if not file.start.startswith((ZIP, GZIP)) or is_workbook(file):
        return False
    from systemscripts.stages.convert import packed_files

    return packed_files.is_gzip(file) or packed_files.is_zip(file)


def unpacked(file: Opened) -> Path:
    from systemscripts.stages.convert import packed_files

    return packed_files.gunzip(file) if packed_files.is_gzip(file) else packed_files.unzip(file)


# the first that knows the file reads it: a workbook is a zip as well, a page almost XML
KINDS: dict[str, tuple[IsOne, Callable[[Opened], Delimited]]] = {
    "workbook": (is_workbook, read_workbook),
    "web page": (markup.is_page, read_page),
    "XML": (markup.is_xml, read_xml),
    "JSON": (is_json, read_json),
}


def to_table(arrived: Path, folder: Path, reading: Reading) -> Delimited:
    """The file itself where a loader can read its bytes; else a file written into the folder."""
    try:
        file = opened(arrived, arrived.name, folder, reading)
        return _read(_unpacked(file) if is_packed(file) else file)
    except OSError as error:
        if error.errno in safe_files.NO_SPACE:
            raise safe_files.unwritable(folder, error) from error
        raise


def _unpacked(file: Opened) -> Opened:
    inner = opened(unpacked(file), file.name, file.folder, file.reading)
    if is_packed(inner):
        raise DataError(f"{file.name}: packed twice", hint="Pack it once, or not at all.")
    return inner


def _read(file: Opened) -> Delimited:
    readers = (read for is_one, read in KINDS.values() if is_one(file))
    return next(readers, read_text)(file)
