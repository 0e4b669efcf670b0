"""Asking a web site: what it answers, and what its failures mean."""

import socket
import time
from collections.abc import Iterator

import pytest

from systemscripts.foundation import http
from systemscripts.foundation.errors import ConfigError, TransientError
from tests.services import web_server
from tests.services.web_server import Site, breaks_off, hangs_up, says
from tests.small_job import SmallJob

MONDAY = "Mon, 05 Jan 2026 05:00:00 GMT"
TWO_MINUTES_LATER = "Mon, 05 Jan 2026 05:02:00 GMT"


@pytest.fixture
def site() -> Iterator[Site]:
    with web_server.running() as started:
        yield started


@pytest.fixture
def ask(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    talk = http.session()
    yield lambda url: http.get(talk, url)
    talk.close()


@pytest.mark.parametrize("status", [200, 204, 400, 401, 403, 404, 410])
def test_an_answer_is_returned_whatever_it_means(site, ask, status):
    site.pages["/a"] = says(status, b"" if status == 204 else b"what it says")
    answer = ask(f"{site.url}/a")
    assert answer.status_code == status
    assert answer.content == (b"" if status == 204 else b"what it says")


def test_we_say_who_we_are_and_keep_the_connection_open(site, ask):
    site.pages["/a"] = says(200, b"fine")
    for _ in range(3):
        ask(f"{site.url}/a")
    assert len(site.connections) == 1
    assert all(agent.startswith("client-etl-workflow/") for agent in site.agents)


def test_a_page_that_moved_is_followed(site, ask):
    site.pages["/old"] = says(302, Location="/new")
    site.pages["/new"] = says(200, b"here")
    assert ask(f"{site.url}/old").content == b"here"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_trouble_of_the_server_may_pass(site, ask, status):
    site.pages["/a"] = says(status)
    with pytest.raises(TransientError, match=f"/a: status {status}"):
        ask(f"{site.url}/a")


@pytest.mark.parametrize(
    "status, headers, wait",
    [
        (429, {}, 0),
        (429, {"Retry_After": "7"}, 7),
        (503, {"Retry_After": "7"}, 7),
        (429, {"Retry_After": TWO_MINUTES_LATER, "Date": MONDAY}, 120),
        (429, {"Retry_After": MONDAY, "Date": TWO_MINUTES_LATER}, 0),
        (429, {"Retry_After": "soon"}, 0),
        (429, {"Retry_After": "\xb2"}, 0),
        (429, {"Retry_After": "-5"}, 0),
    ],
)
def test_a_site_that_asks_for_a_pause_says_how_long(ask, status, headers, wait):
    def answer(request):
        request.send_response_only(status)
        for name, value in {"Content_Length": "0", **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()

    with web_server.running() as site:
        site.pages["/a"] = answer
        with pytest.raises(http.SlowDown) as slow:
            ask(f"{site.url}/a")
    assert slow.value.retry_after == wait
    assert f"({status})" in str(slow.value)


@pytest.mark.parametrize(
    "answer, reason", [(hangs_up, "no connection"), (breaks_off, "the answer broke off")]
)
def test_a_connection_that_breaks_may_work_the_next_time(site, ask, answer, reason):
    site.pages["/a"] = answer
    with pytest.raises(TransientError) as broken:
        ask(f"{site.url}/a")
    assert str(broken.value) == f"{site.url}/a: {reason}"
    site.pages["/a"] = says(200, b"whole")
    assert ask(f"{site.url}/a").content == b"whole"


def test_an_answer_that_cannot_be_unpacked_may_be_whole_the_next_time(site, ask):
    site.pages["/a"] = says(200, b"this is not gzip", Content_Encoding="gzip")
    with pytest.raises(TransientError, match="the answer broke off"):
        ask(f"{site.url}/a")


def test_a_site_that_does_not_answer_in_time_may_do_so_later(ask, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        before = time.monotonic()
        with pytest.raises(TransientError, match="no answer in time"):
            ask(f"http://127.0.0.1:{port}/a")
    assert time.monotonic() - before < 2


def test_a_site_that_is_down_may_come_back(ask):
    with pytest.raises(TransientError, match="no connection") as down:
        ask("http://127.0.0.1:1/a")
    assert down.value.exit_code == 69


@pytest.mark.parametrize(
    "url", ["", "host/a", "ftp://127.0.0.1/a", "http://", "http://[::1", "http://a b/", "http://*/"]
)
def test_an_address_that_is_none_must_be_corrected(ask, url):
    with pytest.raises(ConfigError) as odd:
        ask(url)
    assert "address" in odd.value.hint


def test_pages_that_send_each_other_round_must_be_corrected(site, ask):
    site.pages["/a"] = says(302, Location="/a")
    with pytest.raises(ConfigError, match="redirects"):
        ask(f"{site.url}/a")


def test_a_certificate_is_checked(ask, trusted, monkeypatch):
    with web_server.running(trusted) as site:
        site.pages["/a"] = says(200, b"secure")
        with pytest.raises(ConfigError, match="certificate is not trusted") as refused:
            ask(f"{site.url}/a")
        assert "REQUESTS_CA_BUNDLE" in refused.value.hint
        assert site.asked == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted.path))
        assert ask(f"{site.url}/a").content == b"secure"


def test_a_password_in_an_address_is_in_no_output_of_a_job(tmp_path, site):
    site.pages["/a"] = says(500)
    address = site.url.replace("//", "//ann:hunter22@")
    done = SmallJob(tmp_path, {"NO_PROXY": "*"}).run(f"""
        from systemscripts.foundation import http, retry
        talk = http.session()
        retry.passing(lambda: http.get(talk, "{address}/a"), attempts=2, first=0.01)
    """)
    assert (done.returncode, site.asked) == (69, ["/a", "/a"])
    assert "ann:***@localhost" in done.stderr
    assert "hunter22" not in done.stdout + done.stderr + SmallJob(tmp_path).everything_written()
