"""The default graph as the union of the named ones: is it, and how to make it so again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode

from kg.store.engine import Database, Rows
from kg.store.rdf.terms import APART
from kg.store.rdf.triples import quad

__all__ = ["mend", "missing", "sample", "unfounded"]

_APART: Final = ", ".join(sorted(map(str, APART)))
_MISSING: Final = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?p NOT IN ({_APART})) FILTER NOT EXISTS {{ ?s ?p ?o }}"
_UNFOUNDED: Final = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }"


def missing(database: Database) -> int:
    """Return how many triples stand in a named graph and should stand in the union, but do not."""
    return _count(database, _MISSING)


def unfounded(database: Database) -> int:
    """Return how many triples stand in the union and in no named graph."""
    return _count(database, _UNFOUNDED)


def sample(database: Database, graphs: Iterable[NamedNode], every: int) -> tuple[int, int]:
    """Return how many triples are missing and unfounded among some, in a fraction of the time.

    Args:
        database: A database at hand; behind a network each triple would be a round trip.
        graphs: Whose triples are looked for in the union.
        every: Which triples of the union are looked for in the graphs: the first of so many.

    """
    union = DefaultGraph()
    own = (held.triple for graph in graphs for held in database.quads_for_pattern(None, None, None, graph))
    lacking = sum(t.predicate not in APART and quad(t, union) not in database for t in own)
    shared = islice(database.quads_for_pattern(None, None, None, union), 0, None, every)
    orphans = sum(
        all(q.graph_name == union for q in database.quads_for_pattern(t.subject, t.predicate, t.object, None))
        for t in shared
    )
    return lacking, orphans


def mend(database: Database) -> None:
    """Make the union what the named graphs say, in one transaction.

    Raises:
        OSError: The disk fails; nothing is changed then.

    """
    database.update(
        f"DELETE {{ ?s ?p ?o }} WHERE {{ {_UNFOUNDED} }} ;\nINSERT {{ ?s ?p ?o }} WHERE {{ {_MISSING} }}"
    )


def _count(database: Database, pattern: str) -> int:
    rows = database.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert isinstance(rows, Rows)  # noqa: S101  (tells the type checker)
    return int(next(iter(rows))[0].value)
