"""Reports through the real job: what is mailed, and what a query cannot do."""

import csv
import email
import email.policy
import io
import re
from datetime import date, timedelta

import psycopg2.extras
import pytest

from onboarding.demo import events
from systemscripts.flows import send_report
from systemscripts.foundation.errors import ConfigError
from systemscripts.tables.report import Report

COLUMNS = ["eventid", "company_name", "ticker", "scenario", "mindate", "maxdate", "url"]
ONE = {"a": "select 1 as one"}
REPORT = {
    "reportname": "Orders",
    "subjectheader": "Orders",
    "toheader": "ann@example.com",
    "emailbodytemplate": "<p>{{a}}</p>",
    "emailbodyqueries": ONE,
}


@pytest.fixture
def only(pipeline):
    """A pipeline without the shipped reports."""
    pipeline.rows("delete from dba.treportmanager")
    return pipeline


def add_report(pipeline, **changes) -> int:
    row = {**REPORT, **changes}
    json = psycopg2.extras.Json
    values = [json(v) if isinstance(v, dict | list) else v for v in row.values()]
    marks = ", ".join(["%s"] * len(row))
    return pipeline.rows(
        f"insert into dba.treportmanager ({', '.join(row)}) values ({marks}) returning reportid",
        *values,
    )[0][0]


def send(pipeline, *words, code=0):
    done = pipeline.job("send_reports.py", *words)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def mails(pipeline):
    """Report -> mail, as its reader gets it."""
    found = sorted((pipeline.data_dir / "outbox").glob("*.eml"))
    return {
        int(re.search(r"_report_(\d+)_", path.name)[1]): email.message_from_bytes(
            path.read_bytes(), policy=email.policy.default
        )
        for path in found
    }


def observe(pipeline, day, days) -> None:
    """The demo's companies as rows, except those of the event that is down today."""
    pipeline.rows(
        "create table if not exists public.tmeetmaxevent"
        " (datasetid bigint, company_name text, ticker text);"
        "grant select on public.tmeetmaxevent to etl_report"
    )
    for event in events.CATALOGUE:
        companies = event.companies(day)
        hidden = event.sheet == "invalid" or (day == "today" and event.trouble == "down today")
        if not companies or hidden:
            continue
        datasetid = pipeline.one(
            "select dba.f_dataset_iu(null, %s, 'MeetMaxEvents', 'MeetMax', %s, 'Active', 'me')",
            days[day],
            str(event.eventid),
        )
        for company in companies:
            pipeline.rows(
                "insert into public.tmeetmaxevent values (%s, %s, %s)",
                datasetid, company.name, company.ticker,
            )  # fmt: skip


def html_rows(mail, name):
    from bs4 import BeautifulSoup

    table = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser").find(
        "table", attrs={"aria-label": name}
    )
    return [tuple(td.get_text() for td in tr.find_all("td")) for tr in table.tbody.find_all("tr")]


def test_the_mail_has_exactly_what_changed_and_nothing_of_an_event_that_was_down(pipeline):
    today = date.today()
    days = {"yesterday": today - timedelta(days=1), "today": today}
    for day in days:
        observe(pipeline, day, days)
    assert "-> " in send(pipeline, 1)
    mail = mails(pipeline)[1]
    expected = events.expected_changes()
    for scenario in ("added", "removed"):
        wanted = [(str(e), name, ticker) for e, name, ticker, s in expected if s == scenario]
        assert html_rows(mail, scenario) == sorted(wanted)
    assert html_rows(mail, "not_observed") == [("120012", str(days["yesterday"]))]
    (attachment,) = mail.iter_attachments()
    stamp = mail["Subject"].removeprefix("Event changes ")
    assert re.fullmatch(r"\d{8}T\d{6}", stamp)
    assert attachment.get_filename() == f"event_changes_{stamp}.csv"
    header, *rows = csv.reader(io.StringIO(attachment.get_content(), newline=""))
    assert header == COLUMNS
    assert sorted((int(r[0]), *r[1:4]) for r in rows) == expected
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert re.search("Companies added =+ eventid .* 120002 ØRESUND WIND & WAVE OWW ", text)
    page = mail.get_body(("html",)).get_content()
    assert "ØRESUND WIND &amp; WAVE" in page
    (beside,) = (pipeline.data_dir / "outbox").glob("*.html")
    assert beside.read_text() == page.replace("\r\n", "\n")


def test_run_and_mail_bear_the_same_id(only):
    number = add_report(only)
    send(only)
    uuid = only.one("select run_uuid::text from dba.tjobrun")
    assert mails(only)[number]["Message-ID"] == f"<{uuid}.{number}@localhost.localdomain>"
    assert only.rows("select rows_out, outcome from dba.tjobrun") == [(1, "done")]
    assert only.rows("select step_name, rows_out from dba.tjobstep") == [(f"report {number}", 1)]


