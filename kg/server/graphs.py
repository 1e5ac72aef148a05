"""The SPARQL 1.1 graph store protocol at ``/graphs``, for reading: one stored graph as a file."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.server.delivery import deliver, is_current, until_gone
from kg.server.negotiation import GRAPHS, choose
from kg.server.problems import BadRequest, MethodNotAllowed, NotAcceptable
from kg.server.workers import WorkerPool

__all__ = ["GraphStore"]

_ALLOWED: Final = "GET, HEAD, OPTIONS"
_HINT: Final = "ask for ?default or for ?graph=IRI, percent-encoded"


class GraphStore:
    """An ASGI application that gives the graph of a document, of the catalogue, or the union of all.

    Args:
        pool: Reads them.

    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(scope, receive, send)
        if response is not None:
            await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        if scope["method"] == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _ALLOWED})
        if scope["method"] not in {"GET", "HEAD"}:
            hint = "documents change by kg build and kg remove"
            raise MethodNotAllowed("graphs are for reading", hint=hint, headers={"Allow": _ALLOWED})
        iri = _wanted(scope.get("query_string", b""))
        headers = Headers(scope=scope)
        called = choose(headers.get("accept"), [*GRAPHS])
        if called is None:
            raise NotAcceptable("graphs come in no form that is accepted", hint=", ".join(GRAPHS))

        def tag(stamp: str) -> str:
            return f'W/"{hashlib.sha256(repr((stamp, iri, called)).encode()).hexdigest()[:32]}"'

        if is_current(headers, tag(await self._pool.follow())):
            return Response(status_code=304, headers={"ETag": tag(self._pool.stamp), "Vary": "Accept"})
        answered = await until_gone(self._pool.graph(iri, GRAPHS[called]), receive)
        if answered is not None:
            await deliver(answered, called, tag(answered.stamp), scope, send)
        return None


def _wanted(query: bytes) -> str | None:
    """Return the IRI of a graph, ``None`` for the union."""
    try:
        given = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError as error:
        raise BadRequest("the parameters cannot be read", hint=_HINT) from error
    if len(given) != 1 or given[0][0] not in {"default", "graph"}:
        raise BadRequest("which graph is wanted?", hint=_HINT)
    name, value = given[0]
    return value if name == "graph" else None
