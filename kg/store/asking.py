"""Ask a database: check the query, fill its parameters, stream the answer, turn engine errors into ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

import pyoxigraph

from kg.errors import QueryError
from kg.store import sparql
from kg.store.results import Answer, Graph, Row, Table
from kg.store.terms import PREFIXES

__all__ = ["ask"]


def ask(database: pyoxigraph.Store, text: str, bindings: Mapping[str, sparql.Term]) -> Answer:
    """Answer a query; see :meth:`kg.store.Store.query`."""
    sparql.check(text)
    bound = sparql.bind(text, bindings)
    with _engine_errors():
        answer = database.query(bound, prefixes=PREFIXES)
    if isinstance(answer, pyoxigraph.QueryBoolean):
        return bool(answer)
    if isinstance(answer, pyoxigraph.QueryTriples):
        return Graph(_triples(answer))
    columns = tuple(variable.value for variable in answer.variables)
    return Table(columns, _rows(answer, len(columns)))


def _rows(solutions: pyoxigraph.QuerySolutions, width: int) -> Iterator[Row]:
    with _engine_errors():
        for solution in solutions:
            yield tuple(solution[i] for i in range(width))


def _triples(triples: pyoxigraph.QueryTriples) -> Iterator[pyoxigraph.Triple]:
    with _engine_errors():
        yield from triples


@contextlib.contextmanager
def _engine_errors() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"the query is malformed: {error}") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error
