"""What changed in the events: absence of an observation is never taken for absence of a company."""

import pytest

from tests.database.asking import query

MON, TUE, WED, THU, FRI = (f"2026-01-{day:02}" for day in range(5, 10))
NEXT_MON = "2026-01-12"
EVENTS = "create table public.tmeetmaxevent (tmeetmaxeventid int, datasetid bigint, {})"


@pytest.fixture
def tables(connection):
    query(connection, EVENTS.format("company_name text, ticker text"))


def dataset(connection, kind, label, day, status=1):
    return query(
        connection,
        "insert into dba.tdataset"
        " (datasetdate, label, datasettypeid, datasourceid, datastatusid, config_id, load_mode)"
        " select %s, %s, datasettypeid, datasourceid, %s, 1, 'version'"
        " from dba.tdatasettype, dba.tdatasource where typename = %s returning datasetid",
        day, label, status, kind,
    )[0][0]  # fmt: skip


def observe(connection, day, companies, event="101", columns="company_name, ticker"):
    """A list of the event as it was that day: `NAME` or `NAME TICKER`."""
    datasetid = dataset(connection, "MeetMaxEvents", event, day)
    for company in companies.split(", "):
        name, _, ticker = company.partition(" ")
        query(
            connection,
            f"insert into public.tmeetmaxevent (datasetid, {columns}) values (%s, %s, %s)",
            datasetid, name or None, ticker or None,
        )  # fmt: skip
    return datasetid


def changes(connection, day):
    """`+COMPANY TICKER` and `-COMPANY TICKER` of each event."""
    found = query(
        connection,
        "select eventid, scenario, company_name, ticker from dba.f_get_event_changes(%s)", day
    )  # fmt: skip
    signs = {"added": "+", "removed": "-"}
    return [
        f"{event} {signs[scenario]}{company} {ticker or ''}".rstrip()
        for event, scenario, company, ticker in found
    ]


def unobserved(connection, day):
    return query(
        connection,
        "select eventid, last_observed::text from dba.f_get_unobserved_events(%s)", day
    )  # fmt: skip


def test_companies_are_added_and_removed_and_a_changed_ticker_is_both(connection, tables):
    observe(connection, MON, "Ash AA, Birch BB, Cedar CC, Dogwood")
    observe(connection, TUE, "Ash AA, birch bb, Cedar CX, Elm EE, Dogwood")
    assert changes(connection, TUE) == ["101 +CEDAR CX", "101 +ELM EE", "101 -CEDAR CC"]


def test_an_event_that_was_not_observed_yields_nothing_and_is_named(connection, tables):
    observe(connection, MON, "Ash AA, Birch BB")
    observe(connection, MON, "Oak OO", event="102")
    observe(connection, TUE, "Ash AA")
    assert changes(connection, TUE) == ["101 -BIRCH BB"]
    assert unobserved(connection, TUE) == [("102", MON)]


def test_a_day_on_which_nothing_was_scraped_yields_nothing_at_all(connection, tables):
    observe(connection, MON, "Ash AA")
    assert changes(connection, TUE) == []
    assert unobserved(connection, TUE) == [("101", MON)]
    assert unobserved(connection, "2026-01-13") == []  # after a week it is an old story


def test_an_observation_is_compared_with_the_last_one_before_however_long_ago(connection, tables):
    observe(connection, "2025-11-03", "Ash AA, Birch BB")
    observe(connection, FRI, "Ash AA, Cedar CC")
    observe(connection, NEXT_MON, "Ash AA, Dogwood DD")
    assert changes(connection, FRI) == ["101 +CEDAR CC", "101 -BIRCH BB"]
    assert changes(connection, "2026-01-10") == changes(connection, "2026-01-11") == []
    assert changes(connection, NEXT_MON) == ["101 +DOGWOOD DD", "101 -CEDAR CC"]


def test_a_company_that_goes_and_comes_back_is_reported_both_times(connection, tables):
    observe(connection, MON, "Ash AA, Birch BB")
    observe(connection, TUE, "Birch BB")
    observe(connection, WED, "Ash AA, Birch BB")
    days = {day: changes(connection, day) for day in (TUE, WED)}
    assert days == {TUE: ["101 -ASH AA"], WED: ["101 +ASH AA"]}


def test_everything_is_new_in_an_event_seen_for_the_first_time(connection, tables):
    observe(connection, TUE, "Ash AA, Birch")
    assert changes(connection, TUE) == ["101 +ASH AA", "101 +BIRCH"]


def test_only_versions_in_force_count(connection, tables):
    observe(connection, MON, "Ash AA")
    observe(connection, TUE, "Wrong WW")
    observe(connection, TUE, "Ash AA, Birch BB")
    assert changes(connection, TUE) == ["101 +BIRCH BB"]
    query(connection, "update dba.tdataset set datastatusid = 3 where datasetdate = %s", MON)
    assert changes(connection, TUE) == ["101 +ASH AA", "101 +BIRCH BB"]


