"""Put a graph in place of what it held before, in one transaction, and keep the union in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.store.engine import Database
from kg.store.terms import APART
from kg.store.triples import quad

__all__ = ["add", "apply", "fill"]

_UNION = DefaultGraph()


def apply(database: Database, graph: NamedNode, triples: Iterable[Triple]) -> bool:
    """Make a named graph hold exactly these triples; return whether anything changed.

    The default graph gets what is new, and loses what no other graph holds; what stands apart (the texts of
    articles) is never in it.

    Raises:
        OSError: The disk fails; nothing is changed then.

    """
    wanted = set(triples)
    present = {held.triple for held in database.quads_for_pattern(None, None, None, graph)}
    added, removed = wanted - present, present - wanted
    gone = {triple for triple in _shared(removed) if not _stands_elsewhere(database, triple, graph)}
    if removed:
        deletion = f"DELETE DATA {{ GRAPH {graph} {{ {_lines(removed)} }} {_lines(gone)} }}"
        insertion = f"INSERT DATA {{ GRAPH {graph} {{ {_lines(added)} }} {_lines(_shared(added))} }}"
        database.update(f"{deletion} ;\n{insertion}")
    elif added:
        add(database, graph, added)
    return bool(added or removed)


def add(database: Database, graph: NamedNode, triples: Iterable[Triple]) -> None:
    """Add triples to a named graph and to the union, in one transaction."""
    database.extend(_quads(triples, graph))


def fill(database: Database, graph: NamedNode, triples: Iterable[Triple]) -> None:
    """Add many triples to an empty named graph: six times as fast as :func:`add`, but no transaction.

    Broken off in between, the union may hold what no named graph holds yet; filling again mends it.
    """
    wanted = set(triples)
    database.bulk_extend(quad(triple, _UNION) for triple in _shared(wanted))
    database.bulk_extend(quad(triple, graph) for triple in wanted)


def _stands_elsewhere(database: Database, triple: Triple, graph: NamedNode) -> bool:
    quads = database.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(held.graph_name not in (graph, _UNION) for held in quads)


def _quads(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    for triple in triples:
        yield quad(triple, graph)
        if triple.predicate not in APART:
            yield quad(triple, _UNION)


def _shared(triples: Iterable[Triple]) -> Iterator[Triple]:
    return (triple for triple in triples if triple.predicate not in APART)


def _lines(triples: Iterable[Triple]) -> str:
    return "\n".join(f"{triple} ." for triple in triples)
