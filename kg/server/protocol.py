"""The SPARQL 1.1 protocol at ``/sparql``: queries by GET and POST, answers in the form a client wants."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kg.server.delivery import deliver, is_current, read_body, until_gone
from kg.server.description import Void, service_description
from kg.server.graphs import GraphStore
from kg.server.negotiation import GRAPHS, TABLES, choose
from kg.server.problems import (
    BadRequest,
    Forbidden,
    MethodNotAllowed,
    NotAcceptable,
    RequestTooLarge,
    UnsupportedMediaType,
)
from kg.server.workers import QueryRequest, WorkerPool

__all__ = ["routes"]

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ALLOWED: Final = "GET, HEAD, POST, OPTIONS"
_PARAMETERS: Final = 1000
_NO_UPDATE: Final = "the graph is not changed by SPARQL updates"
_NO_UPDATE_HINT: Final = (
    "an update could leave documents and their union apart; documents change by kg build and kg remove, "
    "judgements by kg review or the REST interface with a token"
)
# What gives another value each time: its answer is not kept.
_CHANGING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)


def routes(pool: WorkerPool, *, editor: str | None = None) -> list[Route]:
    """Return the routes of the SPARQL protocol, the graph store protocol and VoID.

    Args:
        pool: Answers the queries.
        editor: Where a browser is sent that asks for ``/sparql`` itself; nowhere if not given.

    """
    return [
        Route("/sparql", _Endpoint(pool, editor), name="sparql"),
        Route("/graphs", GraphStore(pool), name="graphs"),
        Route("/.well-known/void", Void(pool), name="void"),
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request says, before it is known what suits the client."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


class _Endpoint:
    """An ASGI application, with nothing between it and the socket that a query would have to wait for."""

    def __init__(self, pool: WorkerPool, editor: str | None) -> None:
        self._pool = pool
        self._editor = editor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(scope, receive, send)
        if response is not None:
            await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        method = scope["method"]
        headers = Headers(scope=scope)
        parameters = _parsed(scope.get("query_string", b""), self._pool.limits.request_bytes)
        if method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _ALLOWED})
        if method in {"GET", "HEAD"}:
            _refuse_update(parameters)
            if not any(name == "query" for name, _ in parameters):
                return await self._describe(Request(scope))
            asked = _asked(parameters, _only("query", parameters))
        elif method == "POST":
            asked = await self._posted(headers, parameters, receive)
        else:
            raise MethodNotAllowed(f"{method} is no way to ask a query", headers={"Allow": _ALLOWED})
        await self._answer(asked, headers, scope, receive, send)
        return None

    async def _posted(self, headers: Headers, parameters: list[tuple[str, str]], receive: Receive) -> _Asked:
        kind, _, rest = headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        if "charset=" in rest.lower().replace(" ", "") and "utf-8" not in rest.lower():
            raise UnsupportedMediaType("a query is read as UTF-8 only")
        if kind == _UPDATE:
            raise Forbidden(_NO_UPDATE, hint=_NO_UPDATE_HINT)
        if kind not in {_FORM, _QUERY}:
            accepted = {"Accept-Post": f"{_FORM}, {_QUERY}"}
            raise UnsupportedMediaType(
                f"a query is posted as {_FORM} or {_QUERY}", hint="set Content-Type", headers=accepted
            )
        body = await read_body(headers, receive, self._pool.limits)
        if kind == _QUERY:
            return _asked(parameters, _decoded(body))
        form = _parsed(body, self._pool.limits.request_bytes)
        _refuse_update(form)
        return _asked(form, _only("query", form))

    async def _answer(
        self, asked: _Asked, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        accept = headers.get("accept")
        table, graph = choose(accept, [*TABLES]), choose(accept, [*GRAPHS])
        if table is None and graph is None:
            raise NotAcceptable(
                "answers come in no form that is accepted", hint=", ".join({**TABLES, **GRAPHS})
            )
        request = QueryRequest(
            asked.text,
            None if table is None else TABLES[table],
            None if graph is None else GRAPHS[graph],
            asked.default_graphs,
            asked.named_graphs,
        )

        def tag(stamp: str) -> str:
            return "" if _CHANGING.search(asked.text) else _tag(stamp, request, table, graph)

        if scope["method"] != "POST" and is_current(headers, tag(await self._pool.follow())):
            not_modified = {"ETag": tag(self._pool.stamp), "Vary": "Accept", "Cache-Control": "no-cache"}
            await Response(status_code=304, headers=not_modified)(scope, receive, send)
            return
        answered = await until_gone(self._pool.answer(request), receive)
        if answered is None:
            return
        called = table if answered.media_type in TABLES.values() else graph
        await deliver(answered, called or answered.media_type, tag(answered.stamp), scope, send)

    async def _describe(self, request: Request) -> Response:
        accept = request.headers.get("accept")
        offered = [*GRAPHS, "text/html"] if self._editor else [*GRAPHS]
        called = choose(accept, offered)
        if called is None:
            raise NotAcceptable("the description comes in no form that is accepted", hint=", ".join(offered))
        if called == "text/html" and self._editor:
            return RedirectResponse(self._editor, 303, {"Vary": "Accept"})
        return service_description(str(request.url.replace(query="")), GRAPHS[called], called)


def _parsed(encoded: bytes, most: int) -> list[tuple[str, str]]:
    if len(encoded) > most:
        raise RequestTooLarge(f"the request has more than {most} bytes", hint="POST takes as many")
    try:
        return parse_qsl(
            encoded.decode("ascii", "strict"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise BadRequest("the parameters are no UTF-8, percent-encoded") from error
    except ValueError as error:
        raise BadRequest(f"the request has more than {_PARAMETERS} parameters") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("the query is no UTF-8") from error


def _only(name: str, parameters: Sequence[tuple[str, str]]) -> str:
    values = [value for given, value in parameters if given == name]
    if len(values) != 1:
        raise BadRequest(f"one parameter {name} is needed, {len(values)} are given")
    return values[0]


def _refuse_update(parameters: Sequence[tuple[str, str]]) -> None:
    if any(name == "update" for name, _ in parameters):
        raise Forbidden(_NO_UPDATE, hint=_NO_UPDATE_HINT)


def _asked(parameters: Sequence[tuple[str, str]], text: str) -> _Asked:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for given, value in parameters if given == name)

    return _Asked(text, values("default-graph-uri"), values("named-graph-uri"))


def _tag(stamp: str, request: QueryRequest, *called: str | None) -> str:
    parts = (stamp, request.text, request.default_graphs, request.named_graphs, called)
    return f'W/"{hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]}"'
