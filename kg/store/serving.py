"""Answer a query as bytes in a W3C format, written by the engine itself: the way for much and fast.

:mod:`kg.store.writers` does the same in Python from any answer, row by row, for the command line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Protocol

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryResultsFormat, RdfFormat

from kg.errors import QueryError
from kg.store.asking import engine_errors
from kg.store.rdf.terms import PREFIXES

__all__ = ["GRAPH_TYPES", "TABLE_TYPES", "Output", "serve", "serve_graph"]

TABLE_TYPES: Final[dict[str, QueryResultsFormat]] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""Media types for the answer of a SELECT or ASK, the preferred first."""

GRAPH_TYPES: Final[dict[str, RdfFormat]] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
"""Media types for triples, the preferred first."""

_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT: Final = "\ufffd".encode()


class Output(Protocol):
    """What an answer is written to, in pieces."""

    def write(self, data: bytes, /) -> int:
        """Take in a piece; return its length."""

    def flush(self) -> None:
        """Do nothing, or pass on what was taken in."""


class _Xml:
    """Replaces what XML cannot hold and keeps carriage returns, both of which the engine does not do."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._held = b""  # what may be the start of a character that the next piece ends

    def write(self, data: bytes) -> int:
        piece = _NOT_XML.sub(_REPLACEMENT, self._held + data).replace(b"\r", b"&#13;")
        kept = 2 if piece.endswith(b"\xef\xbf") else 1 if piece.endswith(b"\xef") else 0
        self._held = piece[len(piece) - kept :]
        self._output.write(piece[: len(piece) - kept])
        return len(data)

    def flush(self) -> None:
        """Do nothing: a file of XML ends with a tag."""


def serve(
    database: pyoxigraph.Store,
    text: str,
    output: Output,
    media_type: str,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> None:
    """Answer a query that :func:`kg.store.sparql.check` has let pass.

    Args:
        database: What to ask.
        text: The query; the prefixes of :data:`kg.store.PREFIXES` need no declaration.
        output: Where the answer goes; what its ``write`` raises ends the query.
        media_type: One of ``TABLE_TYPES`` for a SELECT or ASK, else one of ``GRAPH_TYPES``.
        default_graphs: IRIs of the stored graphs that make up the default graph; none means the union of all.
        named_graphs: IRIs of the only stored graphs that GRAPH reaches. As soon as one of the two is given,
            the other is empty if it is not.

    Raises:
        QueryError: The query is malformed, or an IRI is none.

    """
    default_graphs, named_graphs = _once(default_graphs), _once(named_graphs)
    with engine_errors():
        if default_graphs or named_graphs:
            asked = database if len(default_graphs) < 2 else _merged(database, default_graphs, named_graphs)
            answer = asked.query(
                text,
                prefixes=PREFIXES,
                default_graph=[*_nodes(default_graphs)] if asked is database else [DefaultGraph()],
                named_graphs=[*_nodes(named_graphs)],
            )
        else:
            answer = database.query(text, prefixes=PREFIXES)
        output = _Xml(output) if media_type.endswith("xml") else output
        if isinstance(answer, pyoxigraph.QueryTriples):
            answer.serialize(output, format=GRAPH_TYPES[media_type])  # type: ignore[arg-type]
        else:
            answer.serialize(output, format=TABLE_TYPES[media_type])  # type: ignore[arg-type]


def _merged(
    database: pyoxigraph.Store, default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> pyoxigraph.Store:
    """Copy graphs into memory, several into one: the engine repeats what stands in two default graphs."""
    merged = pyoxigraph.Store()
    for node in _nodes(default_graphs):
        held = database.quads_for_pattern(None, None, None, node)
        merged.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in held)
    for node in _nodes(named_graphs):
        merged.bulk_extend(database.quads_for_pattern(None, None, None, node))
    return merged


def serve_graph(database: pyoxigraph.Store, iri: str | None, output: Output, media_type: str) -> bool:
    """Write a stored graph, the union if no IRI is given; return whether there is one.

    Raises:
        QueryError: The IRI is none.

    """
    graph = DefaultGraph() if iri is None else _nodes([iri])[0]
    if isinstance(graph, NamedNode) and not database.contains_named_graph(graph):
        return False
    with engine_errors():
        output = _Xml(output) if media_type.endswith("xml") else output
        form = GRAPH_TYPES[media_type]
        database.dump(output, form, from_graph=graph, prefixes=PREFIXES)  # type: ignore[arg-type]
    return True


def _once(iris: Sequence[str]) -> list[str]:
    return [*dict.fromkeys(iris)]


def _nodes(iris: Sequence[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"the name of a graph is no absolute IRI: {error}") from error
