"""What the endpoint says of itself: a SPARQL 1.1 service description, and VoID statistics of the graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph
from pyoxigraph import NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.server.negotiation import GRAPHS, choose, content_type
from kg.server.problems import BadRequest, MethodNotAllowed, NotAcceptable
from kg.server.workers import QueryRequest, WorkerPool
from kg.store.dump import sort_prefixes
from kg.store.rdf.terms import KG, PREFIXES, TYPE, Namespace, integer, string
from kg.store.serving import GRAPH_TYPES

__all__ = ["Void", "service_description"]

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_DCTERMS: Final = Namespace(PREFIXES["dcterms"])
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_PREFIXES: Final = {**PREFIXES, "sd": str(SD), "void": str(VOID), "formats": str(FORMATS)}
_ALLOWED: Final = "GET, HEAD, OPTIONS"

_CLASSES: Final = "SELECT ?term (COUNT(?s) AS ?n) { ?s a ?term } GROUP BY ?term ORDER BY ?term"
_PROPERTIES: Final = "SELECT ?term (COUNT(?s) AS ?n) { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"


def service_description(address: str, media_type: str, called: str) -> Response:
    """Return what the endpoint can do, as RDF.

    Args:
        address: Where it is.
        media_type: The form of the description.
        called: What the client calls that form.

    Raises:
        BadRequest: The address, which comes from the client, is none.

    """
    endpoint = _node(address)
    service, dataset = _node(f"{address}#service"), _node(f"{address}#dataset")
    graph = _node(f"{address}#default-graph")
    triples = [
        Triple(service, TYPE, SD["Service"]),
        Triple(service, SD["endpoint"], endpoint),
        Triple(service, SD["supportedLanguage"], SD["SPARQL11Query"]),
        Triple(service, SD["feature"], SD["UnionDefaultGraph"]),
        Triple(service, SD["defaultDataset"], dataset),
        Triple(dataset, TYPE, SD["Dataset"]),
        Triple(dataset, SD["defaultGraph"], graph),
        Triple(graph, TYPE, SD["Graph"]),
        *(Triple(service, SD["resultFormat"], FORMATS[name]) for name in _RESULTS),
    ]
    return _response(triples, media_type, called)


class Void:
    """An ASGI application that says how much of what the graph holds, counted once for each of its states.

    Args:
        pool: Counts.

    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._counted: tuple[str, list[tuple[str, int]], list[tuple[str, int]]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(Request(scope))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _ALLOWED})
        if request.method not in {"GET", "HEAD"}:
            raise MethodNotAllowed("the description is for reading", headers={"Allow": _ALLOWED})
        called = choose(request.headers.get("accept"), [*GRAPHS])
        if called is None:
            raise NotAcceptable("the description comes in no form that is accepted", hint=", ".join(GRAPHS))
        stamp = await self._pool.follow()
        if self._counted is None or self._counted[0] != stamp:
            self._counted = (stamp, await self._count(_CLASSES), await self._count(_PROPERTIES))
        _, classes, properties = self._counted
        return _response(list(_statistics(request, classes, properties)), GRAPHS[called], called)

    async def _count(self, query: str) -> list[tuple[str, int]]:
        answered = await self._pool.answer(QueryRequest(query))
        rows = json.loads(b"".join(answered.chunks()))["results"]["bindings"]
        return [(row["term"]["value"], int(row["n"]["value"])) for row in rows]


def _statistics(
    request: Request, classes: Sequence[tuple[str, int]], properties: Sequence[tuple[str, int]]
) -> Iterable[Triple]:
    here = str(request.url.replace(query=""))
    dataset = _node(f"{here}#graph")
    yield Triple(dataset, TYPE, VOID["Dataset"])
    yield Triple(dataset, _DCTERMS["title"], string("A knowledge graph of actors and alliances"))
    yield Triple(dataset, VOID["sparqlEndpoint"], _node(str(request.url.replace(path="/sparql", query=""))))
    yield Triple(dataset, VOID["vocabulary"], NamedNode(str(KG)))
    yield Triple(dataset, VOID["triples"], integer(sum(count for _, count in properties)))
    yield Triple(dataset, VOID["classes"], integer(len(classes)))
    yield Triple(dataset, VOID["properties"], integer(len(properties)))
    for number, (term, count) in enumerate(classes):
        part = _node(f"{here}#class-{number}")
        yield Triple(dataset, VOID["classPartition"], part)
        yield Triple(part, VOID["class"], NamedNode(term))
        yield Triple(part, VOID["entities"], integer(count))
    for number, (term, count) in enumerate(properties):
        part = _node(f"{here}#property-{number}")
        yield Triple(dataset, VOID["propertyPartition"], part)
        yield Triple(part, VOID["property"], NamedNode(term))
        yield Triple(part, VOID["triples"], integer(count))


def _node(address: str) -> NamedNode:
    try:
        return NamedNode(address)
    except ValueError as error:
        raise BadRequest("the address of the request is no IRI") from error


def _response(triples: Iterable[Triple], media_type: str, called: str) -> Response:
    data = pyoxigraph.serialize(triples, format=GRAPH_TYPES[media_type], prefixes=_PREFIXES) or b""
    data = sort_prefixes(data) if media_type == "text/turtle" else data
    headers = {"Content-Type": content_type(called), "Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(data, headers=headers)
