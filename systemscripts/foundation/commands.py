"""How every command reads its words: the same help, the same exit code for wrong ones."""

import argparse
import sys
from typing import NoReturn

from systemscripts.foundation.errors import USAGE


class Parser(argparse.ArgumentParser):
    """argparse with our words for errors, and an example at the end of --help."""

    def __init__(self, description: str, example: str) -> None:
        super().__init__(
            description=description,
            epilog=f"Example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split())
        sys.stderr.write(f"error: {message}\nHINT: {usage}\n")
        sys.exit(USAGE)
