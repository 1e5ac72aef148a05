"""One POST of JSON with a limit on time and size; no redirect is followed and no proxy is used.

The standard library does it: around a request library, redirects and proxies would have to be switched off,
and the bound on the time of an answer that comes drop by drop would have to be built as well.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Any

from kg.backends.server import Server
from kg.version import __version__

__all__ = ["NoAnswer", "Reply", "TooLong", "post"]

_MAX_BYTES = 4_000_000


class NoAnswer(Exception):  # noqa: N818  # the caller tries again, or makes an error of it
    """The server was not reached, broke off, or took too long."""

    def __init__(self, reason: str, *, connected: bool) -> None:
        self.connected = connected
        super().__init__(reason)


class TooLong(Exception):  # noqa: N818  # as above
    """The answer is larger than any that makes sense."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent back.

    Attributes:
        status: The HTTP status.
        body: The content, at most 4 MB of it.
        wait: Seconds after which the server wants to be asked again; 0 where it does not say.

    """

    status: int
    body: bytes
    wait: float = 0.0


def post(server: Server, message: dict[str, Any]) -> Reply:
    """Send a message and return the reply, whatever its status.

    Raises:
        NoAnswer: There is none within ``server.timeout`` seconds.
        TooLong: It has more than 4 MB.

    """
    connection = _connection(server)
    late = threading.Event()
    connected = False
    try:
        connection.connect()
        connected = True
        with _Deadline(connection.sock, server.timeout, late):
            connection.request("POST", server.path, json.dumps(message).encode(), _headers(server))
            response = connection.getresponse()
            body = response.read(_MAX_BYTES + 1)
            rest = response.length  # of the announced length; nothing of a complete answer is left
    except (OSError, UnicodeError, http.client.HTTPException) as error:
        timed_out = late.is_set() or isinstance(error, TimeoutError)
        reason = f"no answer within {server.timeout:g} seconds" if timed_out else _reason(error)
        raise NoAnswer(reason, connected=connected) from None  # the cause could show the headers
    finally:
        connection.close()
    if late.is_set():
        raise NoAnswer(f"no answer within {server.timeout:g} seconds", connected=True)
    if len(body) > _MAX_BYTES:
        raise TooLong(f"the answer has more than {_MAX_BYTES:,} bytes")
    if rest:
        raise NoAnswer("the answer broke off", connected=True)
    return Reply(response.status, body, _wait(response.getheader("Retry-After")))


class _Deadline:
    """Ends a connection when its time is over: a socket's own timeout starts anew with each byte."""

    def __init__(self, sock: socket.socket, seconds: float, late: threading.Event) -> None:
        self._sock, self._late = sock, late
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def _end(self) -> None:
        self._late.set()
        try:
            socket.socket.shutdown(
                self._sock, socket.SHUT_RDWR
            )  # an SSL socket's own would wait for the peer
        except OSError:
            return  # it is over already

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()


def _connection(server: Server) -> http.client.HTTPConnection:
    parts = server.parts
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=server.timeout)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, parts.port, timeout=server.timeout, context=context)


def _headers(server: Server) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers["User-Agent"] = f"kg-actors/{__version__}"
    return headers | ({"Authorization": f"Bearer {server.key}"} if server.key else {})


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    if isinstance(error, http.client.RemoteDisconnected):
        return "the server hung up"
    return (
        "it does not speak HTTP" if isinstance(error, http.client.BadStatusLine) else "the answer broke off"
    )


def _wait(header: str | None) -> float:
    try:
        return max(float(header or 0), 0.0)
    except ValueError:
        return 0.0
