#!/usr/bin/env python3
"""Make the cron file from the rows of dba.tscheduler and dba.treportmanager."""

import _through_wrapper  # noqa: F401
from systemscripts.flows import job, refresh_cron
from systemscripts.foundation import commands
from systemscripts.foundation.settings import Settings

parser = commands.Parser(__doc__, "update_cron_jobs.py --preview")
parser.add_argument("--preview", action="store_true", help="show what would change, write nothing")


def main(given: Settings) -> None:
    words = parser.parse_args()
    if words.preview:
        print(refresh_cron.preview(given), end="")
    else:
        refresh_cron.refresh(given)


job.run(main)
