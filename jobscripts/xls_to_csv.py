#!/usr/bin/env python3
"""Convert the first sheet of a spreadsheet to a CSV file beside it."""

from pathlib import Path

import _through_wrapper  # noqa: F401
from systemscripts.flows import convert_file, job
from systemscripts.foundation import commands
from systemscripts.foundation.settings import Settings

parser = commands.Parser(__doc__, "xls_to_csv.py /tmp/companies.xls")
parser.add_argument("path", type=Path, metavar="PATH", help="the spreadsheet")


def main(given: Settings) -> None:
    words = parser.parse_args()
    convert_file.convert_file(given, words.path)


job.run(main)
