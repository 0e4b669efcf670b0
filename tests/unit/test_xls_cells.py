"""What cells of an .xls say, whatever records they lie in; xlrd is the witness."""

from struct import pack

import pytest
import xlrd
from hypothesis import given
from hypothesis import strategies as st

from onboarding.demo import legacy_xls as writer
from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert import cells
from tests.unit import biff
from tests.unit.biff import As, Error, Record
from tests.unit.workbook_parts import first_column, read

XF = pack("<H", writer.CELL_FORMAT)
DAY = pack("<H", writer.CELL_FORMAT + 1)
FORMULA, STRING, LABEL, RK, MULRK, BLANK, ROW = 0x06, 0x0207, 0x0204, 0x027E, 0xBD, 0x0201, 0x0208


def formula(result: bytes, text: str | None = None) -> Record:
    follows = b"" if text is None else writer._record(STRING, writer._text(text, "<HB"))
    return Record(FORMULA, XF + result + bytes(6) + pack("<H", 3) + b"\x1e\x01\x00", follows)


def special(kind: int, value: int = 0) -> bytes:
    return bytes((kind, 0, value, 0, 0, 0)) + b"\xff\xff"


CELLS = [
    (formula(pack("<d", 0.1 + 0.2)), "0.3"),
    (formula(special(0), "said é"), "said é"),
    (formula(special(1, 1)), "TRUE"),
    (formula(special(2, 7)), "#DIV/0!"),
    (formula(special(3)), ""),
    (Record(LABEL, XF + writer._text("own", "<HB")), "own"),
    (Record(LABEL, XF + b"\x03\x00\x00own"), "own"),
    (Record(RK, XF + pack("<i", 12345 << 2 | 2)), "12345"),
    (Record(RK, XF + pack("<i", -12345 << 2 | 3)), "-123.45"),
    (Record(RK, XF + pack("<d", 1.5)[4:]), "1.5"),
    (Record(RK, DAY + pack("<i", 46053 << 2 | 2)), "2026-01-31"),
    (Record(MULRK, XF + pack("<i", 7 << 2 | 2) + pack("<H", 0)), "7"),
    (Record(BLANK, XF), ""),
]


@pytest.mark.parametrize("record, text", CELLS)
def test_every_record_of_a_cell_says_its_value(tmp_path, record, text):
    content = biff.workbook([["x"], [record], [record], ["x"]])
    assert first_column(tmp_path, content) == ["x", text, text, "x"]
    witness = xlrd.open_workbook(file_contents=content).sheet_by_index(0)
    assert witness.nrows == 4


def test_many_numbers_may_share_a_record(tmp_path):
    numbers = b"".join(XF + pack("<i", n << 2 | 2) for n in (1, 2, 3)) + pack("<H", 3)
    rows = [["a", Record(MULRK, numbers)], ["b", 1.0, 2.0, 3.0]]
    assert read(tmp_path, biff.workbook(rows)) == [["a", "1", "2", "3"], ["b", "1", "2", "3"]]


def test_rows_may_be_written_in_any_order_where_no_index_says_otherwise(tmp_path):
    rows = [["a", "b"], ["1", 2.0], ["3", 4.0]]
    found = [["a", "b"], ["1", "2"], ["3", "4"]]
    assert read(tmp_path, biff.workbook(rows, order=[2, 0, 1])) == found
    assert read(tmp_path, biff.workbook(rows, indexed=True)) == found
    with pytest.raises(DataError, match="row 1: comes after row 3"):
        read(tmp_path, biff.workbook(rows, order=[2, 0, 1], indexed=True))


def test_a_text_may_be_cut_at_any_place(tmp_path):
    words = "Zoë and a 🌬 of the Øresund"
    whole = writer._text(words, "<HB")
    formatted = pack("<HBHI", 5, 0x0C, 1, 3) + b"plain" + bytes(4) + bytes(3)
    for cut in range(5, len(whole), 2):
        first = pack("<II", 3, 3) + formatted + whole[:cut]
        records = writer._record(writer.SST, first)
        records += writer._record(writer.CONTINUE, b"\1" + whole[cut:] + formatted)
        content = biff.workbook([["a"], ["b"], ["c"]], shared=records)
        assert first_column(tmp_path, content) == ["plain", words, "plain"]


@pytest.mark.parametrize(
    "words, reason",
    [(b"\0\0", "holds a NUL character"), (b"\x3d\xd8", "holds half of a character")],
)
def test_a_text_that_no_table_can_hold_is_named_with_its_cell(tmp_path, words, reason):
    shared = writer._record(writer.SST, pack("<II", 1, 1) + b"\1\0\1" + words)
    content = biff.workbook([[1.0], [2.0], [3.0, "x"]], shared=shared)
    with pytest.raises(DataError, match=f"sheet Sheet1, cell B3: {reason}"):
        read(tmp_path, content)


def test_a_large_container_has_a_table_of_its_tables(tmp_path):
    rows = [[f"{n:0100}", float(n)] for n in range(36_000)]
    content = biff.workbook(rows)
    assert len(content) > 8_000_000
    assert read(tmp_path, content) == [[text, str(int(number))] for text, number in rows]


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**29), 2**29 - 1).map(lambda n: Record(RK, XF + pack("<i", n << 2 | 2))),
    st.booleans(),
    st.sampled_from([Error(text) for text in biff.ERRORS]),
    st.floats(1, 80_000).map(lambda number: As("percent", number)),
)


@given(st.lists(st.lists(VALUES, max_size=6), max_size=12), st.booleans())
def test_xlrd_finds_the_same_cells(tmp_path_factory, rows, indexed):
    content = biff.workbook(rows, indexed=indexed)
    found = read(tmp_path_factory.mktemp("x"), content)
    sheet = xlrd.open_workbook(file_contents=content).sheet_by_index(0)
    expected = [[said(cell) for cell in sheet.row(n)] for n in range(sheet.nrows)]
    assert [trimmed(row) for row in found] == without_end([trimmed(row) for row in expected])


def said(cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code[cell.value]
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return cells.number(cell.value) if cell.ctype == xlrd.XL_CELL_NUMBER else str(cell.value)


def trimmed(row: list[str]) -> list[str]:
    return row[: max((n for n, text in enumerate(row, start=1) if text), default=0)]


def without_end(rows: list[list[str]]) -> list[list[str]]:
    return rows[: max((n for n, row in enumerate(rows, start=1) if row), default=0)]
