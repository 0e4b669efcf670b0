"""Serve the demo's event pages on loopback, as they were yesterday or as they are today."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

# Started by its path from any folder, this file finds its neighbours as others find them.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from onboarding.demo.event import DAYS
from onboarding.demo.site_server import LOOPBACK, SiteServer

LARGEST_PORT = 65535
EXAMPLE = """\
example:
  event_site.py --port 8765 --day yesterday
  curl http://127.0.0.1:8765/sched/event_120001/__co-list_cp.html
  curl -X POST http://127.0.0.1:8765/demo/day/today"""


def stop(exit_code: int, message: str, hint: str) -> NoReturn:
    print(f"error: {message}\nHINT: {hint}", file=sys.stderr)
    sys.exit(exit_code)


class Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        stop(os.EX_USAGE, message, f"See {self.prog} --help.")


def port_number(text: str) -> int:
    if not text.isdecimal() or int(text) > LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {LARGEST_PORT}")
    return int(text)


def arguments() -> argparse.Namespace:
    style = argparse.RawDescriptionHelpFormatter
    parser = Arguments(description=__doc__, epilog=EXAMPLE, formatter_class=style)
    parser.add_argument("--port", type=port_number, default=0, help="0, the default: any free port")
    parser.add_argument("--port-file", type=Path, help="holds the port while the site listens")
    parser.add_argument("--day", choices=DAYS, default="yesterday", help="default: yesterday")
    parser.add_argument("--verbose", action="store_true", help="print each visit")
    return parser.parse_args()


def listen(chosen: argparse.Namespace) -> SiteServer:
    try:
        return SiteServer(chosen.port, chosen.day, chosen.verbose)
    except OSError as error:
        place = f"{LOOPBACK}:{chosen.port}"
        hint = "Stop what uses the port, or let --port 0 find a free one."
        stop(os.EX_UNAVAILABLE, f"cannot listen on {place}: {error.strerror}", hint)


def announce(port: int, port_file: Path) -> None:
    """Under another name first: a reader never sees half a number."""
    unfinished = Path(f"{port_file}.{os.getpid()}.part")
    try:
        unfinished.write_text(f"{port}\n", encoding="ascii")
        unfinished.replace(port_file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        hint = "Name a file in a folder where you may write."
        stop(os.EX_USAGE, f"cannot write {port_file}: {error.strerror}", hint)


def serve(site: SiteServer, port_file: Path | None) -> None:
    if port_file is not None:
        announce(site.server_port, port_file)
    print(f"http://{LOOPBACK}:{site.server_port}/", flush=True)
    try:
        site.serve_forever()
    finally:
        if port_file is not None:
            port_file.unlink(missing_ok=True)


def stop_cleanly(signal_number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def main() -> None:
    chosen = arguments()
    signal.signal(signal.SIGTERM, stop_cleanly)
    signal.signal(signal.SIGINT, stop_cleanly)
    with listen(chosen) as site:
        serve(site, chosen.port_file)


if __name__ == "__main__":
    main()
