"""Servers that a store may be on: a real one, and one in between that checks and misbehaves."""

from __future__ import annotations

import base64
import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

OXIGRAPH = Path(sys.executable).with_name("oxigraph")


@contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """Run the Oxigraph server over an empty store in memory; yield its address."""
    for _ in range(5):  # somebody else may take the port first
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}", *options]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if _answers(port, process):
                yield f"http://127.0.0.1:{port}"
                return
        finally:
            process.terminate()
            process.wait()
    raise AssertionError("the Oxigraph server does not start")


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process.poll() is None
    return False


def empty(address: str) -> None:
    """Remove everything from a server."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.request("POST", "/update", b"DROP ALL", {"Content-Type": "application/sparql-update"})
    assert connection.getresponse().status == 204
    connection.close()


class Between(ThreadingHTTPServer):
    """A server in front of another one that wants a password and can misbehave.

    Attributes:
        tricks: What to do instead of answering, one for each request to come; ``""`` answers it.
        wanted: The Authorization header that is let in; ``None`` for any.
        asked: Path and headers of each request.

    """

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = urlsplit(upstream)
        self.tricks: list[str] = []
        self.wanted: str | None = None
        self.elsewhere = ""
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: who asked may have gone."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Between

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = dict(self.headers.items())
        self.server.asked.append((self.path, headers))
        if self.server.wanted not in {None, headers.get("Authorization")}:
            self._send(401, "text/plain", b"who are you?")
            return
        trick = self.server.tricks.pop(0) if self.server.tricks else ""
        getattr(self, f"_{trick or 'forward'}")(body)

    def _send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _asked_upstream(self, body: bytes) -> tuple[int, str, bytes]:
        upstream = self.server.upstream
        connection = http.client.HTTPConnection(upstream.hostname or "", upstream.port, timeout=30)
        headers = {n: v for n, v in self.headers.items() if n in {"Content-Type", "Accept"}}
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers.get("Content-Type", ""), content

    def _forward(self, body: bytes) -> None:
        self._send(*self._asked_upstream(body))

    def _busy(self, body: bytes) -> None:
        self._send(503, "text/plain", b"later", Retry_After="0")

    def _hang_up(self, body: bytes) -> None:
        self.close_connection = True

    def _done_but_hung_up(self, body: bytes) -> None:
        self._asked_upstream(body)
        self.close_connection = True

    def _slow(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)
        self.close_connection = True

    def _cut(self, body: bytes) -> None:
        """Announce more than is sent."""
        status, kind, content = self._asked_upstream(body)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True

    def _half(self, body: bytes) -> None:
        """Send the half as if it were all."""
        status, kind, content = self._asked_upstream(body)
        self._send(status, kind, content[: len(content) // 2])

    def _page(self, body: bytes) -> None:
        self._send(200, "text/html", b"<h1>Welcome</h1>")

    def _broken(self, body: bytes) -> None:
        self._send(500, "text/html", b"<h1>Error</h1> " + b"x" * 100_000)

    def _too_much(self, body: bytes) -> None:
        self._send(413, "text/plain", b"")

    def _redirect(self, body: bytes) -> None:
        self._send(307, "text/plain", b"", Location=self.server.elsewhere + self.path)

    def _packed(self, body: bytes) -> None:
        self._send(200, "application/sparql-results+json", b"\x1f\x8b", Content_Encoding="gzip")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's name)
        """Say nothing."""


@contextmanager
def between(upstream: str) -> Iterator[Between]:
    """Run a server in front of another."""
    server = Between(upstream)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def basic(user: str, password: str) -> str:
    """Return the header of HTTP basic authentication."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
