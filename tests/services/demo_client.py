"""Starts the demo site as a process of its own and reads it as a careful client does."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag
from python_calamine import CalamineWorkbook

SCRIPT = Path(__file__).parents[2] / "onboarding" / "demo" / "event_site.py"
STARTING_SECONDS = 15
PUBLIC, PRIVATE = "__co-list_cp.html", "__private-co-list_cp.html"
DOWNLOAD = "Download Company List"


@dataclass
class Site:
    process: subprocess.Popen[str]
    port: int

    def ask(self, method: str, address: str) -> requests.Response:
        """Never through a proxy that the environment may name: it could not reach this loopback."""
        with requests.Session() as session:
            session.trust_env = False
            full_address = urljoin(f"http://127.0.0.1:{self.port}", address)
            return session.request(method, full_address, timeout=10)

    def get(self, address: str) -> requests.Response:
        return self.ask("GET", address)

    def page(self, eventid: int, name: str = PUBLIC) -> requests.Response:
        return self.get(f"/sched/event_{eventid}/{name}")

    def begin(self, day: str) -> None:
        self.ask("POST", f"/demo/day/{day}").raise_for_status()

    def stop(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGTERM)
        printed, complained = self.process.communicate(timeout=10)
        return self.process.returncode, printed, complained


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, text=True)


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Site]:
    port_file = folder / "a port"
    with start(folder, "--port-file", str(port_file), *options) as process:
        try:
            yield Site(process, wait_for(port_file))
        finally:
            process.kill()


def wait_for(port_file: Path) -> int:
    deadline = time.monotonic() + STARTING_SECONDS
    while not port_file.exists():
        assert time.monotonic() < deadline, f"no {port_file} after {STARTING_SECONDS} s"
        time.sleep(0.02)
    return int(port_file.read_text())


def refusal(folder: Path, *options: str) -> tuple[int, str]:
    with start(folder, *options) as process:
        _, complained = process.communicate(timeout=10)
    return process.returncode, complained


def link(page: requests.Response, text: str) -> Tag | None:
    links = BeautifulSoup(page.content, "html.parser").find_all("a")
    return next((a for a in links if " ".join(a.get_text().split()) == text), None)


def company_page(site: Site, eventid: int) -> requests.Response:
    public = site.page(eventid)
    if public.status_code == 429 or "rate limited" in public.text:
        public = site.page(eventid)
    private = link(public, "Private Company List")
    return public if private is None else site.get(urljoin(public.url, str(private["href"])))


def download(site: Site, eventid: int) -> requests.Response | None:
    page = company_page(site, eventid)
    button = link(page, DOWNLOAD)
    if button is None:
        return None
    address = "__co-list_cp.xls?event_id=" if button.get("id") == "export" else str(button["href"])
    name, asked, _ = address.partition("?event_id=")
    return site.get(urljoin(page.url, f"{name}{asked}{eventid}"))


def table_rows(content: bytes) -> list[list[str]]:
    rows = BeautifulSoup(content, "html.parser").find_all("tr")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows]


def sheet_rows(content: bytes) -> list[list[str]]:
    if content.startswith(b"<"):
        return table_rows(content)
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def companies(site: Site, eventid: int) -> set[tuple[str, str]] | None:
    """Name and ticker as a careful reader finds them; None where nothing could be read."""
    try:
        spreadsheet = download(site, eventid)
    except requests.ConnectionError:
        return None
    rows = sheet_rows(spreadsheet.content) if spreadsheet is not None else []
    return {(row[0].upper(), row[1].upper()) for row in rows[1:]}
