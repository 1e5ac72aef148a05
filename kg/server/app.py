"""The service as one application: pages, SPARQL, REST, counts, and the guard before all of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from kg.errors import StoreError
from kg.server import editor, protocol
from kg.server.explorer import Explorer, Shell
from kg.server.guard import Guard
from kg.server.metrics import MEDIA_TYPE, Metrics
from kg.server.openapi import openapi
from kg.server.pages import docs_page
from kg.server.problems import NotFound
from kg.server.rest import Rest
from kg.server.routing import mounted, route
from kg.server.settings import ServerSettings
from kg.server.workers import WorkerPool
from kg.store.folder.record import read_record

__all__ = ["create_app"]


def create_app(store: Path, settings: ServerSettings | None = None, shell: Shell | None = None) -> Starlette:
    """Return the application; it starts its workers with the event loop and ends them with it.

    Args:
        store: The store's folder.
        settings: How it behaves.
        shell: The page of the explorer; without one there are its data alone.

    Raises:
        StoreError: There is no store in the folder.

    """
    settings = settings or ServerSettings()
    record = read_record(store)
    if record is None:
        raise StoreError("no store here", path=store, hint="make one: kg build ARTICLES --store FOLDER")
    pool = WorkerPool(store, settings.limits, names=str(settings.catalogue or ""))
    metrics = Metrics()
    rest = Rest(pool, settings)
    routes: list[BaseRoute] = [
        *protocol.routes(pool, editor="/editor"),
        *editor.routes(record.base),
        *_plain_routes(pool, metrics),
        *Explorer(pool, settings, rest, shell).routes(),
        mounted("/api", rest),
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
    for each in routes:
        if isinstance(each, Route) and each.matches(scope)[0] is not Match.NONE:
            return each.path
    return "other"


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
        route("/health", health),
        route("/ready", ready),
        route("/metrics", counts),
        route("/openapi.json", description),
        route("/docs", docs),
    ]


def _json(value: Mapping[str, str]) -> Response:
    return Response(json.dumps(value), headers={"Cache-Control": "no-store"}, media_type="application/json")


@cache
def _description() -> bytes:
    return json.dumps(openapi(), ensure_ascii=False, indent=1).encode()


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive, send
    raise NotFound("there is nothing at this address", hint="/docs lists what there is")
