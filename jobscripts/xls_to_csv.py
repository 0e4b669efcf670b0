#!/usr/bin/env python3
"""Convert a sheet of a spreadsheet, or all of them, to CSV beside it."""

from pathlib import Path

import _through_wrapper  # noqa: F401
from systemscripts.flows import convert_file, job
from systemscripts.foundation import commands
from systemscripts.foundation.settings import Settings

parser = commands.Parser(__doc__, "xls_to_csv.py /tmp/companies.xlsx --sheet Prices")
parser.add_argument("path", type=Path, metavar="PATH", help="the spreadsheet")
which = parser.add_mutually_exclusive_group()
which.add_argument("--sheet", metavar="NAME_OR_NUMBER", help="default: the first one")
which.add_argument("--all-sheets", action="store_true", help="a CSV file for each")


def main(given: Settings) -> None:
    words = parser.parse_args()
    convert_file.convert_file(given, words.path, words.sheet, words.all_sheets)


job.run(main)
