"""A chat server on the loopback address that answers, or misbehaves, as a test tells it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]
LONGEST_DRIP = 5.0  # seconds after which a slow answer stops by itself


class FakeServer(ThreadingHTTPServer):
    """Serves one behaviour after the other, the last one for ever; keeps what it was asked."""

    daemon_threads = False  # a test that leaves a thread behind should be noticed

    def __init__(self, *behaviours: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours = list(behaviours)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where the client has gone away: that is what some tests are about."""

    def next(self) -> Behaviour:
        with self._lock:
            return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]


class Handler(BaseHTTPRequestHandler):
    """Records a request and lets the next behaviour answer it."""

    server: FakeServer

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers))
        self.server.asked.append(json.loads(self.rfile.read(length)))
        self.server.next()(self)

    do_GET = do_POST  # noqa: N815  # the name is the standard library's

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Write no log."""


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[FakeServer]:
    """Yield a running server with these behaviours."""
    with FakeServer(*behaviours) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def claim(source: str, relation: str, target: str, quote: str, **others: object) -> dict[str, object]:
    """Return a claim as the model is asked to write it."""
    basis = {"polarity": "affirmed", "modality": "asserted", "claimant": None, "since": None, "until": None}
    ends = {"source": source, "relation": relation, "target": target, "quote": quote}
    return ends | basis | {"confidence": 0.9} | others


def envelope(content: object) -> bytes:
    message = {"role": "assistant", "content": content}
    return json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}).encode()


def says(content: object) -> Behaviour:
    """Answer with this text as the words of the model."""
    return lambda handler: handler.send(200, envelope(content))


def claims(*items: object) -> Behaviour:
    """Answer with these claims."""
    return says(json.dumps({"claims": items}))


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer with this status."""
    return lambda handler: handler.send(code, body, **headers)


def raw(body: bytes) -> Behaviour:
    """Answer with this body and status 200."""
    return lambda handler: handler.send(200, body)


def drips(handler: Handler) -> None:
    """Send one byte after the other, each in time, the whole never."""
    handler.send_response(200)
    handler.end_headers()
    end = time.monotonic() + LONGEST_DRIP
    while time.monotonic() < end:
        handler.wfile.write(b" ")
        time.sleep(0.02)


def drips_headers(handler: Handler) -> None:
    """Never come to the end of the headers."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    drips(handler)


def breaks_off(handler: Handler) -> None:
    """Announce more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')


def endless(handler: Handler) -> None:
    """Send more than anybody can want."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x" * 1_000_000)


def hangs_up(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def only(response_format: str | None) -> Callable[[Behaviour], Behaviour]:
    """Refuse each request whose response format is not this one, as servers do that do not know it."""

    def refusing(behaviour: Behaviour) -> Behaviour:
        def answer(handler: Handler) -> None:
            given = handler.server.asked[-1].get("response_format", {}).get("type")
            (behaviour if given == response_format else status(400, b"unknown response_format"))(handler)

        return answer

    return refusing
