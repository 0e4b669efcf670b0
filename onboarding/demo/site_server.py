"""The socket side of the demo site: which day it is, who came before, and the visits themselves."""

import json
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from onboarding.demo.answers import MISSING, Answer, answer
from onboarding.demo.event import DAYS, Day
from onboarding.demo.events import expected_changes

LOOPBACK = "127.0.0.1"
JSON = "application/json; charset=utf-8"


class SiteServer(ThreadingHTTPServer):
    request_queue_size = 64

    def __init__(self, port: int, day: Day, verbose: bool = False) -> None:
        self.verbose = verbose
        self._lock = threading.Lock()
        self.begin(day)
        super().__init__((LOOPBACK, port), Visit)

    def server_bind(self) -> None:
        """Without the name lookup of the parent, which can hang where no name server answers."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def begin(self, day: Day) -> None:
        """Also forgets who came before: what happens once happens once more."""
        with self._lock:
            self.day: Day = day
            self._visited: set[int] = set()

    def first_visit(self, eventid: int) -> bool:
        with self._lock:
            first = eventid not in self._visited
            self._visited.add(eventid)
            return first

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no defect of the site."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Visit(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet per answer; several would each wait for the client's acknowledgement
    timeout = 30

    def do_GET(self) -> None:
        if self.path == "/demo/expected":
            self._send(_json(expected_changes()))
        else:
            self._send(answer(self.path, self.server.day, self.server.first_visit))

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        # What a client sent along is never read, so the connection cannot be used again.
        self.close_connection = True
        for day in DAYS:
            if self.path == f"/demo/day/{day}":
                self.server.begin(day)
                return self._send(_json({"day": day}))
        return self._send(MISSING)

    def _send(self, given: Answer | None) -> None:
        if given is None:
            self.close_connection = True
            return
        self.send_response(given.status)
        headers = {"Content-Type": given.content_type, "Content-Length": str(len(given.body))}
        if self.close_connection:
            headers["Connection"] = "close"
        for name, value in {**headers, **given.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(given.body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if self.server.verbose:
            print(self.requestline, int(code), flush=True)

    def log_message(self, *args: Any, **options: Any) -> None:
        """The parent would write on standard error what a client did wrong."""


def _json(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), JSON)
