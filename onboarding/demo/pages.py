"""The HTML of the demo: what the real pages say, in the markup of each event."""

from collections.abc import Sequence
from html import escape

from onboarding.demo.event import PLAIN, Cell, Day, Event, Markup

PRIVATE_PAGE = "__private-co-list_cp.html"
BUSY = '<h1>Error 1015</h1>\n<p class="lead">You are being rate limited.</p>'
EMPTY = "No companies found"


def public_page(event: Event, day: Day) -> bytes:
    """The page where every reader begins; a private event only links the page to read instead."""
    if event.page == "private":
        return _page(_title(event), _private_link(event.markup), event.markup)
    return list_page(event, day)


def list_page(event: Event, day: Day) -> bytes:
    """The companies of the day and the way to their spreadsheet."""
    companies = table(event.rows(day), event.markup) if event.companies(day) else EMPTY
    return _page(_title(event), f"{_download(event)}\n{companies}", event.markup)


def invalid_page(eventid: int, markup: Markup = PLAIN) -> bytes:
    alert = _element(markup, "div", f"Invalid Event ID: {eventid}", ("class", "alert alert-danger"))
    return _page("MeetMax", alert, markup)


def denied_page(event: Event) -> bytes:
    return _page(_title(event), "<h1>Access Denied</h1>", event.markup)


def busy_page() -> bytes:
    return _page("Just a moment", BUSY, PLAIN)


def missing_page() -> bytes:
    return _page("Not found", "<h1>There is no such page</h1>", PLAIN)


def html_sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    """What some sites send under the name .xls: a table for the browser."""
    return f'<html><head><meta charset="utf-8"></head><body>{table(rows)}</body></html>'.encode()


def table(rows: Sequence[Sequence[Cell]], markup: Markup = PLAIN) -> str:
    headings, *companies = rows
    lines = [_row(markup, "th", headings), *(_row(markup, "td", company) for company in companies)]
    return _element(markup, "table", "\n".join(lines), ("class", "table table-striped"))


def _row(markup: Markup, kind: str, row: Sequence[Cell]) -> str:
    cells = (_element(markup, kind, escape(str(cell))) for cell in row)
    return _element(markup, "tr", "".join(cells))


def _private_link(markup: Markup) -> str:
    attributes = (("class", "nav-link"), ("href", PRIVATE_PAGE))
    return _element(markup, "a", "Private Company List", *attributes)


def _download(event: Event) -> str:
    sheet = f"co-list_cp.xls?event_id={event.eventid}{event.link_tail}"
    icon_and_text = '<i class="fas fa-cloud-download-alt"> </i> Download Company List'
    address = {
        "link": f"__{sheet}",
        "root link": f"/sched/event_{event.eventid}/__{sheet}",
        "private": f"__private-{sheet}",
        "export button": "#",
    }.get(event.page)
    if address is None:
        return ""
    handle = ("id", "export") if event.page == "export button" else ("class", "btn btn-primary")
    return _element(event.markup, "a", icon_and_text, handle, ("href", address))


def _title(event: Event) -> str:
    title = f"{escape(event.title)} - MeetMax"
    return title.replace(" ", "\n    ", 1) if event.markup.line_breaks else title


def _element(markup: Markup, name: str, content: str, *attributes: tuple[str, str]) -> str:
    name = name.upper() if markup.upper_case else name
    gap = "\n    " if markup.line_breaks else " "
    ordered = reversed(attributes) if markup.reverse_attributes else attributes
    opening = gap.join([name, *(_attribute(markup, *attribute) for attribute in ordered)])
    return f"<{opening}>{content}</{name}>"


def _attribute(markup: Markup, name: str, value: str) -> str:
    """Even the careless quote a value with a space in it: it would be two attributes."""
    quote = markup.quote or ('"' if " " in value else "")
    return f"{name.upper() if markup.upper_case else name}={quote}{value}{quote}"


def _page(title: str, content: str, markup: Markup) -> bytes:
    head = f'<meta charset="utf-8">{_element(markup, "title", title)}'
    parts = [_element(markup, "head", head), _element(markup, "body", f"\n{content}\n")]
    return f"<!DOCTYPE html>\n{_element(markup, 'html', chr(10).join(parts))}\n".encode()
