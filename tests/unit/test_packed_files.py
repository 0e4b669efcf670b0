"""Packed files: one table comes out, and nothing else happens, whatever is inside."""

import contextlib
import gzip
import io
import random
import zipfile

import pytest

from onboarding.demo import plain_xlsx
from systemscripts.foundation.errors import DataError
from tests.unit.converting import converted, refusal, table

TEXT = b"a,b\n1,2\n"
ROWS = (["a", "b"], [(2, ["1", "2"])])


def named(value: object) -> str:
    """Packed bytes hold the time of day, and would be the name of a test."""
    return value if isinstance(value, str) else ""


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(TEXT),
        gzip.compress(TEXT[:5]) + gzip.compress(TEXT[5:]),
        gzip.compress("\ufeffa;b\r\n1;2\r\n".encode()),
        gzip.compress("a|b\n1|2\n".encode("utf-16")),
        zipped({"orders.csv": TEXT}),
        zipped({"orders.csv": TEXT}, zipfile.ZIP_STORED),
        zipped({"orders.csv": TEXT}, zipfile.ZIP_BZIP2),
        zipped({"in/": b"", "in/../../../orders.csv": TEXT, "__MACOSX/in/._orders": b"x"}),
        zipped({"book.xlsx": plain_xlsx.workbook([["a", "b"], ["1", "2"]])}),
    ],
    ids=named,
)
def test_the_table_inside_is_read(tmp_path, content):
    assert table(tmp_path, content, "x.csv") == ROWS
    assert {path.name for path in tmp_path.iterdir()} == {"x.csv", "private"}


@pytest.mark.parametrize(
    "inside", [b'[{"a":1,"b":2}]', b"<r><x a='1' b='2'/></r>", b"<table><tr><td>a<td>b</table>"]
)
def test_what_is_inside_is_told_by_its_content_too(tmp_path, inside):
    assert table(tmp_path, gzip.compress(inside)).header == ["a", "b"]
    assert table(tmp_path, zipped({"x.xls": inside})).header == ["a", "b"]


def encrypted() -> bytes:
    content = bytearray(zipped({"a": TEXT}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    "content, reason",
    [
        (gzip.compress(TEXT)[:-9], "cut off within the packed data"),
        (gzip.compress(TEXT)[:-1], "cut off within the packed data"),
        (gzip.compress(TEXT)[:3], "cut off within the packed data"),
        (gzip.compress(TEXT) + b"rest", "damaged: Not a gzipped file"),
        (gzip.compress(TEXT)[:-8] + bytes(8), "damaged: CRC check failed"),
        (zipped({"a": TEXT})[:-30], "damaged or cut off"),
        (encrypted(), "the zip is encrypted"),
        (zipped({"a": TEXT}, zipfile.ZIP_LZMA), "packed in an unusual way (method 14)"),
        (zipped({}), "nothing in the zip, where one file should be"),
        (zipped({"a\n": TEXT, "b": TEXT}), "a\\n, b in the zip, where one file should be"),
        (zipped(dict.fromkeys("abcdefg", TEXT)), "a, b, c, d, e and 2 more in the zip"),
        (gzip.compress(gzip.compress(TEXT)), "packed twice"),
        (zipped({"a.gz": gzip.compress(TEXT)}), "packed twice"),
        (gzip.compress(zipped({"a": TEXT})), "packed twice"),
        (gzip.compress(b"a,b\n\0"), "neither text nor a spreadsheet (a zero at byte 4)"),
        (gzip.compress(bytes(101_000_000)), "more than 200 times as large as packed"),
        (zipped({"a": bytes(101_000_000)}), "more than 200 times as large as packed"),
    ],
    ids=named,
)
def test_what_cannot_be_unpacked_says_why(tmp_path, content, reason):
    assert refusal(tmp_path, content).startswith(reason)


def test_a_zip_that_lies_about_its_size_gains_nothing(tmp_path):
    content = bytearray(zipped({"a": bytes(101_000_000)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(mark) + place
        content[start : start + 4] = (8).to_bytes(4, "little")
    refusal(tmp_path, bytes(content))
    assert sum(path.stat().st_size for path in (tmp_path / "private").iterdir()) < 1000


@pytest.mark.parametrize("sound", [gzip.compress(TEXT * 50), zipped({"a": TEXT * 50})], ids=named)
def test_a_damaged_file_is_refused_never_a_defect(tmp_path, sound):
    dice = random.Random(4711)
    for _ in range(150):
        place = dice.randrange(4, len(sound) - 4)
        damaged = sound[:place] + dice.randbytes(4) + sound[place + 4 :]
        with contextlib.suppress(DataError):
            converted(tmp_path, damaged)
        with pytest.raises(DataError):
            converted(tmp_path, sound[:place])
