"""How every command reads its words: the same help, the same exit code for wrong ones."""

import argparse
import sys
from typing import NoReturn

from systemscripts.foundation.errors import USAGE


class WrongUse(SystemExit):
    """Leaves with the exit code for wrong usage, and knows what was said about it."""

    def __init__(self, message: str) -> None:
        super().__init__(USAGE)
        self.message = message


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
        raise WrongUse(message)


def seconds(text: str) -> float:
    """A length of time on the command line."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < 86400:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds")
    return value


def add_politeness(parser: argparse.ArgumentParser) -> None:
    """The options of everything that asks a site of somebody else."""
    parser.add_argument(
        "--delay", type=seconds, default=5.0, help="seconds between requests (default 5)"
    )
    parser.add_argument(
        "--retry-wait", type=seconds, default=15.0, help="first wait before a retry (default 15)"
    )
