"""From event pages to rows: the demo site as a process of its own, on both of its days."""

import csv
import itertools
import threading
import time
from datetime import date, timedelta

import pytest

from onboarding.demo import events, legacy_xls, pages
from tests.services import demo_client, web_server
from tests.services.web_server import says

QUICKLY = ("--delay", 0, "--retry-wait", 0.05)
ALL = ("--from", 120001, "--to", 120016)
COLUMNS = "EventID,URL,IfExists,InvalidEventID,IsDownloadable,DownloadLink,StatusCode,Title"
SHEET = legacy_xls.workbook([["Company Name", "Ticker"], ["Ash", "AA"]])


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with demo_client.running(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture
def site(pipeline):
    """A site that answers as the test says."""
    with web_server.running() as made:
        pipeline.extra["ETL_MEETMAX_BASE_URL"] = made.url
        yield made


def job(pipeline, name: str, *words: object, code: int = 0, now: str = "") -> str:
    done = pipeline.job(name, *words, **({"ETL_NOW": now} if now else {}))
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def checks(pipeline) -> dict[int, list[str]]:
    """The rows of the one check in the inbox, by event."""
    (path,) = pipeline.inbox.glob("*_MeetMaxURLCheck.csv")
    with path.open(newline="") as file:
        return {int(row[0]): row for row in list(csv.reader(file))[1:]}


def play(pipeline, demo, day: str, now: str) -> None:
    demo.begin(day)
    job(pipeline, "meetmax_url_check.py", *ALL, *QUICKLY, now=now)
    job(pipeline, "run_import_job.py", 1, now=now)
    job(pipeline, "run_download_and_import.sh", *QUICKLY, now=now)


def test_two_days_of_the_demo_end_in_the_changes_between_them(pipeline, demo):
    pipeline.extra["ETL_MEETMAX_BASE_URL"] = f"http://127.0.0.1:{demo.port}"
    today = date.today()
    yesterday = today - timedelta(days=1)
    play(pipeline, demo, "yesterday", f"{yesterday}T05:00:00")
    play(pipeline, demo, "today", f"{today}T05:00:00")
    found = pipeline.rows(
        "select eventid::int, company_name, ticker, scenario from dba.f_get_event_changes(%s)",
        today,
    )
    assert sorted(found) == events.expected_changes()
    assert pipeline.rows("select * from dba.f_get_unobserved_events(%s)", today) == [
        ("120012", yesterday)
    ]
    assert pipeline.files("file_watcher/") == [
        name for name in pipeline.files("file_watcher/") if "results" in name
    ]
    arrivals = pipeline.rows("select state, count(*), count(origin) from dba.tarrival group by 1")
    assert {state: count for state, count, _ in arrivals}.keys() == {"loaded", "empty"}
    assert all(count == with_origin for _, count, with_origin in arrivals)
    failed = pipeline.rows(
        "select eventid from public.tmeetmaxurlcheck_current"
        " join dba.tdataset on datasetdate = %s and label = 'MeetMaxURLCheck' and isactive"
        " where statuscode is null", today
    )  # fmt: skip
    assert failed == [("120012",)]


def test_the_result_of_a_check_is_a_file_that_people_know(pipeline, demo):
    pipeline.extra["ETL_MEETMAX_BASE_URL"] = f"http://127.0.0.1:{demo.port}"
    demo.begin("today")
    job(pipeline, "meetmax_url_check.py", *ALL, *QUICKLY, now="2026-01-31T05:00:00")
    path = pipeline.inbox / "20260131T050000_MeetMaxURLCheck.csv"
    header, *lines = path.read_text().splitlines()
    assert header == ",".join(f'"{name}"' for name in COLUMNS.split(","))
    base = f"http://127.0.0.1:{demo.port}/sched/event_"
    assert lines[0] == (
        f'120001,"{base}120001/__co-list_cp.html",1,False,1,'
        f'"{base}120001/__co-list_cp.xls?event_id=120001",200,"Harbor & Main Industrials Forum"'
    )
    found = checks(pipeline)
    assert list(found) == list(range(120001, 120017))
    private = f"{base}120002/__private-co-list_cp"
    assert found[120002][1] == f"{private}.html"
    assert found[120002][5] == f"{private}.xls?event_id=120002"
    assert found[120005][5] == f"{base}120005/__co-list_cp.xls?event_id=120005"
    flags = {event: row[2:5] + row[6:7] for event, row in found.items()}
    assert flags[120003] == ["1", "False", "1", "200"]  # behind a button
    assert flags[120004] == ["0", "True", "0", "200"]  # there is none
    assert flags[120006] == ["1", "False", "0", "200"]  # empty
    assert flags[120007] == ["0", "False", "0", "403"]  # denied
    assert flags[120008] == flags[120014] == ["1", "False", "1", "200"]  # slowed down once
    assert flags[120012] == ["0", "False", "0", ""]  # nobody answered


def test_a_site_that_cannot_be_reached_is_told_and_nothing_lands(pipeline):
    pipeline.extra["ETL_MEETMAX_BASE_URL"] = "http://127.0.0.1:9"
    said = job(pipeline, "meetmax_url_check.py", "--from", 1, "--to", 2, *QUICKLY, code=69)
    assert "error: http://127.0.0.1:9 answered nothing at all" in said
    assert "HINT: Look at ETL_MEETMAX_BASE_URL." in said
    assert pipeline.files("file_watcher") == []
    assert pipeline.one("select count(*) from dba.tarrival") == 0


@pytest.mark.parametrize(
    "words", [("--from", 5, "--to", 4), ("--from", "x"), ("--delay", -1), ("--delay", "nan")]
)
def test_numbers_that_make_no_sense_are_wrong_usage(pipeline, words):
    job(pipeline, "meetmax_url_check.py", *words, code=64)


def links(pipeline, site, *downloads: tuple[str, str]) -> None:
    """A URL check in force that says these can be downloaded."""
    name = "20260105T050000_MeetMaxURLCheck.csv"
    lines = [f'{event},"x",1,False,1,"{site.url}{path}",200,"t"' for event, path in downloads]
    (pipeline.inbox / name).write_text("\n".join([COLUMNS, *lines, '9,"x",1,False,0,"",200,"t"']))
    job(pipeline, "run_import_job.py", 1)


def test_nothing_to_download_is_no_error(pipeline, site):
    assert "0 of 0 event lists downloaded" in job(pipeline, "meetmax_url_download.py", *QUICKLY)
    links(pipeline, site)
    assert "0 of 0 event lists downloaded" in job(pipeline, "meetmax_url_download.py", *QUICKLY)
    assert site.asked == []


def test_only_a_spreadsheet_lands_and_the_rest_is_told_with_its_reason(pipeline, site):
    site.pages = {
        "/good.xls": says(200, SHEET),
        "/table.xls": says(200, pages.html_sheet([["a"], ["1"]])),
        "/page.xls": says(200, b"<html><body>Please log in</body></html>"),
        "/nothing.xls": says(200, b""),
        "/denied.xls": says(403, SHEET),
    }
    names = ["good", "table", "page", "nothing", "denied", "gone"]
    links(pipeline, site, *((str(n), f"/{name}.xls") for n, name in enumerate(names, 1)))
    now = "2026-01-06T05:00:00"
    said = job(pipeline, "meetmax_url_download.py", *QUICKLY, now=now)
    assert "2 of 6 event lists downloaded" in said
    landed = {path.name: path.read_bytes() for path in pipeline.inbox.glob("*_MeetMax_*")}
    assert landed == {
        "20260106T050000_MeetMax_1.xls": SHEET,
        "20260106T050000_MeetMax_2.xls": pages.html_sheet([["a"], ["1"]]),
    }
    results = "file_watcher_temp/20260106T050000_meetmax_url_download_results.csv"
    with (pipeline.inbox / results).open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["EventID", "DownloadURL", "Status"]
    assert [row[2].rpartition(": ")[2] for row in rows] == [
        "downloaded", "downloaded", "not a spreadsheet", "not a spreadsheet",
        "status 403", "status 404",
    ]  # fmt: skip
    assert pipeline.rows(
        "select file_name, origin, state from dba.tarrival where file_name ~ 'MeetMax_1'"
    ) == [("20260106T050000_MeetMax_1.xls", f"{site.url}/good.xls", "arrived")]


def test_when_no_list_at_all_could_be_had_nothing_is_imported(pipeline, site):
    links(pipeline, site, ("1", "/gone.xls"), ("2", "/gone.xls"))
    left = pipeline.inbox / "20260105T050000_MeetMax_7.xls"
    left.write_bytes(SHEET)
    said = job(pipeline, "run_download_and_import.sh", *QUICKLY, code=69)
    assert "error: no event list could be downloaded" in said
    assert left.exists()
    left.unlink()
    site.pages["/gone.xls"] = says(200, SHEET)
    job(pipeline, "run_download_and_import.sh", *QUICKLY)
    assert pipeline.one("select count(*) from public.tmeetmaxevent_current") == 2


def test_the_site_is_asked_one_thing_at_a_time_and_never_too_soon(pipeline, site):
    moments, at_once, together = [], threading.Semaphore(1), []

    def slow(request):
        together.append(at_once.acquire(blocking=False))
        moments.append(time.monotonic())
        time.sleep(0.05)
        says(200, b"<title>x</title>")(request)
        at_once.release()

    site.pages = {f"/sched/event_{n}/__co-list_cp.html": slow for n in range(1, 6)}
    job(pipeline, "meetmax_url_check.py", "--from", 1, "--to", 5, "--delay", 0.2)
    assert together == [True] * 5
    waits = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert min(waits) >= 0.2 + 0.05
    assert len(site.connections) == 1
    assert set(site.agents) == {"client-etl-workflow/1.0 (+polite; one request at a time)"}
