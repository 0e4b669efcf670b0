#!/usr/bin/env python3
"""Look which event pages exist and which can be downloaded; the result lands in file_watcher/."""

import _through_wrapper  # noqa: F401
from systemscripts.flows import check_meetmax_urls, job
from systemscripts.foundation import commands
from systemscripts.foundation.settings import Settings
from systemscripts.stages.extract.meetmax import Site

FIRST, LAST = 115000, 139999

parser = commands.Parser(__doc__, "meetmax_url_check.py --from 115000 --to 115100 --delay 5")
parser.add_argument("--from", dest="first", type=int, default=FIRST, help="first event id")
parser.add_argument("--to", dest="last", type=int, default=LAST, help="last event id")
commands.add_politeness(parser)


def main(given: Settings) -> None:
    words = parser.parse_args()
    if words.last < words.first:
        parser.error(f"--to {words.last} is less than --from {words.first}")
    site = Site(given.meetmax_base_url, words.delay, words.retry_wait)
    check_meetmax_urls.check_urls(given, site, range(words.first, words.last + 1))


job.run(main)
