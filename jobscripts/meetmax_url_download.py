#!/usr/bin/env python3
"""Download the event lists that the newest URL check found; they land in file_watcher/."""

import _through_wrapper  # noqa: F401
from systemscripts.flows import download_meetmax_events, job
from systemscripts.foundation import commands
from systemscripts.foundation.settings import Settings
from systemscripts.stages.extract.meetmax import Site

parser = commands.Parser(__doc__, "meetmax_url_download.py --delay 5")
commands.add_politeness(parser)


def main(given: Settings) -> None:
    words = parser.parse_args()
    site = Site(given.meetmax_base_url, words.delay, words.retry_wait)
    download_meetmax_events.download_events(given, site)


job.run(main)
