"""Between the pool and the socket: read a request within bounds, give up with the client, send the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from kg.server.limits import Limits
from kg.server.negotiation import content_type
from kg.server.problems import BadRequest, RequestTooLarge, RequestTooSlow
from kg.server.workers import Answered

__all__ = ["deliver", "is_current", "read_body", "until_gone"]

_SOON: Final = 0.05  # seconds; most answers come before it is worth listening for the end of a connection


async def read_body(headers: Headers, receive: Receive, limits: Limits) -> bytes:
    """Return the body of a request.

    Raises:
        RequestTooLarge: It has more bytes than it may.
        RequestTooSlow: It does not come in time.
        BadRequest: The client went away.

    """
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > limits.request_bytes:
        raise _too_large(limits)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise BadRequest("the request was broken off")
                body += message.get("body", b"")
                if len(body) > limits.request_bytes:
                    raise _too_large(limits)
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise RequestTooSlow("the request did not come in time") from None


def _too_large(limits: Limits) -> RequestTooLarge:
    return RequestTooLarge(f"the request has more than {limits.request_bytes} bytes")


async def until_gone(answering: Coroutine[Any, Any, Answered], receive: Receive) -> Answered | None:
    """Return the answer, ``None`` if the client went away meanwhile: then nobody works for it any more."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None, "called in a task"  # noqa: S101
    listening: asyncio.Task[None] | None = None
    is_gone = False

    async def listen() -> None:
        nonlocal is_gone
        await _disconnected(receive)
        is_gone = True
        task.cancel()

    def begin() -> None:
        nonlocal listening
        listening = loop.create_task(listen())

    timer = loop.call_later(_SOON, begin)
    try:
        return await answering
    except asyncio.CancelledError:
        if is_gone and task.uncancel() == 0:
            return None
        raise
    finally:
        timer.cancel()
        if listening is not None:
            listening.cancel()


async def _disconnected(receive: Receive) -> None:
    message: Message = {"type": ""}
    while message["type"] != "http.disconnect":
        message = await receive()


def is_current(headers: Headers, tag: str) -> bool:
    """Return whether a client has the answer of this tag already."""
    known = headers.get("if-none-match", "")
    return bool(tag) and any(part.strip() in {tag, tag.removeprefix("W/"), "*"} for part in known.split(","))


async def deliver(answered: Answered, called: str, tag: str, scope: Scope, send: Send) -> None:
    """Send a whole answer.

    Args:
        answered: What to send.
        called: The media type as the client calls it.
        tag: Stands for the answer as long as it stays the same, empty if it does not.
        scope: The request.
        send: Where to.

    """
    headers = {
        "content-type": content_type(called),
        "content-length": str(answered.size),
        "vary": "Accept",
        "cache-control": "no-cache" if tag else "no-store",
    }
    if tag:
        headers["etag"] = tag
    start = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    try:
        await send({"type": "http.response.start", "status": 200, "headers": start})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
        elif isinstance(answered.content, bytes):
            await send({"type": "http.response.body", "body": answered.content})
        else:
            for piece in answered.chunks():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
    finally:
        answered.close()
