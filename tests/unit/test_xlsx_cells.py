"""What cells of an .xlsx say, however their XML is written."""

import pytest

from systemscripts.foundation.errors import DataError
from systemscripts.stages.convert.number_formats import Kind, kind_of
from tests.unit.workbook_parts import HEAD, TAIL, first_column, read, styles, xlsx


def cells(*xml: str) -> str:
    """One cell in each row; its place is put in."""
    placed = (cell.replace("<c", f'<c r="A{n}"', 1) for n, cell in enumerate(xml, start=1))
    return "".join(f'<row r="{n}">{cell}</row>' for n, cell in enumerate(placed, start=1))


NUMBERS = {
    "0.30000000000000004": "0.3",
    "-76416.25999999999": "-76416.26",
    "1E-10": "0.0000000001",
    "1e+16": "10000000000000000",
    "1.2345678901234567E+19": "12345678901234567000",
    "9007199254740991": "9007199254740991",
    "12345678901234567890": "12345678901234567890",
    "5.0": "5",
    "-0": "0",
    "007": "7",
    "0.10": "0.1",
    "1234567890123456.5": "1234567890123456.5",
    "": "",
}


@pytest.mark.parametrize("stored, text", NUMBERS.items())
def test_a_number_is_exact_and_without_the_noise_of_a_float(tmp_path, stored, text):
    rows = cells("<c><v>1</v></c>", f"<c><v>{stored}</v></c>", "<c><v>2</v></c>")
    assert first_column(tmp_path, xlsx(rows)) == ["1", text, "2"] if text else ["1", "", "2"]


SERIALS = [
    (14, "46053", "2026-01-31"),
    (22, "46053.75", "2026-01-31 18:00:00"),
    (14, "46053.75", "2026-01-31 18:00:00"),
    (22, "46053.000011574", "2026-01-31 00:00:01"),
    (22, "46053.99999999999", "2026-02-01"),
    (21, "0.999988425926", "23:59:59"),
    (45, "0.00071180556", "00:01:01.500"),
    (46, "1.1458333333333333", "27:30:00"),
    ("[h]:mm", "-0.0625", "-01:30:00"),
    (14, "1", "1900-01-01"),
    (14, "59", "1900-02-28"),
    (14, "60", "1900-02-29"),
    (14, "61", "1900-03-01"),
    (14, "0", "00:00:00"),
    (14, "2958465", "9999-12-31"),
    (14, "2958466", "2958466"),
    (14, "-1", "-1"),
    (9, "0.125", "0.125"),
]


@pytest.mark.parametrize("code, stored, text", SERIALS)
def test_days_are_dates_where_the_format_says_so(tmp_path, code, stored, text):
    rows = cells(f'<c s="1"><v>{stored}</v></c>')
    assert first_column(tmp_path, xlsx(rows, styles=styles(0, code))) == [text]


@pytest.mark.parametrize(
    "code, stored, text",
    [(14, "0", "1904-01-01"), (14, "44591", "2026-01-31"), (21, "0.5", "12:00:00")],
)
def test_a_workbook_may_count_its_days_from_1904(tmp_path, code, stored, text):
    book = '<workbookPr date1904="1"/>'
    rows = cells(f'<c s="1"><v>{stored}</v></c>')
    assert first_column(tmp_path, xlsx(rows, styles=styles(0, code), book=book)) == [text]


CODES = {
    "yyyy\\-mm\\-dd": Kind.DATE,
    '[$-411]ggge"年"m"月"d"日"': Kind.DATE,
    "[Red]d.m.yy;@": Kind.DATE,
    "mmm": Kind.DATE,
    "h:mm AM/PM": Kind.TIME,
    "mm:ss.0": Kind.TIME,
    "[mm]:ss": Kind.DURATION,
    "[h]:mm:ss;@": Kind.DURATION,
    "General": Kind.NUMBER,
    '0.00 "days"': Kind.NUMBER,
    "0\\d": Kind.NUMBER,
    "[Red]0.00;[$-409]0": Kind.NUMBER,
    "_d0*m": Kind.NUMBER,
    "#,##0.00_);[Red]\\(#,##0.00\\)": Kind.NUMBER,
    '"[h]"0': Kind.NUMBER,
    '0;"d;"yyyy': Kind.NUMBER,
    "0.00E+00": Kind.NUMBER,
    "@": Kind.NUMBER,
}


@pytest.mark.parametrize("code, kind", CODES.items())
def test_words_and_colours_in_a_format_make_no_date(code, kind):
    assert kind_of(164, code) is kind


