"""One report: row -> queries in one read-only snapshot -> mail -> server or outbox."""

import logging
import re
from email.utils import parseaddr

from systemscripts.foundation import clock, database, mailer, retry, run_log
from systemscripts.foundation.errors import ConfigError, EtlError
from systemscripts.foundation.settings import Settings
from systemscripts.stages.report import compose
from systemscripts.stages.report.compose import Content
from systemscripts.stages.report.tables import Grid
from systemscripts.tables import report as reports
from systemscripts.tables.report import Report

log = logging.getLogger("etl")
QUERY_SECONDS = 60
READER = "etl_report"
LONGEST_NAME = 60


def ask(
    connection: database.Connection, report: Report, name: str, query: str, seconds: float
) -> Grid:
    """The answer of one query; a broken one is the row's fault, and nothing is sent."""
    reports.restrict(connection, READER, seconds)
    try:
        return Grid(*reports.answer(connection, query))
    except database.Error as error:
        if connection.closed:
            raise
        said = str(error).strip().splitlines()
        raise ConfigError(
            f"report {report.reportid}, query {name}: {said[0] if said else 'failed'}",
            hint="Correct it in dba.treportmanager; nothing was sent.",
        ) from error


def gather(report: Report, seconds: float = QUERY_SECONDS) -> Content:
    wanted = report.attachmentqueries if report.hasattachment else []
    with database.transaction(role=READER, read_only=True) as connection:
        grids = {
            name: ask(connection, report, name, query, seconds)
            for name, query in report.emailbodyqueries.items()
        }
        attachments = [
            (item["name"], ask(connection, report, item["name"], item["query"], seconds))
            for item in wanted
        ]
    return Content(grids, attachments)


def send_one(given: Settings, report: Report) -> int:
    """Rows in the mail."""
    with run_log.step(f"report {report.reportid}") as step:
        content = gather(report)
        moment = clock.now()
        domain = parseaddr(given.email)[1].rpartition("@")[2] or "localhost"
        mail = compose.message(
            sender=given.email,
            recipients=report.toheader,
            subject=report.subjectheader,
            template=report.emailbodytemplate or f"<h2>{report.reportname}</h2>",
            content=content,
            moment=moment,
            message_id=f"<{given.run_uuid}.{report.reportid}@{domain}>",
        )
        slug = re.sub(r"[^a-z0-9]+", "_", report.reportname.lower()).strip("_")[:LONGEST_NAME]
        name = f"{clock.stamp(moment)}_report_{report.reportid}_{slug}"
        where = retry.passing(lambda: mailer.send(given, mail, name))
        step.rows_out = sum(len(grid.rows) for grid in content.grids.values())
    log.info("report %s (%s) -> %s", report.reportid, report.reportname, where)
    return step.rows_out


def send_reports(given: Settings, reportid: int | None) -> None:
    """One report by number, or all that are scheduled; the others go on when one fails."""
    with database.transaction() as connection:
        wanted = (
            reports.scheduled(connection)
            if reportid is None
            else [reports.find(connection, reportid)]
        )
    failed: list[EtlError] = []
    rows = 0
    for report in wanted:
        try:
            rows += send_one(given, report)
        except EtlError as error:
            log.warning("report %s was not sent: %s", report.reportid, error)
            failed.append(error)
    run_log.report(given, rows_out=rows)
    if failed:
        raise failed[0]
