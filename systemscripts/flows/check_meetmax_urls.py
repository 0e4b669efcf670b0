"""URL check: event ids -> pages -> one CSV file in file_watcher/."""

import logging
from collections.abc import Iterable
from dataclasses import fields

from systemscripts.flows.land_file import land
from systemscripts.foundation import clock, csv_text, run_log
from systemscripts.foundation.errors import TransientError
from systemscripts.foundation.settings import Settings
from systemscripts.stages.extract import meetmax
from systemscripts.stages.extract.meetmax import Check, Site

log = logging.getLogger("etl")
PROGRESS = 25


def as_csv(checks: Iterable[Check]) -> bytes:
    header = [column.name for column in fields(Check)]
    in_order = sorted(checks, key=lambda check: check.EventID)
    return csv_text.quoted([header, *(list(vars(check).values()) for check in in_order)])


def check_urls(given: Settings, site: Site, event_ids: Iterable[int]) -> None:
    moment = clock.now()
    checks: list[Check] = []
    with run_log.step("check") as step:
        for event_id in event_ids:
            checks.append(meetmax.check(site, event_id))
            if len(checks) % PROGRESS == 0:
                log.info("%s events looked at", len(checks))
        step.rows_out = len(checks)
    if not any(found.StatusCode for found in checks):
        raise TransientError(
            f"{site.base_url} answered nothing at all", hint="Look at ETL_MEETMAX_BASE_URL."
        )
    with run_log.step("land"):
        target = given.folder("file_watcher") / f"{clock.stamp(moment)}_MeetMaxURLCheck.csv"
        land(given, target, as_csv(checks), site.base_url)
    downloadable = sum(found.IsDownloadable for found in checks)
    log.info(
        "%s events looked at, %s can be downloaded: %s", len(checks), downloadable, target.name
    )
    run_log.report(given, rows_in=len(checks), rows_out=len(checks))