def test_the_built_in_formats_of_dates_are_known():
    dates = {n for n in range(164) if kind_of(n, None) is not Kind.NUMBER}
    assert dates == {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
    assert kind_of(14, "0.00") is Kind.NUMBER


OWN = [
    ('<c t="b"><v>1</v></c>', "TRUE"),
    ('<c t="b"><v>0</v></c>', "FALSE"),
    ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
    ('<c t="str"><f>A1&amp;"x"</f><v>a&amp;amp;b</v></c>', "a&amp;b"),
    ("<c><f>1+1</f></c>", ""),
    ("<c><f>1+1</f><v>2</v></c>", "2"),
    ('<c><f t="shared" si="0"/><v>3</v></c>', "3"),
    ('<c t="inlineStr"><is><t>007</t></is></c>', "007"),
    ('<c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a "),
    ('<c t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c>', "ab"),
    ('<c t="d"><v>2026-01-31T00:00:00</v></c>', "2026-01-31"),
    ('<c t="d"><v>2026-01-31T18:00:00Z</v></c>', "2026-01-31 18:00:00"),
    ('<c t="str"><v><![CDATA[a<b></row>]]></v></c>', "a<b></row>"),
    ('<c t="str"><v>a<!-- </row> -->b</v></c>', "ab"),
    ('<c t="str"><v>&#x1F600;&#10;</v></c>', "\U0001f600\n"),
    ('<c t="str"><v>a_x000D_b_x005F_x0041_</v></c>', "a\rb_x0041_"),
    ('<c t="str"><v>_xD83D__xDE00_</v></c>', "\U0001f600"),
    ('<c s="9"/>', ""),
]


@pytest.mark.parametrize("xml, text", OWN)
def test_every_kind_of_cell_says_its_value(tmp_path, xml, text):
    rows = cells('<c t="str"><v>x</v></c>', xml, xml, '<c t="str"><v>x</v></c>')
    assert first_column(tmp_path, xlsx(rows)) == ["x", text, text, "x"]


TEXTS = [
    ("<si><t>plain</t></si>", "plain"),
    ("<si/>", ""),
    ('<si><t xml:space="preserve"> two\r\nlines </t></si>', " two\nlines "),
    ("<si><r><t>a</t></r><r><t>b</t></r></si>", "ab"),
    ('<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>', "東京"),
    ("<si><t>x_x000D_\ny</t></si>", "x\r\ny"),
    ("<si><t>&lt;b&gt; &amp;amp;</t></si>", "<b> &amp;"),
    ("<si><t/></si>", ""),
]


def test_shared_texts_are_rich_or_plain(tmp_path):
    shown = cells(*(f'<c t="s"><v>{n}</v></c>' for n in range(len(TEXTS))), "<c><v>1</v></c>")
    content = xlsx(shown, "".join(xml for xml, _ in TEXTS))
    assert first_column(tmp_path, content) == [*(text for _, text in TEXTS), "1"]


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
PLACES = [
    ('<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>', [["1", "2"]]),
    ("<row><c><v>1</v></c></row><row><c><v>3</v></c><c/></row>", [["1"], ["3"]]),
    (f'{ONE}<row r="3"/><row r="4"><c r="A4"><v>4</v></c></row>', [["1"], [""], [""], ["4"]]),
    (f'{ONE}<row r="9"><c r="A9" s="1"/></row>', [["1"]]),
    (f'{ONE}<row r="2">\n <c t="n" r="B2">\n <v>3</v>\n </c>\n </row>', [["1"], ["", "3"]]),
    ('<row r="2"><c r="B2"><v>3</v></c></row>', [["", ""], ["", "3"]]),
    ('<row r="1"><c r="A1"><v>1</v></c><c r="D1" s="1"/></row>', [["1"]]),
    ("", []),
]


@pytest.mark.parametrize("rows, found", PLACES)
def test_cells_stand_where_they_say_and_blank_rows_are_counted(tmp_path, rows, found):
    assert read(tmp_path, xlsx(rows)) == found


def test_namespaces_may_have_a_prefix_or_be_the_strict_ones(tmp_path):
    rows = cells('<c t="s"><v>0</v></c>', "<c><v>7</v></c>")
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = f'<worksheet xmlns="{strict}"><sheetData>{rows}{TAIL}'
    assert first_column(tmp_path, xlsx(sheet=sheet, texts="<si><t>a</t></si>")) == ["a", "7"]
    prefixed = sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    texts = f'<y:sst xmlns:y="{strict}"><y:si><y:t>a</y:t></y:si></y:sst>'
    more = {"xl/sharedStrings.xml": texts}
    assert first_column(tmp_path, xlsx(sheet=prefixed, more=more)) == ["a", "7"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_sheet_may_be_written_in_another_encoding(tmp_path, encoding):
    rows = cells('<c t="str"><v>é</v></c>')
    sheet = f"{HEAD}{rows}{TAIL}".encode(encoding)
    assert first_column(tmp_path, xlsx(more={"xl/worksheets/sheet1.xml": sheet})) == ["é"]


HOSTILE = {
    '<c t="s"><v>5</v></c>': "cell A2: shows the shared text 5, but there are 0",
    '<c t="str"><v>_x0000_</v></c>': "cell A2: holds a NUL character",
    '<c t="str"><v>_xD83D_</v></c>': "cell A2: holds half of a character",
    '<c t="str"><v>&lol;</v></c>': "cell A2: holds &lol;, which XML does not know",
    f'<c t="str"><v>{"x" * 1_100_000}</v></c>': "cell A2",
    f'<c t="str"><v>{"x" * 3_000_000}</v></c>': "A2 holds a text of more than 1,048,576",
    '<c t="str"><v>x</v></c><c r="XFE2"><v>1</v></c>': "row 2: a sheet has at most 16,384 columns",
}  # fmt: skip


@pytest.mark.parametrize("xml, reason", HOSTILE.items(), ids=range(len(HOSTILE)))
def test_a_cell_that_no_table_can_hold_is_named(tmp_path, xml, reason):
    with pytest.raises(DataError) as refused:
        read(tmp_path, xlsx(cells("<c><v>1</v></c>", xml)))
    assert str(refused.value).startswith("x.xlsx: sheet Sheet1")
    assert reason in str(refused.value)
