"""Rows as tables for HTML, text and CSV, and a mail put together from them; nothing is sent."""

import csv
import email
import email.policy
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.report import compose, tables
from systemscripts.stages.report.compose import Content
from systemscripts.stages.report.tables import Grid

MOMENT = datetime(2026, 1, 31, 5, 6, 7, tzinfo=UTC)
ODD = Grid(
    ["name", "<b>amount</b>", "day"],
    [
        ('<script>alert("x")</script> & Co', 12, date(2026, 1, 31)),
        ("Łódź 🚀 {timestamp} {{b}}", Decimal("1.50"), None),
        ("two\nlines", 0.5, True),
    ],
)
NOTHING = Grid(["a"], [])


def test_html_is_escaped_and_a_screen_reader_can_read_it():
    text = tables.as_html(ODD, 'a "name"')
    soup = BeautifulSoup(text, "html.parser")
    assert soup.find("script") is None
    assert soup.find("b") is None
    assert soup.table["aria-label"] == 'a "name"'
    assert [th.get_text() for th in soup.find_all("th", scope="col")] == ODD.headings
    cells = [[td.get_text() for td in tr.find_all("td")] for tr in soup.tbody.find_all("tr")]
    assert cells == [[tables.shown(value) for value in row] for row in ODD.rows]


def test_numbers_stand_on_the_right_and_nothing_else_does():
    soup = BeautifulSoup(tables.as_html(ODD, "x"), "html.parser")
    right = ["text-align:right" in str(td["style"]) for td in soup.find_all("td")]
    assert right == [False, True, False, False, True, False, False, True, False]


def test_no_rows_are_said_in_a_word():
    assert "Nothing." in tables.as_html(NOTHING, "x")
    assert tables.as_text(NOTHING) == "Nothing."
    assert tables.as_csv(NOTHING) == b'"a"\r\n'


def test_text_stands_in_columns_one_line_for_each_row():
    grid = Grid(["no", "name"], [(1, "two\nlines"), (None, "Ø"), (333, "")])
    assert tables.as_text(grid).splitlines() == [
        "no   name",
        "---  ---------",
        "1    two lines",
        "     Ø",
        "333",
    ]


def test_csv_gives_every_value_back():
    text = tables.as_csv(ODD).decode("utf-8")
    assert text.startswith('"name","<b>amount</b>","day"\r\n')
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1:] == [[tables.shown(value) for value in row] for row in ODD.rows]
    assert '",12,"' in text


def made(template="<p>{{a}}</p>", grids=None, attachments=(), **changes):
    """The mail as a reader gets it."""
    words = {
        "sender": "etl@example.com",
        "recipients": " ann@example.com , bob@example.com",
        "subject": "Loads {timestamp}",
        "message_id": "<report-1.abc@example.com>",
        "moment": MOMENT,
        **changes,
    }
    content = Content({"a": ODD} if grids is None else grids, list(attachments))
    mail = compose.message(template=template, content=content, **words)
    return email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)


def test_a_mail_has_a_text_part_an_html_part_and_its_attachments():
    mail = made(attachments=[("rows {timestamp}.csv", ODD), ("ø.csv", NOTHING)])
    assert mail["To"] == "ann@example.com, bob@example.com"
    assert mail["From"] == "etl@example.com"
    assert mail["Subject"] == "Loads 20260131T050607"
    assert mail["Message-ID"] == "<report-1.abc@example.com>"
    assert mail["Date"].datetime == MOMENT
    assert mail.get_body(("plain",)).get_content().startswith("name")
    assert mail.get_body(("html",)).get_content().startswith("<!doctype html>")
    files = {part.get_filename(): part for part in mail.iter_attachments()}
    assert list(files) == ["rows 20260131T050607.csv", "ø.csv"]
    first = files["rows 20260131T050607.csv"]
    assert first.get_content_type() == "text/csv"
    assert first.get_content().encode() == tables.as_csv(ODD)
    assert max(len(line) for line in mail.as_bytes().splitlines()) < 998


def test_placeholders_and_the_time_are_filled_in_the_template_only():
    template = "<h1>At {timestamp}</h1>{{a}}<p>{{ a }} {{two words}}</p>"
    mail = made(template, {"a": ODD, "two words": NOTHING})
    page = mail.get_body(("html",)).get_content()
    assert "<h1>At 20260131T050607</h1>" in page
    assert page.count("<table") == 2
    assert page.count("Nothing.") == 1
    assert page.count("{timestamp} {{b}}") == 2  # as the data says


def test_the_text_part_is_the_template_without_its_tags():
    template = (
        "<style>p {color: red}</style><!-- a > note --><h2>Added &amp; new</h2>{{a}}"
        "<p>Line<br>two</p>"
    )
    text = made(template, {"a": NOTHING}).get_body(("plain",)).get_content()
    assert text.split() == ["Added", "&", "new", "=" * 20, "Nothing.", "Line", "two"]
    assert text.splitlines()[:4] == ["Added & new", "=" * 20, "", "Nothing."]


@pytest.mark.parametrize("template", ["{{b}}", "{{a}} {{ }}", "{{A}}"])
def test_a_placeholder_without_a_query_is_an_error_that_names_it(template):
    with pytest.raises(ConfigError, match="but no query of that name") as refused:
        made(template)
    assert "emailbodyqueries" in refused.value.hint


def test_a_subject_and_names_may_hold_any_letter():
    mail = made(subject="Änderungen 東京 🚀", sender="Zoë <etl@example.com>")
    assert mail["Subject"] == "Änderungen 東京 🚀"
    assert mail["From"].addresses[0].display_name == "Zoë"
