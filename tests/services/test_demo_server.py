"""The demo site as a program: how it starts, answers, stops and refuses."""

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.demo_client import Site, refusal, running, start


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running(tmp_path) as started:
        yield started


def test_every_robot_is_welcome(site: Site) -> None:
    assert site.get("/robots.txt").text == "User-agent: *\nAllow: /\n"


def test_one_connection_serves_several_visits_also_for_headers_only(site: Site) -> None:
    visit = b"%s /sched/event_120001/__co-list_cp.html HTTP/1.1\r\n%s\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as client:
        client.sendall(visit % (b"GET", b""))
        client.sendall(visit % (b"HEAD", b"Connection: close\r\n"))
        received = b"".join(iter(lambda: client.recv(65536), b""))
    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert received.count(b"<!DOCTYPE html>") == 1


@pytest.mark.parametrize("address", ["/", "/sched/event_1/", "/sched/event_x/__co-list_cp.html"])
def test_other_addresses_do_not_exist(site: Site, address: str) -> None:
    assert site.get(address).status_code == 404


def test_a_day_that_does_not_exist_changes_nothing(site: Site) -> None:
    assert site.ask("POST", "/demo/day/tomorrow").status_code == 404
    assert "Granite Vale Steel" in site.page(120001).text


def test_the_site_can_begin_with_today(tmp_path: Path) -> None:
    with running(tmp_path, "--day", "today") as site:
        assert "Tessellate Systems" in site.page(120001).text


def test_only_this_machine_reaches_the_site(site: Site) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", site.port), timeout=5)


def test_a_stopped_site_leaves_nothing_behind_and_said_nothing(site: Site, tmp_path: Path) -> None:
    site.page(120001)
    assert site.stop() == (0, f"http://127.0.0.1:{site.port}/\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_site_is_stopped_while_a_client_still_holds_its_connection(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=5):
        assert site.stop()[0] == 0


def test_a_client_that_goes_away_is_no_defect(site: Site) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", site.port), timeout=5) as client:
            reset_when_closed = struct.pack("ii", 1, 0)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset_when_closed)
            client.sendall(b"GET /sched/event_120001/__co-list_cp.html HTTP/1.1\r\n\r\n" * 50)
    assert site.page(120001).status_code == 200
    assert site.stop()[2] == ""


def test_visits_are_printed_for_those_who_ask(tmp_path: Path) -> None:
    with running(tmp_path, "--verbose") as site:
        site.page(120007)
        assert "GET /sched/event_120007/__co-list_cp.html HTTP/1.1 403\n" in site.stop()[1]


def test_a_port_in_use_is_one_line_and_a_hint(site: Site, tmp_path: Path) -> None:
    code, complained = refusal(tmp_path, "--port", str(site.port))
    assert code == 69
    assert complained.startswith(f"error: cannot listen on 127.0.0.1:{site.port}: ")
    assert [line.split(":")[0] for line in complained.splitlines()] == ["error", "HINT"]


@pytest.mark.parametrize(
    "options",
    [
        ["--day", "tomorrow"],
        ["--port", "70000"],
        ["--port", "-1"],
        ["--port-file", "no/such/folder/port"],
        ["--port-file", "."],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_a_hint(tmp_path: Path, options: list[str]) -> None:
    code, complained = refusal(tmp_path, *options)
    assert code == 64
    assert [line.split(":")[0] for line in complained.splitlines()] == ["error", "HINT"]
    assert list(tmp_path.iterdir()) == []


def test_help_shows_an_example(tmp_path: Path) -> None:
    with start(tmp_path, "--help") as process:
        printed, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "example:\n  event_site.py --port" in printed
