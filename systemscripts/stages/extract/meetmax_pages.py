"""Reading an event page: what it is, and where its list can be downloaded. No network here."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

PUBLIC_PAGE = "__co-list_cp.html"
PRIVATE_PAGE = "__private-co-list_cp.html"
EXPORT = "__co-list_cp.xls?event_id={event_id}"
FORBIDDEN = 403
_LIST_FILE = re.compile(r"[_-]co-list_cp\.xls")
_AFTER_EVENT_ID = re.compile(r"(\?event_id=\d+).*", re.DOTALL)
_INVALID = re.compile(r"Invalid\s+Event\s+ID:\s*\d+", re.IGNORECASE)
_SLOW = re.compile(r"rate limited|error 1015", re.IGNORECASE)
_DENIED = re.compile(r"access denied", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """What an event page says about itself."""

    kind: str  # list, empty, invalid, denied, slow
    title: str
    private_link: str  # "" when there is none
    download_link: str


def event_base(base_url: str, event_id: int) -> str:
    return f"{base_url.rstrip('/')}/sched/event_{event_id}/"


def read(html: str | bytes, status: int, base: str, event_id: int) -> Page:
    soup = BeautifulSoup(html, "html.parser")
    text = " ".join(soup.get_text(" ").split())
    return Page(
        _kind(soup, text, status),
        _title(soup),
        _private(soup, base),
        _download(soup, base, event_id),
    )


def _kind(soup: BeautifulSoup, text: str, status: int) -> str:
    alerts = soup.select("div.alert.alert-danger")
    if any(_INVALID.search(alert.get_text(" ")) for alert in alerts):
        return "invalid"
    if _SLOW.search(text):
        return "slow"
    if status == FORBIDDEN or _DENIED.search(text):
        return "denied"
    return "empty" if "no companies found" in text.lower() else "list"


def _title(soup: BeautifulSoup) -> str:
    found = " ".join(soup.title.get_text().split()) if soup.title else ""
    return found.removesuffix("- MeetMax").rstrip()


def _links(soup: BeautifulSoup) -> list[tuple[Tag, str]]:
    return [(tag, str(tag["href"])) for tag in soup.find_all("a", href=True)]


def _private(soup: BeautifulSoup, base: str) -> str:
    for tag, href in _links(soup):
        if PRIVATE_PAGE in href and "Private Company List" in " ".join(tag.get_text(" ").split()):
            return urljoin(base, href)
    return ""


def _download(soup: BeautifulSoup, base: str, event_id: int) -> str:
    for _, href in _links(soup):
        if _LIST_FILE.search(href):
            return urljoin(base, _AFTER_EVENT_ID.sub(r"\1", href))
    export = soup.find(id="export")
    if export and "Download Company List" in " ".join(export.get_text(" ").split()):
        return urljoin(base, EXPORT.format(event_id=event_id))
    return ""
