"""Names of the files that the sheets of a workbook become."""

from systemscripts.flows.convert_file import safe_names


def test_two_sheets_never_share_a_file():
    sheets = ["Prices 2026", "a/b", "a:b", "A_B", "..", "Größe"]
    assert safe_names(sheets) == ["Prices_2026", "a_b", "a_b_3", "A_B_4", "sheet5", "Größe"]
