"""Ask a database: check the query, fill its parameters, stream the answer, turn engine errors into ours."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph

from kg.errors import QueryError
from kg.store import sparql
from kg.store.engine import Database, Rows
from kg.store.rdf.terms import PREFIXES
from kg.store.results import Answer, Graph, Row, Table

__all__ = ["ask", "engine_errors"]


def ask(database: Database, text: str, bindings: Mapping[str, sparql.Term], base: str = "") -> Answer:
    """Answer a query; see :meth:`kg.store.Store.query`."""
    sparql.check(text)
    bound = sparql.bind(text, bindings)
    with engine_errors():
        answer = database.query(bound, prefixes=PREFIXES)
    if isinstance(answer, pyoxigraph.QueryBoolean):
        return bool(answer)
    if not isinstance(answer, Rows):
        return Graph(_triples(answer))
    columns = tuple(variable.value for variable in answer.variables)
    return Table(columns, _rows(answer, len(columns)), base)


def _rows(solutions: Rows, width: int) -> Iterator[Row]:
    with engine_errors():
        for solution in solutions:
            yield tuple(solution[i] for i in range(width))


def _triples(triples: Iterable[pyoxigraph.Triple]) -> Iterator[pyoxigraph.Triple]:
    with engine_errors():
        yield from triples


@contextlib.contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what the engine raises for a query into a QueryError."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(_malformed(str(error))) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error


# The engine names the place, then everything that could stand there: pages of characters.
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected .*?(Prefix not found))?", re.DOTALL)


def _malformed(message: str) -> str:
    found = _PLACE.match(message)
    if found is None:
        return f"the query is malformed: {message}"
    line, column, why = found.groups()
    if why is None and "expected" not in message:
        why = message[found.end() :]
    return f"the query is malformed at line {line}, column {column}" + (f": {why[:200]}" if why else "")
