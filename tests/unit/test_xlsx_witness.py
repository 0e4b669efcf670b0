"""What openpyxl wrote and finds again, our reader finds as well."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from systemscripts.stages.convert import cells
from tests.unit.workbook_parts import read

WORDS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="_"
)  # openpyxl leaves _x0041_ as it is
FIRST, LAST = datetime(1900, 3, 1), datetime(9999, 12, 31)
VALUES = st.one_of(
    st.none(),
    st.text(WORDS, max_size=20).filter(lambda text: not text.startswith(("=", "#"))),
    st.floats(-1e300, 1e300),
    st.integers(-(10**15), 10**15),
    st.booleans(),
    st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(microsecond=0)),
    st.dates(date(1900, 3, 1)),
    st.sampled_from(["#DIV/0!", "#N/A", "007"]),
)


def said(value: object) -> str:
    if isinstance(value, bool):
        return cells.truth(value)
    if isinstance(value, int | float):
        return cells.number(float(value))
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else str(value)
    return "" if value is None else str(value)


@given(st.lists(st.lists(VALUES, max_size=6), max_size=12))
def test_openpyxl_finds_the_same_cells(tmp_path_factory, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    found = read(tmp_path_factory.mktemp("x"), file.getvalue())
    witness = openpyxl.load_workbook(file, data_only=True).active
    expected = [[said(value) for value in row] for row in witness.iter_rows(values_only=True)]
    assert filled(found) == filled(expected)


def filled(rows: list[list[str]]) -> dict[tuple[int, int], str]:
    return {
        (row, column): text
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    }
