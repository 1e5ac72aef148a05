"""What every request passes before anything looks at it, and every answer on its way out.

Requests for a foreign host are refused, since a page on the web can make its own name mean this machine (DNS
rebinding). Bodies are bounded in size and time whether or not they tell their length. Answers carry headers
that keep a browser from running or framing them, and a number by which the log knows the request.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KGError
from kg.server.metrics import Metrics
from kg.server.problems import (
    BadRequest,
    Problem,
    RequestTooLarge,
    RequestTooSlow,
    UnsupportedMediaType,
    problem_of,
    response_of,
)
from kg.server.settings import ServerSettings

__all__ = ["API_POLICY", "Guard", "Misdirected"]

API_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of whatever sets none itself."""

_SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": API_POLICY,
}
_HOST: Final = re.compile(r"(?P<name>[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?")
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


class Misdirected(Problem):
    """The request is for a host that we are not."""

    status = 421


class Guard:
    """Wraps the whole application.

    Args:
        app: What answers.
        settings: Hosts, origins, limits.
        metrics: Where requests are counted.
        label: Returns by which name a request is counted, once it was answered.

    """

    def __init__(
        self, app: ASGIApp, settings: ServerSettings, metrics: Metrics, label: Callable[[Scope], str]
    ) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._label = label
        self._hosts = frozenset(name.lower().strip("[]") for name in settings.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, number = time.perf_counter(), secrets.token_hex(8)
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(scope, message, number)
            async with asyncio.timeout(self._settings.request_seconds):  # a client that takes nothing
                await send(message)

        try:
            self._check(scope)
            if (allowed := self._preflight(scope)) is not None:
                await _empty(dressed, allowed)
            else:
                await self._app(scope, self._bounded(scope, receive), dressed)
        except Exception as error:
            problem = _told(error, number)
            if status:  # half of the answer is out, and only a broken connection says that it is not whole
                raise _Broken from None
            await response_of(problem)(scope, receive, dressed)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.count(self._label(scope), scope["method"], status, seconds)
            if self._settings.log_requests:
                print(_log_line(scope, status, seconds, number), file=sys.stderr, flush=True)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        named = headers.getlist("host")
        match = _HOST.fullmatch(named[0].lower()) if len(named) == 1 else None
        if match is None:
            raise BadRequest("the request names no host, or several")
        if match["name"].strip("[]") not in self._hosts:
            hint = "whoever runs the service allows a name with --allow-host"
            raise Misdirected("this service does not answer under that name", hint=hint)
        if "transfer-encoding" in headers and "content-length" in headers:
            # Where a server before this one believes the other of the two, a second request can hide.
            raise BadRequest("the request tells its length twice", headers={"Connection": "close"})
        most = self._settings.limits.request_bytes
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdecimal():
            raise BadRequest("the length of the request is no number")
        if int(length) + len(scope.get("raw_path") or b"") + len(scope["query_string"]) > most:
            raise _too_large(most)
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise UnsupportedMediaType("the request is compressed", hint="send it as it is")

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """Return what receives the body, up to its bounds in size and time."""
        most, seconds = self._settings.limits.request_bytes, self._settings.request_seconds
        deadline = asyncio.get_running_loop().time() + seconds
        size = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        is_whole = False

        async def bounded() -> Message:
            nonlocal size, is_whole
            if is_whole:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                hint, close = "send it faster", {"Connection": "close"}
                raise RequestTooSlow(
                    f"the request did not arrive within {seconds:g} seconds", hint=hint, headers=close
                ) from None
            if message["type"] == "http.request":
                size += len(message.get("body", b""))
                is_whole = not message.get("more_body", False)
                if size > most:
                    raise _too_large(most)
            return message

        return bounded

    def _preflight(self, scope: Scope) -> dict[str, str] | None:
        headers = Headers(scope=scope)
        asked = scope["method"] == "OPTIONS" and "access-control-request-method" in headers
        return _PREFLIGHT if asked and headers.get("origin") in self._settings.origins else None

    def _dress(self, scope: Scope, message: Message, number: str) -> None:
        message.setdefault("headers", [])
        headers = MutableHeaders(scope=message)
        for name, value in _SECURITY.items():
            headers.setdefault(name, value)
        headers["X-Request-Id"] = number
        if not self._settings.origins:
            return
        headers.add_vary_header("Origin")
        origin = Headers(scope=scope).get("origin")
        if origin in self._settings.origins:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "ETag, Link, X-Request-Id"
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"


class _Broken(Exception):  # noqa: N818  (nobody catches it)
    """Ends a connection of which half an answer is out; the log already has the reason."""


def _too_large(most: int) -> RequestTooLarge:
    return RequestTooLarge(f"the request has more than {most} bytes", headers={"Connection": "close"})


def _told(error: Exception, number: str) -> Problem:
    """Return what the client is told; the server's log gets the rest."""
    if isinstance(error, KGError):
        problem = problem_of(error)
        if problem.status < 500 or isinstance(error, Problem):
            return problem
        print(f"{number}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return problem
    if not isinstance(error, TimeoutError | ConnectionError):
        lines: Iterable[str] = traceback.format_exception(error)
        print(f"{number}: {''.join(lines)}", file=sys.stderr, flush=True)
    return Problem("the service made a mistake with this request", hint=f"its log has it as {number}")


async def _empty(send: Send, headers: dict[str, str]) -> None:
    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 204, "headers": lines})
    await send({"type": "http.response.body", "body": b""})


def _log_line(scope: Scope, status: int, seconds: float, number: str) -> str:
    # The address comes from outside: percent-encoded, nothing in it can steer a terminal or forge a line.
    raw = scope.get("raw_path") or b""
    path = re.sub(r"[^!-~]", "?", raw.decode("latin-1"))[:200]
    return f"{number} {scope['method'][:10]} {path} {status or '-'} {seconds * 1000:.0f} ms"
