"""Files made to do harm, or just terribly wrong; and a run of the import that is measured."""

import gzip
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from onboarding.demo import legacy_xls, plain_xlsx
from onboarding.demo.compound_file import compound_file
from tests.support import WRAPPER, Pipeline, run
from tests.unit.workbook_parts import xlsx, zipped

MIB = 1 << 20
BIG = 200 * MIB
TEXT = b"a,b\n1,2\n"
ROWS = [["a", "b"], *([f"company {n}", f"ticker {n}"] for n in range(400))]
XLS, XLSX = legacy_xls.workbook(ROWS), plain_xlsx.workbook(ROWS)
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x><r><a>&e;</a></r></x>'
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (n, *[n - 1] * 4) for n in range(98, 122))
    + b"]><x><r><a>&y;</a></r></x>"
)


class Ended(NamedTuple):
    code: int
    said: str
    mebibytes: int
    seconds: float


# the first process of a command is counted with the memory of who started it: so a small one does
BETWEEN = """
import os, resource, subprocess, sys, time
began = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=2, stderr=2).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, usage.ru_maxrss // 1024, time.monotonic() - began)
"""


def measured(pipeline: Pipeline, wanted: str = "Orders") -> Ended:
    """A run through the wrapper, with the most memory that any of its processes had."""
    command = [sys.executable, "-I", "-c", BETWEEN, WRAPPER, "run_import_job.py", wanted]
    done = run(command, pipeline.env, timeout=280)
    code, mebibytes, seconds = done.stdout.split()
    return Ended(int(code), done.stderr, int(mebibytes), float(seconds))


def zip_of(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def encrypted_zip() -> bytes:
    content = bytearray(zip_of(a=TEXT))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


# name -> content, and what its sentence says behind the name of the file
BAD: dict[str, tuple[bytes, str]] = {
    "quote.csv": (b'a,b\n1,"2"x\n3,4\n', "line 2: "),
    "open.csv": (b'a,b\n1,"2\n3,4\n', "line 2: a quote that is never closed"),
    "short.csv": (b"a,b\n1,2\n\n1\n", "line 4: 1 values, but the header has 2"),
    "long.csv": (b'a,b\n"1\n1",2\n1,2,3\n', "line 4: 3 values, but the header has 2"),
    "zero.csv": (b"a,b\n1,\0\n", "a zero at byte 6"),
    "zero_late.csv": (b"a,b\n" + b"1,2\n" * 300_000 + b"1,\0\n", "line 300002: a zero"),
    "bytes.csv": (b"a,b\n1,2\n1,caf\xe9\n", "line 3, byte 6: not UTF-8"),
    "mixed.csv": ("a,b\né,2\n".encode() * 50 + "é,3\n".encode("latin-1"), "encodings are mixed"),
    "return.csv": (b"a,b\n1,2\r3\n4,5\n", "line 3: 1 values, but"),
    "cut.csv.gz": (gzip.compress(TEXT * 50)[:-12], "cut off"),
    "twice.csv.gz": (gzip.compress(gzip.compress(TEXT)), "packed twice"),
    "bomb.csv.gz": (gzip.compress(bytes(120_000_000)), "200 times as large as packed"),
    "cut.zip": (zip_of(a=TEXT)[:-30], "damaged or cut off"),
    "two.zip": (zip_of(a=TEXT, b=TEXT), "a, b in the zip, where one file should be"),
    "secret.zip": (encrypted_zip(), "encrypted"),
    "bomb.zip": (zip_of(a=b"a,b\n" * 40_000_000), "200 times as large as packed"),
    "cut.xlsx": (XLSX[: len(XLSX) // 2], "not a readable workbook"),
    "secret.xlsx": (compound_file("EncryptedPackage", bytes(9000)), "protected by a password"),
    "bomb.xlsx": (xlsx(sheet=" " * 150_000_000), ""),
    "entity.xlsx": (xlsx(sheet=LAUGHS.decode()), ""),
    "empty.xlsm": (zipped({"[Content_Types].xml": "", "xl/vbaProject.bin": b"\xcc"}), ""),
    "cut.xls": (XLS[: len(XLS) // 2], "not a readable workbook"),
    "document.xls": (compound_file("WordDocument", bytes(9000)), ""),
    "entity.xml": (ENTITY, ""),
    "laughs.xml": (LAUGHS, ""),
    "deep.xml": (b"<x>" * 300_000, ""),
    "deep.json": (b"[" * 3_000_000, ""),
    "deep_row.json": (b'[{"a":' + b"[" * 2_000_000, ""),
    "cut.json": (b'[{"a":1},{"a":', ""),
    "picture.csv": (b"\x89PNG\r\n\x1a\nxx", "picture"),
    "page.xls": (b"<!doctype html>\n<p>Please log in</p>", "a web page without a table"),
    "wide.csv": (b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n1\n", "1000000 columns"),
}
Write = Callable[[Path], None]


def repeated(begin: bytes, piece: bytes, end: bytes = b"") -> Write:
    """So often that the file has 200 MiB."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(begin)
            block = piece * (MIB // len(piece))
            for _ in range(BIG // len(block)):
                file.write(block)
            file.write(end)

    return write


def workbook_with(texts: bool) -> Write:
    """One cell of 200 MiB that cannot be packed, so that no bomb is seen in it."""

    def write(path: Path) -> None:
        word = os.urandom(MIB // 2).hex()
        cell = "".join([word] * (BIG // MIB))
        row = '<row r="1"><c r="A1" t="{}">{}</c></row>'
        path.write_bytes(
            xlsx(row.format("s", "<v>0</v>"), texts=f"<si><t>{cell}</t></si>")
            if texts
            else xlsx(row.format("inlineStr", f"<is><t>{cell}</t></is>"))
        )

    return write


HUGE: dict[str, tuple[Write, str]] = {
    "cell.csv": (repeated(b'a,b\n1,"', b"x" * 1024, b'"\n'), "line 2: "),
    "cell_of_lines.csv": (repeated(b'a,b\n1,"', b"words\n", b'"\n'), "line 2: "),
    "endless.csv": (
        repeated(b'a,b\n1,2\n1,"', b"3,4\n"),
        "line 3: a quote that is not closed within 64 MiB",
    ),
    "endless_narrow.csv": (
        repeated(b'a\n1\n"', b"3\n"),
        "line 3: a quote that is not closed within 64 MiB",
    ),
    "line.csv": (repeated(b"a,b\n1,2\n", b"x" * 1024), "line 3: "),
    "header.csv": (repeated(b"a", b"x" * 1024), "line 1: "),
    "values.csv": (repeated(b"a,b\n1,2\n", b"1,"), "line 3: "),
    "quotes.csv": (repeated(b"a,b\n", b'"a"x,1\n'), "line 2: "),
    "short.csv": (repeated(b"a,b\n", b"1\n"), "line 2: 1 values, but the header has 2"),
    "cell.json": (repeated(b'[{"a":"', b"x" * 1024, b'"}]'), ""),
    "cell.xml": (repeated(b"<x><r><a>", b"x" * 1024, b"</a></r></x>"), ""),
    "cell.html": (repeated(b"<html><table><tr><td>", b"x" * 1024, b"</table>"), ""),
    "inline.xlsx": (workbook_with(texts=False), ""),
    "shared.xlsx": (workbook_with(texts=True), ""),
}
