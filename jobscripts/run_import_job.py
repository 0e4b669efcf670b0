#!/usr/bin/env python3
"""Load every waiting file of one import, described by a row of dba.timportconfig."""

import _through_wrapper  # noqa: F401
from systemscripts.flows import import_files, job
from systemscripts.foundation import commands
from systemscripts.foundation.settings import Settings

parser = commands.Parser(__doc__, "run_import_job.py MeetMax_Events_XLS_Import")
parser.add_argument("import_", metavar="CONFIG_ID_OR_NAME", help="which row")
parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")


def main(given: Settings) -> None:
    words = parser.parse_args()
    if words.plan:
        from systemscripts.flows import plan_import

        plan_import.plan(given, words.import_)
    else:
        import_files.import_files(given, words.import_)


job.run(main)
