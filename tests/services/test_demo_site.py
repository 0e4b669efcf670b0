"""What the demo's pages and spreadsheets say, to readers that other people wrote."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from tests.services.demo_client import (
    DOWNLOAD,
    PRIVATE,
    Site,
    companies,
    company_page,
    download,
    link,
    running,
    sheet_rows,
    table_rows,
)

EVENT_IDS = range(120001, 120017)

CHANGES = [
    [120001, "GRANITE VALE STEEL", "GVS", "removed"],
    [120001, "TESSELLATE SYSTEMS", "T", "added"],
    [120002, "NOVA ANDINA MINING", "NA", "removed"],
    [120002, "ØRESUND WIND & WAVE", "OWW", "added"],
    [120005, "MARLOW'S KITCHENS", "MRLW", "removed"],
    [120005, "TRUEWELL HOMES", "TRUE", "added"],
    [120008, "JUNCTION 7 STUDIOS", "J7S", "added"],
    [120011, "ORCHARD & QUAY", "OQY", "added"],
    [120011, "SUMMIT, VALE AND SONS", "SVS", "removed"],
    [120013, "NADIR ASTRONOMICS", "NA", "added"],
    [120013, "ZEPHYR POINT CAPITAL", "ZPC", "added"],
    [120015, "UMBRA LIGHTING", "UMB", "removed"],
]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running(tmp_path) as started:
        yield started


def test_comparing_both_days_finds_exactly_the_expected_changes(site: Site) -> None:
    before = {eventid: companies(site, eventid) for eventid in EVENT_IDS}
    site.begin("today")
    now = {eventid: companies(site, eventid) for eventid in EVENT_IDS}
    found = []
    for eventid in EVENT_IDS:
        old, new = before[eventid], now[eventid]
        if old is not None and new is not None:
            found += [[eventid, *company, "added"] for company in new - old]
            found += [[eventid, *company, "removed"] for company in old - new]
    assert sorted(found) == CHANGES
    assert site.get("/demo/expected").json() == CHANGES
    assert [eventid for eventid, names in now.items() if names is None] == [120012]


@pytest.mark.parametrize("day", ["yesterday", "today"])
def test_a_page_and_its_spreadsheet_tell_the_same(site: Site, day: str) -> None:
    site.begin(day)
    for eventid in (120001, 120002, 120003, 120005, 120008, 120011, 120014, 120015):
        spreadsheet = download(site, eventid)
        assert spreadsheet is not None
        page = company_page(site, eventid)
        names = [row[:2] for row in table_rows(page.content)]
        assert names == [row[:2] for row in sheet_rows(spreadsheet.content)]


def test_spreadsheets_of_every_kind_come_under_the_name_xls(site: Site) -> None:
    site.begin("today")
    first_bytes = {
        120001: b"\xd0\xcf\x11\xe0",
        120002: b"PK\x03\x04",
        120005: b"<html>",
        120010: b"\xd0\xcf\x11\xe0",
    }
    for eventid, beginning in first_bytes.items():
        spreadsheet = download(site, eventid)
        assert spreadsheet is not None
        assert spreadsheet.content.startswith(beginning)
        assert spreadsheet.headers["Content-Type"] == "application/vnd.ms-excel"
        assert f"co-list_{eventid}.xls" in spreadsheet.headers["Content-Disposition"]


def test_one_spreadsheet_says_only_that_the_event_is_invalid(site: Site) -> None:
    spreadsheet = download(site, 120010)
    assert spreadsheet is not None
    assert sheet_rows(spreadsheet.content) == [["Invalid Event ID"]]


def test_a_link_with_a_tail_leads_to_an_invalid_spreadsheet(site: Site) -> None:
    for eventid in (120005, 120015):
        page = site.page(eventid)
        button = link(page, DOWNLOAD)
        assert button is not None
        uncut = site.get(urljoin(page.url, str(button["href"])))
        assert sheet_rows(uncut.content) == [["Invalid Event ID"]]


@pytest.mark.parametrize("eventid", [120000, 120004, 120009, 120016, 999999999])
def test_an_unknown_event_is_a_page_that_says_so(site: Site, eventid: int) -> None:
    page = site.page(eventid)
    assert page.status_code == 200
    assert f'<div class="alert alert-danger">Invalid Event ID: {eventid}</div>' in page.text


def test_an_event_that_is_new_today_was_unknown_yesterday(site: Site) -> None:
    assert "Invalid Event ID: 120013" in site.page(120013).text
    site.begin("today")
    assert "Space and Capital Forum" in site.page(120013).text


def test_an_event_that_is_down_today_closes_the_connection_every_time(site: Site) -> None:
    assert "Redwood Terminal" in site.page(120012).text
    site.begin("today")
    for _ in range(3):
        with pytest.raises(requests.ConnectionError):
            site.page(120012)


def test_an_event_without_companies_and_one_without_access_say_so(site: Site) -> None:
    empty, denied = site.page(120006), site.page(120007)
    assert (empty.status_code, denied.status_code) == (200, 403)
    assert "No companies found" in empty.text
    assert "access denied" in denied.text.lower()
    assert link(empty, DOWNLOAD) is link(denied, DOWNLOAD) is None


def test_the_first_visit_of_each_day_is_asked_to_wait(site: Site) -> None:
    for day in ("yesterday", "today", "today"):
        site.begin(day)
        first, second = site.page(120008), site.page(120008)
        assert (first.status_code, second.status_code) == (429, 200)
        assert first.headers["Retry-After"] == "1"


def test_one_event_is_busy_once_without_a_status_that_says_so(site: Site) -> None:
    first, second = site.page(120014), site.page(120014)
    assert (first.status_code, second.status_code) == (200, 200)
    assert "Error 1015" in first.text
    assert "Growth Conference" in second.text


def test_a_private_event_shows_its_companies_on_its_private_page_only(site: Site) -> None:
    for eventid in (120002, 120011):
        assert table_rows(site.page(eventid).content) == []
        assert len(table_rows(site.page(eventid, PRIVATE).content)) > 1
    assert site.page(120001, PRIVATE).status_code == 404


def test_the_markup_varies_over_the_events(site: Site) -> None:
    pages = {eventid: company_page(site, eventid).text for eventid in EVENT_IDS}
    assert '<a class="btn btn-primary" href="' in pages[120001]
    assert "<td>Alder &amp; Finch</td>" in pages[120001]
    assert "<a href='" in pages[120011]
    assert '<a class="nav-link" href=' in site.page(120002).text
    assert "<a href='__private-co-list_cp.html' class='nav-link'>" in site.page(120011).text
    assert '<a id="export" href="#"><i class="fas fa-cloud-download-alt"> </i> ' in pages[120003]
    assert "<a\n    class='btn btn-primary'\n" in pages[120005]
    assert "<title>Optics,\n    Retail" in pages[120005]
    assert "HREF=/sched/event_120015/__co-list_cp.xls?event_id=120015;x>" in pages[120015]
