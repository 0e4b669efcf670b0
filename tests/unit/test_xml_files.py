"""XML as people deliver it: what repeats is a row, whatever it holds becomes columns."""

import pytest

from tests.unit.converting import converted, refusal, table


def test_what_repeats_below_the_root_is_a_row(tmp_path):
    content = """<?xml version="1.0"?>
    <!-- orders -->
    <orders xmlns="urn:o" xmlns:x="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <made>today</made>
      <order id="7" x:state="open"><who> Åse &amp; Co&#10;</who>
        <address><town>Ø&lt;</town><x:zip/></address></order>
      <order id="8"><note><![CDATA[ <b> & "c" ]]></note><who xsi:nil="true"/></order>
    </orders>"""
    assert table(tmp_path, content, "x.csv") == (
        ["id", "state", "who", "address.town", "address.zip", "note"],
        [(1, ["7", "open", "Åse & Co", "Ø<", "", ""]), (2, ["8", "", "", "", "", '<b> & "c"'])],
    )


@pytest.mark.parametrize(
    "content, given, expected",
    [
        ("<a><b>1</b><b>2</b></a>", {}, (["b"], [(1, ["1"]), (2, ["2"])])),
        ("<a><m/><b x='1'/><c/><b x='2'/></a>", {}, (["x"], [(1, ["1"]), (2, ["2"])])),
        ("<a><b><c>1</c><d>2</d></b></a>", {}, (["c", "d"], [(1, ["1", "2"])])),
        ("<a><c><b>x</b></c><b>1</b><b>2</b></a>", {}, (["b"], [(1, ["1"]), (2, ["2"])])),
        ("<a/>", {}, ([], [])),
        ("<?xml version='1.0'?><a></a>", {}, ([], [])),
        (
            "<a><m/><bs><b><c>1</c></b><b><c>2</c></b></bs></a>",
            {"sheet": "b"},
            (["c"], [(1, ["1"]), (2, ["2"])]),
        ),
        ("<a><bs/></a>", {"sheet": "b"}, ([], [])),
        ("<a><b>x<c>1</c>y</b><b/></a>", {}, (["b", "c"], [(1, ["xy", "1"]), (2, ["", ""])])),
        (
            "<a><b><t>1</t><t u='2'>3</t></b><b><t>4</t></b></a>",
            {},
            (["t"], [(1, ['["1",{"u":"2","#text":"3"}]']), (2, ["4"])]),
        ),
        (
            "<a><b><table>1</table></b><b/></a>",
            {},
            (["table", "b"], [(1, ["1", ""]), (2, ["", ""])]),
        ),
        ("<?xml version='1.0'?><table><r>1</r><r/></table>", {}, (["r"], [(1, ["1"]), (2, [""])])),
    ],
)
def test_rows_and_columns(tmp_path, content, given, expected):
    assert table(tmp_path, content, **given) == expected


@pytest.mark.parametrize(
    "encoding, declared, given",
    [
        ("utf-8", "", {}),
        ("utf-8-sig", "", {}),
        ("utf-16", ' encoding="utf-16"', {}),
        ("utf-16", "", {}),
        ("windows-1252", ' encoding="windows-1252"', {}),
        ("windows-1252", "", {"encoding": "windows-1252"}),
        ("windows-1252", ' encoding="utf-8"', {"encoding": "windows-1252"}),
        ("shift_jis", " encoding='Shift_JIS'", {}),
    ],
)
def test_the_encoding_is_the_one_marked_set_or_declared(tmp_path, encoding, declared, given):
    word = "日本" if encoding == "shift_jis" else "Größe"
    content = f"<?xml version='1.0'{declared}?><a><b>{word}</b><b/></a>".encode(encoding)
    assert table(tmp_path, content, **given).rows == [(1, [word]), (2, [""])]


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<r><x>&b;</x><x>&b;</x></r>"""
OFFICE = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
EXTERNAL = """<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r><x>&e;</x><x/></r>"""


@pytest.mark.parametrize(
    "content, given, reason",
    [
        (BOMB, {}, "line 1: a DOCTYPE, which could bring external entities, is refused"),
        (EXTERNAL, {}, "line 1: a DOCTYPE, which could bring external entities, is refused"),
        ("<r><x>&e;</x><x/></r>", {}, "line 1: undefined entity"),
        ("<r>\n<x>1</x>\n<x>2</y></r>", {}, "line 3: mismatched tag"),
        ("<r>\n<x>1</x>\n<x>2</x>\n", {}, "line 4: no element found"),
        ("<?xml version='1.0'?>", {}, "line 1: no element found"),
        ("<r><x>1</x><x>\0</x></r>", {}, "line 1: not well-formed"),
        ("<r>" + "<x>" * 1000, {}, "line 1: nested too deeply"),
        ("<r><x a='1'><a>2</a></x><x/></r>", {}, "record 1: two values for 'a'"),
        ("<r xmlns:n='u'><x a='1' n:a='2'/><x/></r>", {}, "line 1: two values for 'a'"),
        ("<r><m/><x/></r>", {}, "which element is a row? There are m, x"),
        ("<r><xs><x/><x/></xs></r>", {}, "which element is a row? There are xs, x"),
        ("<r><x>1</x><x>2</x></r>", {"sheet": "y"}, "no element is called 'y', but x"),
        (b"<r><x>\xff</x><x/></r>", {}, "line 1, byte 7: not UTF-8"),
        (OFFICE, {}, "a spreadsheet as XML"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, content, given, reason):
    assert refusal(tmp_path, content, **given).startswith(reason)


@pytest.mark.parametrize("content", ["<name>,<town>\n1,2\n", "<5,b\n1,2\n", "<a>;<b>\n"])
def test_a_heading_that_looks_like_a_tag_is_text(tmp_path, content):
    assert converted(tmp_path, content).path == tmp_path / "x.csv"


@pytest.mark.parametrize("what", ["<x>{}</x>", "<x a='{}'/>", "<!--{}-->", "<x>{}</x><x/>"])
def test_a_record_larger_than_memory_allows_is_refused(tmp_path, what):
    content = "<r><x/><x/>" + what.format("y" * (9 << 20)) + "</r>"
    assert refusal(tmp_path, content).endswith("a record or a tag of more than 8 MiB")


def test_many_records_come_in_their_order(tmp_path):
    content = f"<r>{''.join(f'<x><n>{n}</n></x>' for n in range(20_000))}</r>"
    found = table(tmp_path, content)
    assert found.rows == [(n + 1, [str(n)]) for n in range(20_000)]
