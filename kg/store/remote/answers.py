"""What a server answers, read as the embedded engine's own types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, Variable

from kg.errors import StoreError
from kg.store.remote.http import Reply

__all__ = ["ROWS", "TRIPLES", "Solutions", "read_rows", "read_triples"]

ROWS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
TRIPLES: Final = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
_Format = TypeVar("_Format")


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT; an answer that breaks off says so where it does."""

    variables: list[Variable]
    _rows: QuerySolutions
    _reply: Reply
    _server: str

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""
        with _reading(self._reply, self._server):
            yield from self._rows


def read_rows(reply: Reply, server: str) -> Solutions | QueryBoolean:
    """Return what a SELECT or an ASK gave.

    Raises:
        StoreError: It is something else.

    """
    form = _format(reply, ROWS, server)
    try:
        answer = pyoxigraph.parse_query_results(input=reply.body, format=form)
    except (SyntaxError, ValueError, OSError) as error:
        reply.body.close()
        raise _broken(server, error) from error
    if isinstance(answer, QueryBoolean):
        reply.body.close()
        return answer
    return Solutions(answer.variables, answer, reply, server)


def read_triples(reply: Reply, server: str) -> Iterator[Triple]:
    """Return what a CONSTRUCT or a DESCRIBE gave.

    Raises:
        StoreError: It is something else, here or while it is read.

    """
    form = _format(reply, TRIPLES, server)
    quads = pyoxigraph.parse(input=reply.body, format=form)
    return _triples(quads, reply, server)


def _triples(quads: Iterator[pyoxigraph.Quad], reply: Reply, server: str) -> Iterator[Triple]:
    with _reading(reply, server):
        for held in quads:
            yield held.triple


def _format(reply: Reply, known: dict[str, _Format], server: str) -> _Format:
    form = known.get(reply.content_type)
    if form is None:
        reply.body.close()
        kind = reply.content_type[:80] or "something without a type"
        hint = "is this the address of its queries?"
        raise StoreError(f"the server answers with {kind}, no SPARQL result", path=server, hint=hint)
    return form


@contextmanager
def _reading(reply: Reply, server: str) -> Iterator[None]:
    with reply.body:
        try:
            yield
        except (SyntaxError, ValueError, OSError) as error:
            raise _broken(server, error) from error


def _broken(server: str, error: Exception) -> StoreError:
    return StoreError(f"the server's answer breaks off or cannot be read: {str(error)[:200]}", path=server)
