#!/usr/bin/env python3
"""Send one report by number, or all reports that are scheduled."""

import _through_wrapper  # noqa: F401
from systemscripts.flows import job, send_report
from systemscripts.foundation import commands
from systemscripts.foundation.settings import Settings

parser = commands.Parser(__doc__, "send_reports.py 1")
parser.add_argument("reportid", nargs="?", type=int, metavar="REPORTID", help="which report")


def main(given: Settings) -> None:
    words = parser.parse_args()
    send_report.send_reports(given, words.reportid)


job.run(main)
