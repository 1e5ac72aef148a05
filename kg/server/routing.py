"""Routes whose wrong requests are answered by us: of every method, with any address below a path."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.problems import MethodNotAllowed

__all__ = ["Endpoint", "check_method", "mounted", "route"]

Endpoint = Callable[[Request], Awaitable[Response]]


def route(path: str, endpoint: Endpoint) -> Route:
    """Return a route for reading; the endpoint answers GET and HEAD."""
    return Route(path, _Every(endpoint), name=path)


def mounted(path: str, app: ASGIApp) -> Mount:
    """Return a route to everything below a path, an address with a line break in it too."""
    mount = Mount(path, app, name=path)
    mount.path_regex = re.compile(f"{re.escape(path)}/(?P<path>.*)", re.DOTALL)
    return mount


def check_method(scope: Scope) -> None:
    """Refuse what is no reading.

    Raises:
        MethodNotAllowed: It is another method.

    """
    if scope["method"] not in {"GET", "HEAD"}:
        raise MethodNotAllowed(f"{scope['method'][:20]} is not allowed here", headers={"Allow": "GET, HEAD"})


class _Every:
    """Takes requests of every method, so that the answer to a wrong one is ours."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        check_method(scope)
        response = await self._endpoint(Request(scope, receive))
        await response(scope, receive, send)
