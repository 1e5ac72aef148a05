"""The service as one application: pages, SPARQL, REST, counts, and the guard before all of them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import StoreError
from kg.server import editor, protocol
from kg.server.guard import Guard
from kg.server.metrics import MEDIA_TYPE, Metrics
from kg.server.openapi import openapi
from kg.server.pages import docs_page
from kg.server.problems import MethodNotAllowed, NotFound
from kg.server.rest import Rest
from kg.server.settings import ServerSettings
from kg.server.workers import WorkerPool
from kg.store.folder.record import read_record

__all__ = ["create_app"]


def create_app(
    store: Path, settings: ServerSettings | None = None, pages: Mapping[str, str] | None = None
) -> Starlette:
    """Return the application; it starts its workers with the event loop and ends them with it.

    Args:
        store: The store's folder.
        settings: How it behaves.
        pages: Pages that are made of the store, by their addresses: ``module:function``, which takes an open
            store and returns HTML. They are made by a worker, once for each state of the store.

    Raises:
        StoreError: There is no store in the folder.

    """
    settings = settings or ServerSettings()
    record = read_record(store)
    if record is None:
        raise StoreError("no store here", path=store, hint="make one: kg build ARTICLES --store FOLDER")
    pool = WorkerPool(store, settings.limits, names=str(settings.catalogue or ""))
    metrics = Metrics()
    routes: list[BaseRoute] = [
        *protocol.routes(pool, editor="/editor"),
        *editor.routes(record.base),
        *_plain_routes(pool, metrics),
        *(Route(path, _Page(pool, path, made_by), name=path) for path, made_by in (pages or {}).items()),
        _mounted("/api", Rest(pool, settings)),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with pool:
            yield

    def label(scope: Scope) -> str:
        return str(scope.get("kg.route") or _route_path(routes, scope))

    guard = Middleware(Guard, settings=settings, metrics=metrics, label=label)
    app = Starlette(routes=routes, middleware=[guard], lifespan=lifespan)
    app.router.default = _nothing
    app.router.redirect_slashes = False  # an address with one slash more is another address
    return app


def _route_path(routes: list[BaseRoute], scope: Scope) -> str:
    """Return by which name a request is counted: the template of its route, never what the client wrote."""
    for route in routes:
        if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
            return route.path
    return "other"


def _mounted(path: str, app: ASGIApp) -> Mount:
    """Return a route to everything below a path, an address with a line break in it too."""
    mount = Mount(path, app, name=path)
    mount.path_regex = re.compile(f"{re.escape(path)}/(?P<path>.*)", re.DOTALL)
    return mount


def _plain_routes(pool: WorkerPool, metrics: Metrics) -> list[Route]:
    async def health(_: Request) -> Response:
        return _json({"status": "ok"})

    async def ready(_: Request) -> Response:
        await pool.call("ready", {})
        return _json({"status": "ok"})

    async def counts(_: Request) -> Response:
        gauges = {"workers_running": pool.running, "requests_waiting": pool.waiting}
        return Response(metrics.text(gauges, pool.counts), media_type=MEDIA_TYPE)

    async def description(_: Request) -> Response:
        return Response(_description(), media_type="application/json")

    async def docs(_: Request) -> Response:
        return docs_page()

    return [
        _route("/health", health),
        _route("/ready", ready),
        _route("/metrics", counts),
        _route("/openapi.json", description),
        _route("/docs", docs),
    ]


def _route(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    async def reading(request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            raise MethodNotAllowed(f"{request.method} is not allowed here", headers={"Allow": "GET, HEAD"})
        return await endpoint(request)

    return Route(path, _Every(reading), name=path)


class _Every:
    """Takes requests of every method, so that the answer to a wrong one is ours."""

    def __init__(self, endpoint: Callable[[Request], Awaitable[Response]]) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._endpoint(Request(scope, receive))
        await response(scope, receive, send)


def _json(value: Mapping[str, str]) -> Response:
    return Response(json.dumps(value), headers={"Cache-Control": "no-store"}, media_type="application/json")


@cache
def _description() -> bytes:
    return json.dumps(openapi(), ensure_ascii=False, indent=1).encode()


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive, send
    raise NotFound("there is nothing at this address", hint="/docs lists what there is")


class _Page:
    """A page that a worker makes of the store; kept until the store changes.

    Args:
        pool: What makes it.
        path: Its address.
        made_by: ``module:function``.

    """

    # What the page may run, it says itself, by digests in its own head.
    _POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

    def __init__(self, pool: WorkerPool, path: str, made_by: str) -> None:
        self._pool = pool
        self._path = path
        self._made_by = made_by
        self._kept: tuple[str, bytes] | None = None
        self._making = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method not in {"GET", "HEAD"}:
            raise MethodNotAllowed(f"{request.method} is not allowed here", headers={"Allow": "GET, HEAD"})
        tag, content = await self._current()
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Security-Policy": self._POLICY}
        if request.headers.get("if-none-match") == tag:
            await Response(status_code=304, headers=headers)(scope, receive, send)
        else:
            await Response(content, headers=headers, media_type="text/html; charset=utf-8")(
                scope, receive, send
            )

    async def _current(self) -> tuple[str, bytes]:
        async with self._making:
            stamp = await self._pool.follow()
            if self._kept is None or self._kept[0] != f'"{stamp}"':
                answered = await self._pool.call("page", {"made_by": self._made_by})
                content = json.loads(b"".join(answered.chunks()))["html"].encode("utf-8", "replace")
                self._kept = f'"{answered.stamp}"', content
            return self._kept