KNOWN_NAMES = [
    "company_name",
    "company/organization",
    "company_description",
    "company_description_(bio)",
    "organization_description",
    "description",
]


@pytest.mark.parametrize("ticker", ["ticker", "company_ticker"])
def test_a_company_is_found_whatever_its_column_is_called(connection, ticker):
    names = [*KNOWN_NAMES, "ticker", "company_ticker", "unnamed:_5"]
    query(connection, EVENTS.format(", ".join(f'"{name}" text' for name in names)))
    for number, name in enumerate(KNOWN_NAMES):
        event = str(101 + number)
        observe(connection, MON, "ash aa, Birch BB", event, f'"{name}", {ticker}')
        observe(connection, TUE, "ASH AA, Cedar CC", event, f"company_name, {ticker}")
    expected = [f"{101 + n} {c}" for n in range(6) for c in ("+CEDAR CC", "-BIRCH BB")]
    assert changes(connection, TUE) == expected


def test_a_list_without_any_known_column_says_nothing(connection):
    query(connection, EVENTS.format("company_name text, ticker text, firm text, code text"))
    observe(connection, MON, "Ash AA, Birch BB")
    observe(connection, TUE, "Ash AA", columns="firm, code")
    observe(connection, WED, "Ash AA, Cedar CC")
    assert changes(connection, TUE) == []
    assert unobserved(connection, TUE) == [("101", MON)]
    assert changes(connection, WED) == ["101 +CEDAR CC", "101 -BIRCH BB"]


def test_a_day_loaded_in_several_parts_is_compared_as_a_whole(connection, tables):
    for day, parts in ((MON, ("Ash AA", "Birch BB")), (TUE, ("Birch BB", "Ash AA, Elm EE"))):
        for part in parts:
            datasetid = observe(connection, day, part)
            query(
                connection,
                "update dba.tdataset set load_mode = 'append' where datasetid = %s", datasetid,
            )  # fmt: skip
    query(connection, "update dba.tdataset set datastatusid = 1")
    assert changes(connection, TUE) == ["101 +ELM EE"]


def test_first_and_last_day_seen_are_told_and_the_page_of_the_newest_check(connection, tables):
    query(
        connection,
        "create table public.tmeetmaxurlcheck (tmeetmaxurlcheckid int generated always as identity,"
        " datasetid bigint, eventid text, url text)",
    )
    for day, url in ((TUE, "newest"), (MON, "older")):
        check = dataset(connection, "MeetMaxURL", f"check {day}", day)
        query(
            connection,
            "insert into public.tmeetmaxurlcheck (datasetid, eventid, url) values (%s, '101', %s)",
            check, url,
        )  # fmt: skip
    for day, companies in ((MON, "Ash AA"), (TUE, "Ash AA, Elm"), (WED, "Elm, Fir FF")):
        observe(connection, day, companies)
    found = query(
        connection,
        "select company_name, ticker, mindate::text, maxdate::text, url, scenario"
        " from dba.f_get_event_changes(%s)",
        WED,
    )
    assert found == [
        ("FIR", "FF", WED, WED, "newest", "added"),
        ("ASH", "AA", MON, TUE, "newest", "removed"),
    ]


def test_the_day_is_today_when_none_is_given(connection, tables):
    observe(connection, "yesterday", "Ash AA")
    observe(connection, "today", "Birch BB")
    assert changes(connection, None) == ["101 +BIRCH BB", "101 -ASH AA"]
    assert unobserved(connection, None) == []


def test_without_tables_there_is_nothing_to_say(connection):
    dataset(connection, "MeetMaxEvents", "101", MON)
    dataset(connection, "MeetMaxEvents", "101", TUE)
    assert changes(connection, TUE) == []
    assert query(connection, "select * from dba.f_event_downloads(%s)", TUE) == []


def test_downloads_are_those_of_the_newest_check_in_force_up_to_a_day(connection):
    query(
        connection,
        "create table public.tmeetmaxurlcheck (tmeetmaxurlcheckid int generated always as identity,"
        " datasetid bigint, eventid text, isdownloadable text, downloadlink text)",
    )
    for day, status in ((MON, 1), (WED, 1), (THU, 2)):
        check = dataset(connection, "MeetMaxURL", "check", day, status)
        query(
            connection,
            "insert into public.tmeetmaxurlcheck (datasetid, eventid, isdownloadable, downloadlink)"
            " values (%(d)s, '101', '1', %(day)s), (%(d)s, '102', '0', ''), (%(d)s, '99', '1', 'x')"
            .replace("%(d)s", str(check)).replace("%(day)s", f"'{day}'"),
        )  # fmt: skip
    downloads = "select * from dba.f_event_downloads(%s)"
    assert query(connection, downloads, "2026-01-04") == []
    assert query(connection, downloads, TUE) == [("101", MON), ("99", "x")]
    assert query(connection, downloads, FRI) == [("101", WED), ("99", "x")]
