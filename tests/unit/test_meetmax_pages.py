"""Event pages as they are written, careful and careless: what they are, and where the list lies."""

import pytest

from onboarding.demo import pages
from onboarding.demo.events import CATALOGUE
from systemscripts.stages.extract import meetmax_pages
from systemscripts.stages.extract.meetmax_pages import Page

BASE = "https://www.meetmax.com/sched/event_120001/"
SHEET = "__co-list_cp.xls?event_id=120001"


def read(html: str | bytes, status: int = 200) -> Page:
    return meetmax_pages.read(html, status, BASE, 120001)


@pytest.mark.parametrize(
    "html, status, kind",
    [
        ('<div class="alert alert-danger">Invalid Event ID: 12345</div>', 200, "invalid"),
        ("<DIV CLASS='x alert-danger\n alert'><b>Invalid</b> Event ID: 1</DIV>", 200, "invalid"),
        ("<p>Invalid Event ID: 12345</p>", 200, "list"),
        ('<div class="alert alert-danger">Something else</div>', 200, "list"),
        ("<h1>Access Denied</h1>", 200, "denied"),
        ("<h1>Hello</h1>", 403, "denied"),
        ("<p>You are being <b>rate</b> limited.</p>", 200, "slow"),
        ("<p>Error\n1015</p>", 403, "slow"),
        ("<td>No   companies\n found</td>", 200, "empty"),
        ("<table><tr><td>Ash</td></tr></table>", 200, "list"),
        ("", 200, "list"),
    ],
)
def test_a_page_says_what_it_is(html, status, kind):
    assert read(html, status).kind == kind


@pytest.mark.parametrize(
    "html, title",
    [
        ("<title>Harbor Forum - MeetMax</title>", "Harbor Forum"),
        ("<TITLE>\n Harbor\n   Forum\n - MeetMax\n</TITLE>", "Harbor Forum"),
        ("<title>A - MeetMax Day - MeetMax</title>", "A - MeetMax Day"),
        ("<title>Alder &amp; Finch</title>", "Alder & Finch"),
        ("<title>MeetMax</title>", "MeetMax"),
        ("<title></title>", ""),
        ("<p>none</p>", ""),
        ("<title>Ørsted Zürich - MeetMax</title>", "Ørsted Zürich"),
        ("<title>Ørsted - MeetMax</title>".encode(), "Ørsted"),
        (b'<meta charset="iso-8859-1"><title>\xd8rsted - MeetMax</title>', "Ørsted"),
    ],
)
def test_the_title_is_cleared_of_the_site(html, title):
    assert read(html).title == title


PRIVATE = "__private-co-list_cp.html"


@pytest.mark.parametrize(
    "html, link",
    [
        (f'<a class="nav-link" href="{PRIVATE}">Private Company List</a>', BASE + PRIVATE),
        (f"<A HREF='{PRIVATE}' CLASS=nav-link>Private\n Company <b>List</b></A>", BASE + PRIVATE),
        (f'<a\nhref="/sched/event_1/{PRIVATE}?x=1">Private Company List</a>',
         f"https://www.meetmax.com/sched/event_1/{PRIVATE}?x=1"),
        (f'<a href="https://other.example/{PRIVATE}">Private Company List</a>',
         f"https://other.example/{PRIVATE}"),
        (f'<a href="{PRIVATE}">Something else</a>', ""),
        ('<a href="__co-list_cp.html">Private Company List</a>', ""),
        ("<a>Private Company List</a>", ""),
    ],
)  # fmt: skip
def test_a_private_list_is_the_page_to_read_when_it_is_linked_as_such(html, link):
    assert read(html).private_link == link


@pytest.mark.parametrize(
    "html, link",
    [
        (f'<a class="btn" href="{SHEET}">Download</a>', BASE + SHEET),
        (f"<a href='{SHEET}' class=btn>Download</a>", BASE + SHEET),
        (f"<A\n  HREF={SHEET}\n>Download</A>", BASE + SHEET),
        (f'<a href="{SHEET};jsessionid=0A1B">Download</a>', BASE + SHEET),
        (f'<a href="{SHEET}&amp;sort=name#top">Download</a>', BASE + SHEET),
        ('<a href="__private-co-list_cp.xls?event_id=7;x">Download</a>',
         f"{BASE}__private-co-list_cp.xls?event_id=7"),
        ('<a href="__co-list_cp.xlsx">Download</a>', f"{BASE}__co-list_cp.xlsx"),
        (f'<a href="/sched/event_120001/{SHEET}">Download</a>', BASE + SHEET),
        (f'<a href="https://files.example/{SHEET}">Download</a>', f"https://files.example/{SHEET}"),
        (f'<a href="{SHEET}1">a</a><a href="_co-list_cp.xls?event_id=2">b</a>', BASE + SHEET + "1"),
        ('<a id="export" href="#"><i class="fas"> </i> Download Company List</a>', BASE + SHEET),
        ("<BUTTON ID=export>\n<i></i>Download\n Company List</BUTTON>", BASE + SHEET),
        (f'<i id="export">Download Company List</i><a href="{SHEET}5">x</a>', BASE + SHEET + "5"),
        ('<a id="export" href="#">Send Company List</a>', ""),
        ('<a href="#">Download Company List</a>', ""),
        ('<a href="co-list_cp.xls?event_id=1">no dash before it</a>', ""),
        (f"<!-- <a href='{SHEET}'>Download</a> -->", ""),
    ],
)  # fmt: skip
def test_the_list_is_downloaded_where_the_page_says(html, link):
    assert read(html).download_link == link


def test_the_address_of_an_event_has_one_slash_between_its_parts():
    for base in ("http://127.0.0.1:1", "http://127.0.0.1:1/", "http://127.0.0.1:1//"):
        assert meetmax_pages.event_base(base, 7) == "http://127.0.0.1:1/sched/event_7/"


@pytest.mark.parametrize("event", CATALOGUE, ids=lambda event: str(event.eventid))
def test_the_pages_of_the_demo_are_read_in_every_markup(event):
    page = read(pages.public_page(event, "today").decode())
    assert page.title == event.title
    assert bool(page.private_link) == (event.page == "private")
    if event.page == "private":
        page = read(pages.list_page(event, "today"))
    downloadable = event.page not in ("empty", "denied")
    assert bool(page.download_link) == downloadable
    assert not downloadable or page.download_link.endswith(
        ("event_id=120001", f"event_id={event.eventid}")
    )
    assert page.kind == ("list" if event.companies("today") else "empty")


def test_the_other_pages_of_the_demo_are_what_they_are():
    assert read(pages.invalid_page(7)).kind == "invalid"
    assert read(pages.busy_page()).kind == "slow"
    assert read(pages.denied_page(CATALOGUE[0])).kind == "denied"
