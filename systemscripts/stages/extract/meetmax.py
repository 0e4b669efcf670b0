"""Asking the event site, politely: one request at a time, and slower when it says so."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from systemscripts.foundation import http, retry
from systemscripts.foundation.errors import DataError, TransientError
from systemscripts.stages.extract import meetmax_pages
from systemscripts.stages.extract.meetmax_pages import Page

log = logging.getLogger("etl")
Answer = TypeVar("Answer")
OK = 200
SPREADSHEETS = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
LOOKED_AT = 65536


@dataclass
class Site:
    """The site, and how it is asked."""

    base_url: str
    delay: float = 5.0
    retry_wait: float = 15.0
    attempts: int = 3
    talk: http.Session = field(default_factory=http.session)
    last: float = 0.0

    def _ask_once(self, url: str) -> http.Response:
        """One try; never sooner than `delay` after the one before."""
        time.sleep(max(0.0, self.last + self.delay - time.monotonic()))
        try:
            return http.get(self.talk, url)
        finally:
            self.last = time.monotonic()

    def _retried(self, once: Callable[[], Answer]) -> Answer:
        return retry.passing(once, attempts=self.attempts, first=self.retry_wait, most=300)

    def file(self, url: str) -> http.Response:
        return self._retried(lambda: self._ask_once(url))

    def page(self, url: str, event_id: int) -> tuple[int, Page]:
        """Status and content of a page; one that says "slow down" counts as a failed try."""
        base = meetmax_pages.event_base(self.base_url, event_id)

        def once() -> tuple[int, Page]:
            answer = self._ask_once(url)
            page = meetmax_pages.read(_body(answer), answer.status_code, base, event_id)
            if page.kind == "slow":
                raise http.SlowDown(f"{url}: the page says it is rate limited")
            return answer.status_code, page

        return self._retried(once)


def _body(answer: http.Response) -> str | bytes:
    """Text where the site names the encoding, else bytes: the page itself may name it."""
    named = "charset" in answer.headers.get("Content-Type", "").lower()
    return answer.text if named else answer.content


@dataclass(frozen=True)
class Check:
    """What is known of one event; the names are those of the CSV file."""

    EventID: int
    URL: str
    IfExists: int
    InvalidEventID: bool
    IsDownloadable: int
    DownloadLink: str
    StatusCode: int | None
    Title: str


def check(site: Site, event_id: int) -> Check:
    """Look at an event's page, and at its private list where the page names one."""
    url = meetmax_pages.event_base(site.base_url, event_id) + meetmax_pages.PUBLIC_PAGE
    try:
        status, page = site.page(url, event_id)
        if page.private_link:
            url = page.private_link
            status, page = site.page(url, event_id)
    except TransientError as error:
        log.warning("event %s could not be looked at: %s", event_id, error)
        return Check(event_id, url, 0, False, 0, "", None, "")
    exists = status == OK and page.kind in ("list", "empty")
    link = page.download_link if exists and page.kind == "list" else ""
    return Check(
        event_id,
        url,
        int(exists),
        page.kind == "invalid",
        int(bool(link)),
        link,
        status,
        page.title,
    )


def download(site: Site, link: str) -> bytes:
    """A spreadsheet; anything else is refused with what it was."""
    answer = site.file(link)
    if answer.status_code != OK:
        raise DataError(f"{link}: status {answer.status_code}", hint="Open it in a browser.")
    start = answer.content[:LOOKED_AT].lower()
    if not answer.content.startswith(SPREADSHEETS) and b"<table" not in start:
        raise DataError(f"{link}: not a spreadsheet", hint="Open it in a browser.")
    return answer.content