def test_scheduled_reports_are_sent_and_others_only_when_asked_by_number(only):
    scheduled = [add_report(only), add_report(only, frequency="0 1 * * *")]
    silent = add_report(only, datastatusid=2, reportname="x" * 255)
    send(only)
    assert sorted(mails(only)) == scheduled
    send(only, silent)
    assert sorted(mails(only)) == [*scheduled, silent]


@pytest.mark.parametrize("number", [4711, 0])
def test_an_unknown_report_is_an_error_that_says_where_to_look(only, number):
    add_report(only)
    said = send(only, number, code=78)
    assert f"error: no report {number}" in said
    assert "HINT: Look at dba.treportmanager." in said
    assert mails(only) == {}


@pytest.mark.parametrize("words", [["one"], ["1", "2"], ["1.5"]])
def test_what_is_no_number_is_wrong_usage(pipeline, words):
    assert "usage: send_reports.py" in send(pipeline, *words, code=64)


HARMFUL = [
    "selec 1",
    "select * from nowhere",
    "",
    "delete from dba.tholidays returning *",
    "with gone as (delete from dba.tholidays returning *) select * from gone",
    "select 1; drop table public.tvictim",
    "commit; drop table public.tvictim",
    "rollback",
    "set role etl_user",
    "drop table public.tvictim",
    "create table public.tmine as select 1",
    "copy public.tvictim to '/tmp/stolen'",
    "copy (select 1) to program 'touch /tmp/stolen'",
    "select dba.f_insert_tscheduler('x', '', '* * * * *', 'a.py', '', 1, 'me')",
    "call dba.ppurgeoldlogs(1)",
    "select nextval('dba.tdataset_datasetid_seq')",
    "select pg_read_file('/etc/passwd')",
    "select set_config('transaction_read_only', 'off', true)",
    "do $$ begin drop table public.tvictim; end $$",
    "listen x",
    "select * into public.tmine from public.tvictim",
]


def test_a_query_that_would_do_more_than_read_sends_nothing_and_the_other_reports_go_on(only):
    only.rows("create table public.tvictim as select 1 as x")
    bad = [add_report(only, emailbodyqueries={"a": query}) for query in HARMFUL]
    bad.append(add_report(only, emailbodytemplate="{{b}}"))
    bad.append(add_report(only, hasattachment=True, attachmentqueries=[
        {"name": "a.csv", "query": "select * from nowhere"}]))  # fmt: skip
    good = [
        add_report(only, emailbodyqueries={"a": "select 1; -- a comment"}),
        add_report(only, emailbodyqueries={"a": "with x as (select 1) table x"}),
        add_report(only, emailbodyqueries={"a": "select '%s %(a)s :foo' as text"}),
        add_report(only, attachmentqueries=[{"name": "a.csv", "query": "select nonsense"}]),
    ]
    said = send(only, code=78)
    assert sorted(mails(only)) == good
    for number, query in zip(bad, HARMFUL, strict=False):
        assert f"report {number} was not sent: report {number}, query a: " in said, query
    assert f"report {bad[-2]} was not sent: the template has {{{{b}}}}" in said
    assert f"report {bad[-1]} was not sent: report {bad[-1]}, query a.csv: " in said
    errors = [line for line in said.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert only.one("select count(*) from public.tvictim") == 1
    assert only.one("select to_regclass('public.tmine')") is None
    assert only.one("select count(*) from dba.tholidays") > 0


def report_of(*queries: str) -> Report:
    named = {str(number): query for number, query in enumerate(queries)}
    return Report(1, "x", "x", "a@example.com", False, [], None, named)


@pytest.fixture
def here(pipeline, monkeypatch):
    """The flow in this process, to see what a mail would hold."""
    for name, value in pipeline.env.items():
        monkeypatch.setenv(name, value)
    return pipeline


def test_a_query_has_a_time_limit_that_another_query_cannot_lift(here):
    patient = report_of("select set_config('statement_timeout', '0', false)", "select pg_sleep(9)")
    with pytest.raises(ConfigError, match=r"query 1: .*statement timeout"):
        send_report.gather(patient, seconds=0.2)


def test_a_query_has_the_rights_of_a_reader_whatever_another_query_did(here):
    content = send_report.gather(
        report_of(
            "select current_user::text, current_setting('transaction_read_only')",
            "select set_config('role', 'etl_user', false)",
            "select current_user::text, current_setting('transaction_read_only')",
        )
    )
    assert [grid.rows for grid in content.grids.values()][::2] == [[("etl_report", "on")]] * 2


def test_all_queries_of_a_report_see_the_same_moment(here):
    content = send_report.gather(
        report_of("select pg_current_snapshot()::text", "select pg_current_snapshot()::text")
    )
    first, second = (grid.rows for grid in content.grids.values())
    assert first == second


def test_a_mail_that_cannot_leave_is_told_and_is_worth_trying_again(only):
    add_report(only)
    only.extra["ETL_SMTP_URL"] = "ftp://nowhere"
    assert "error: ETL_SMTP_URL cannot be used" in send(only, code=78)
    assert mails(only) == {}
