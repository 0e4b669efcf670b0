"""What the demo site answers to a path on a day; knows no socket and keeps no state."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from onboarding.demo import legacy_xls, pages, plain_xlsx
from onboarding.demo.event import Cell, Day, Event, Sheet
from onboarding.demo.events import EVENTS

HTML = "text/html; charset=utf-8"
EXCEL = "application/vnd.ms-excel"
EVENT_PATH = re.compile(
    r"/sched/event_(?P<eventid>[0-9]{1,9})/__(?P<private>private-)?co-list_cp"
    r"\.(?P<kind>html|xls)(?:\?event_id=(?P<asked>[^&#]*))?"
)
INVALID_SHEET = legacy_xls.workbook([["Invalid Event ID"]])
SHEETS: Mapping[Sheet, Callable[[list[list[Cell]]], bytes]] = {
    "legacy": legacy_xls.workbook,
    "xlsx": plain_xlsx.workbook,
    "html": pages.html_sheet,
    "invalid": lambda rows: INVALID_SHEET,
}


@dataclass(frozen=True)
class Answer:
    body: bytes
    content_type: str = HTML
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


ROBOTS = Answer(b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")
MISSING = Answer(pages.missing_page(), status=HTTPStatus.NOT_FOUND)
BUSY = Answer(pages.busy_page())
TOO_MANY = Answer(
    pages.busy_page(), status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "1"}
)
FIRST_ANSWERS = {"too many requests once": TOO_MANY, "busy page once": BUSY}


def answer(path: str, day: Day, first_visit: Callable[[int], bool]) -> Answer | None:
    """None: the connection is to be closed without a word, as a site that is down does."""
    if path == "/robots.txt":
        return ROBOTS
    asked = EVENT_PATH.fullmatch(path)
    if asked is None:
        return MISSING
    event = EVENTS.get(int(asked["eventid"]))
    if event is None or event.companies(day) is None:
        return _unknown(int(asked["eventid"]), asked["kind"])
    if event.trouble == "down today" and day == "today":
        return None
    if event.trouble in FIRST_ANSWERS and first_visit(event.eventid):
        return FIRST_ANSWERS[event.trouble]
    return _page(event, day, asked) if asked["kind"] == "html" else _sheet(event, day, asked)


def _unknown(eventid: int, kind: str) -> Answer:
    if kind == "xls":
        return Answer(INVALID_SHEET, EXCEL)
    return Answer(pages.invalid_page(eventid))


def _page(event: Event, day: Day, asked: re.Match[str]) -> Answer:
    if event.page == "denied":
        return Answer(pages.denied_page(event), status=HTTPStatus.FORBIDDEN)
    if not asked["private"]:
        return Answer(pages.public_page(event, day))
    return Answer(pages.list_page(event, day)) if event.page == "private" else MISSING


def _sheet(event: Event, day: Day, asked: re.Match[str]) -> Answer:
    """Strict about the address: a client that does not cut the tail of a link is found out."""
    if event.page == "denied":
        return Answer(pages.denied_page(event), status=HTTPStatus.FORBIDDEN)
    right_list = bool(asked["private"]) == (event.page == "private")
    if not right_list or asked["asked"] != str(event.eventid):
        return Answer(INVALID_SHEET, EXCEL)
    named = {"Content-Disposition": f'attachment; filename="co-list_{event.eventid}.xls"'}
    return Answer(SHEETS[event.sheet](event.rows(day)), EXCEL, headers=named)
