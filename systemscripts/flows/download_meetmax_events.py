"""Downloads: the newest URL check -> one spreadsheet for each event in file_watcher/."""

import logging

from systemscripts.flows.land_file import land
from systemscripts.foundation import clock, csv_text, database, run_log, safe_files
from systemscripts.foundation.errors import DataError, TransientError
from systemscripts.foundation.settings import Settings
from systemscripts.stages.extract import meetmax
from systemscripts.stages.extract.meetmax import Site
from systemscripts.tables import event_link
from systemscripts.tables.event_link import EventLink

log = logging.getLogger("etl")
Result = tuple[str, str, str]


def download_one(given: Settings, site: Site, link: EventLink) -> Result:
    """Event, address and what became of it."""
    try:
        content = meetmax.download(site, link.downloadlink)
    except (TransientError, DataError) as error:
        log.warning("event %s was not downloaded: %s", link.eventid, error)
        return link.eventid, link.downloadlink, str(error)
    name = f"{clock.stamp(clock.now())}_MeetMax_{link.eventid}.xls"
    land(given, given.folder("file_watcher") / name, content, link.downloadlink)
    return link.eventid, link.downloadlink, "downloaded"


def keep_results(given: Settings, results: list[Result]) -> None:
    content = csv_text.quoted([("EventID", "DownloadURL", "Status"), *results])
    folder = given.folder("file_watcher/file_watcher_temp")
    name = f"{clock.stamp(clock.now())}_meetmax_url_download_results.csv"
    safe_files.write_whole(folder / name, lambda file: file.write(content))


def download_events(given: Settings, site: Site) -> None:
    with database.transaction() as connection:
        links = event_link.downloadable(connection, clock.now().date())
    with run_log.step("download") as step:
        results = [download_one(given, site, link) for link in links]
        got = sum(1 for *_, status in results if status == "downloaded")
        step.rows_in, step.rows_out = len(links), got
    keep_results(given, results)
    log.info("%s of %s event lists downloaded", got, len(links))
    run_log.report(given, rows_in=len(links), rows_out=got)
    if links and not got:
        raise TransientError("no event list could be downloaded", hint="Look at the log above.")
