"""Run the application: one socket, one event loop, an end without leftovers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import SettingsError
from kg.server.guard import API_POLICY
from kg.server.parting import Parting
from kg.server.settings import ServerSettings

__all__ = ["bind", "serve"]

_HEADER_BYTES: Final = 384 << 10  # a query of the longest kind, percent-encoded, in the address
_BACKLOG: Final = 512  # connections that wait to be accepted
_KEEP_ALIVE: Final = 15  # seconds that a connection may be idle
_LAST_ANSWERS: Final = 5  # seconds that running requests get when the service ends


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 means a free one.

    Raises:
        SettingsError: The address is not of this machine, or in use.

    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(_BACKLOG)
        except BaseException:
            bound.close()
            raise
    except (OSError, UnicodeError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "no such address"
        hint = "choose another --port or --host; port 0 is a free one"
        raise SettingsError(f"cannot listen on {host}:{port}: {reason}", hint=hint) from error
    return bound


def serve(
    app: Starlette, bound: socket.socket, settings: ServerSettings, on_ready: Callable[[], None]
) -> int:
    """Answer requests until a signal comes, and return its number.

    Args:
        app: What answers.
        bound: From :func:`bind`.
        settings: Time for a request, number of connections.
        on_ready: Called when requests are answered.

    """
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what a client does is no news

    class Connection(_Connection):
        options = settings

    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_LAST_ANSWERS,
        h11_max_incomplete_event_size=_HEADER_BYTES,
        loop="asyncio",
    )
    server = _Server(config, on_ready)

    async def run() -> None:
        async with app.router.lifespan_context(app):  # not uvicorn's way, which keeps the reason of a failure
            await server.serve(sockets=[bound])

    asyncio.run(run())
    return server.signal


class _Server(uvicorn.Server):
    """Says when it is ready, and leaves it to its caller what a signal means for the exit code."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self.signal = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._end, number)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    def _end(self, number: int) -> None:
        self.force_exit = self.should_exit  # a second signal does not wait for running requests
        self.should_exit = True
        self.signal = self.signal or number


class _Connection(H11Protocol):
    """A connection of a client that may be slow on purpose."""

    options: ServerSettings
    transport: Parting  # type: ignore[assignment]
    _timer: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        parting = Parting(transport, self._is_sending, self.options.request_seconds)
        super().connection_made(cast("asyncio.Transport", parting))
        if len(self.connections) > self.options.connections:
            self._refuse(503, "too many connections", retry=True)
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._timer, self._stalled):
            if timer is not None:
                timer.cancel()
        self.transport.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            self.transport.discard(len(data))
            return
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._await_head()
        elif self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _is_sending(self) -> bool:
        is_within = self.conn.their_state in (h11.SEND_BODY, h11.ERROR)
        return is_within or bool(self.conn.trailing_data[0])  # else half a head

    def _await_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.options.request_seconds, self._give_up)

    def _give_up(self) -> None:
        self._timer = None
        if self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE:
            self._refuse(408, "the request did not arrive in time")

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _watch(self, size: int) -> None:
        self._stalled = self.loop.call_later(self.options.request_seconds, self._check_progress, size)

    def _check_progress(self, before: int) -> None:
        """Break off where the client has taken nothing of its answer since the last look."""
        size = self.transport.get_write_buffer_size()
        if size >= before:
            self.transport.abort()
        else:
            self._watch(size)

    def send_400_response(self, msg: str) -> None:
        del msg
        self._refuse(400, "this is no HTTP request")

    def _refuse(self, status: int, reason: str, *, retry: bool = False) -> None:
        """Answer what never becomes a request, and close."""
        phrase = {400: "Bad Request", 408: "Request Timeout", 503: "Service Unavailable"}[status]
        told: dict[str, Any] = {"type": "about:blank", "title": phrase, "status": status, "detail": reason}
        body = json.dumps(told).encode()
        lines = [
            f"HTTP/1.1 {status} {phrase}",
            "Content-Type: application/problem+json",
            f"Content-Length: {len(body)}",
            f"Content-Security-Policy: {API_POLICY}",
            "X-Content-Type-Options: nosniff",
            "Connection: close",
            *(["Retry-After: 2"] if retry else []),
            "",
            "",
        ]
        self.transport.write("\r\n".join(lines).encode() + body)
        self.transport.close()
