"""Web pages that were saved as if they were spreadsheets: their first table."""

import pytest

from tests.unit.converting import refusal, table

PAGE = """
<HTML><body><p>Companies</p><table><tr><th>Company\n Name<th>Ticker</tr>
<tr><td>Alder &amp; Finch</td><td><b>A</b> <i>FH</i></td></tr>
<tr><td>Quill<td><table><tr><td>in a cell</table><tr><td>Umbra<td>UMB</table>
<table><tr><td>other</td></tr></table></body></HTML>"""
ROWS = [(2, ["Alder & Finch", "A FH"]), (3, ["Quill", ""]), (4, ["Umbra", "UMB"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_gives_its_first_table(tmp_path, encoding):
    assert table(tmp_path, PAGE.encode(encoding), "x.xls") == (["Company Name", "Ticker"], ROWS)


@pytest.mark.parametrize(
    "rows, expected",
    [
        ("<tr><td rowspan=2>1<td colspan=2>2<tr><td>3<td>4", [["1", "2", ""], ["", "3", "4"]]),
        (
            "<tr><td>1<td>2<td rowspan='3'>3<tr><td>4<td>5<tr>",
            [list("123"), ["4", "5", ""], [""] * 3],
        ),
        ("<tr><td>1<td colspan=0>2<td colspan=x>3", [list("123")]),
        ("<tr><td>=1+1<td>a<br>b<!-- no -->c<td><script>no()</script>", [["=1+1", "a b c", ""]]),
        ("</tr><td>1<td>2<td>3</tr><td>4<td>5<td/>6", [list("123"), list("456")]),
        ("<tbody><tr><td>1<td>2<td>3<tfoot><tr><td>4<td>5<td>6", [list("123"), list("456")]),
        ("<tr><td>1<td>2", [["1", "2"]]),
    ],
)
def test_cells_stand_where_a_person_sees_them(tmp_path, rows, expected):
    content = f"<table><tr><th>a<th>b<th>c{rows}</table>"
    assert [values for _, values in table(tmp_path, content).rows] == expected


@pytest.mark.parametrize("size", [65_529, 65_530, 65_531, 65_535, 65_540, 200_000])
def test_a_word_is_not_cut_where_a_piece_of_the_page_ends(tmp_path, size):
    word = "wörd&amp;" * (size // 9) + "end"
    content = f"<table><tr><th>a</th></tr><tr><td>{word}</td></tr></table>"
    assert table(tmp_path, content).rows == [(2, [word.replace("&amp;", "&")])]


@pytest.mark.parametrize(
    "head, encoding, given",
    [
        ('<meta charset="iso-8859-1">', "windows-1252", {}),
        ('<meta http-equiv="x" content="text/html; charset=windows-1252">', "windows-1252", {}),
        ("", "windows-1252", {"encoding": "windows-1252"}),
        ('<meta charset="utf-16">', "utf-8", {}),
    ],
)
def test_the_encoding_is_the_one_set_or_declared(tmp_path, head, encoding, given):
    content = f"<html>{head}<table><tr><td>5 €</table>".encode(encoding)
    assert table(tmp_path, content, **given).header == ["5 €"]


def test_a_page_that_says_invalid_event_says_so(tmp_path):
    page = "<html><h1>Oh</h1><p>Invalid Event\nID: 8</p></html>"
    assert table(tmp_path, page) == (["Invalid Event\nID: 8"], [])


@pytest.mark.parametrize(
    "content, reason",
    [
        ("<html><body>Hello</body></html>", "a web page without a table"),
        ("<!-- only this -->", "a web page without a table"),
        ("<table><tr><td>1</td></tr><tr><td", "the table does not end"),
        (b"<table><tr><td>\xe9</table>", "line 1, byte 16: not UTF-8; it looks like windows-1252"),
        ("<table><tr><td>\0</table>", "neither text nor a spreadsheet (a zero at byte 15)"),
        ("<table><tr>" + "<td colspan=1000>" * 20, "row 1: a row of more than 16384 cells"),
        ("<table><tr><td>" + "x" * (17 << 20), "row 1: a cell of more than 16 MiB"),
        ("<table><tr><td " + "x" * (17 << 20), "row 1: a tag of more than 2 MiB"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, content, reason):
    assert refusal(tmp_path, content) == reason
