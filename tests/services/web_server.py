"""A web server on loopback that answers as a test tells it to."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.services.certificate import Certificate

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What it answers at each path, and what it was asked."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    url: str = ""


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True


def breaks_off(request: BaseHTTPRequestHandler) -> None:
    says(200, b"half of it", Content_Length="1000")(request)
    request.close_connection = True


@contextmanager
def running(certificate: Certificate | None = None) -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.append(self.headers["User-Agent"])
            site.connections.add(self.client_address)
            site.pages.get(self.path, says(404))(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # a client that does not trust the server hangs up

    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            server.socket = certificate.context.wrap_socket(server.socket, server_side=True)
        site.url = f"http{'s' if certificate else ''}://localhost:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
