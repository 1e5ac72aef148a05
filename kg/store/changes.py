"""Put graphs in place of what they held before, in one transaction, and keep the union in step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from kg.store.engine import Database, Distant
from kg.store.rdf.terms import APART, KG
from kg.store.rdf.triples import quad

__all__ = ["BULK", "add", "apply"]

BULK: Final = 20_000  # triples from which on the bulk loader is faster; it too takes all of them or none
_UNION = DefaultGraph()
_Graphs = dict[NamedNode, set[Triple]]


def apply(database: Database, wanted: Mapping[NamedNode, Iterable[Triple]]) -> dict[NamedNode, int]:
    """Make named graphs hold exactly these triples; return how many triples of each changed.

    The default graph gets what is new, and loses what no other graph holds; what stands apart (the texts of
    articles) is never in it. Behind a network each graph is a transaction of its own.

    Raises:
        OSError: The disk fails; nothing is changed then.

    """
    if isinstance(database, Distant):
        return _apply_afar(database, wanted)
    lost: _Graphs = {}
    gained: _Graphs = {}
    for graph, triples in wanted.items():
        old = {held.triple for held in database.quads_for_pattern(None, None, None, graph)}
        new = set(triples)
        lost[graph], gained[graph] = old - new, new - old
    if any(lost.values()):
        _exchange(database, lost, gained)
    elif any(gained.values()):
        _add(database, gained)
    return {graph: len(lost[graph]) + len(gained[graph]) for graph in wanted}


def add(database: Database, graph: NamedNode, triples: Iterable[Triple]) -> None:
    """Add triples to a named graph and to the union, in one transaction."""
    database.extend(_quads(triples, graph))


def _add(database: Database, gained: _Graphs) -> None:
    if not isinstance(database, pyoxigraph.Store):
        database.extend(_all_quads(gained))
    elif sum(map(len, gained.values())) >= BULK:
        database.bulk_load(_file(gained), RdfFormat.N_QUADS)
    else:
        database.load(_file(gained), RdfFormat.N_QUADS)


def _exchange(database: Database, lost: _Graphs, gained: _Graphs) -> None:
    removed = {quad(triple, graph) for graph, triples in lost.items() for triple in triples}
    added = set(_all_quads(gained))
    removed |= _gone(database, removed, added)
    # The engine knows no other way to remove and add in one transaction.
    database.update(f"DELETE DATA {{ {_lines(removed)} }} ;\nINSERT DATA {{ {_lines(added)} }}")


def _file(gained: _Graphs) -> bytes:
    """Return what graphs gain, the union with them, as N-Quads: read faster than quads of ours."""
    parts = []
    for graph, triples in gained.items():
        own = [triple for triple in triples if triple.predicate in APART]
        shared = pyoxigraph.serialize(_shared(triples), format=RdfFormat.N_TRIPLES) or b""
        apart = pyoxigraph.serialize(own, format=RdfFormat.N_TRIPLES) or b""
        end = f" {graph} .\n".encode()  # a line break inside of a literal is written as an escape
        parts += [shared, shared.replace(b" .\n", end), apart.replace(b" .\n", end)]
    return b"".join(parts)


def _gone(database: Database, removed: Set[Quad], added: Set[Quad]) -> set[Quad]:
    """Return what the union loses: what no named graph holds any more."""
    shared = {quad(held.triple, _UNION) for held in removed if held.predicate not in APART}
    return {held for held in shared - added if not _stands_elsewhere(database, held, removed)}


def _stands_elsewhere(database: Database, gone: Quad, removed: Set[Quad]) -> bool:
    quads = database.quads_for_pattern(gone.subject, gone.predicate, gone.object, None)
    return any(held.graph_name != _UNION and held not in removed for held in quads)


def _apply_afar(database: Distant, wanted: Mapping[NamedNode, Iterable[Triple]]) -> dict[NamedNode, int]:
    present: _Graphs = defaultdict(set)
    for held in database.contents(wanted, apart=True):
        if isinstance(held.graph_name, NamedNode):
            present[held.graph_name].add(held.triple)
    counts = {}
    for graph, triples in wanted.items():
        old, new = present[graph], set(triples)
        counts[graph] = _replace_afar(database, graph, old - new, new - old, new)
    return counts


def _replace_afar(
    database: Distant, graph: NamedNode, lost: set[Triple], gained: set[Triple], wanted: set[Triple]
) -> int:
    seal = [triple for triple in wanted if triple.predicate == KG["readingDigest"]]
    if len(gained) >= BULK and not (lost or seal):
        database.bulk_extend(_quads(gained, graph))
    elif lost or gained:
        shared = set(_shared(lost))
        gone = shared - database.held_elsewhere(shared, graph)
        removed = [*(quad(triple, graph) for triple in lost), *(quad(triple, _UNION) for triple in gone)]
        database.change(removed, _quads(gained, graph), _quads(seal, graph))
    return len(lost) + len(gained)


def _all_quads(graphs: _Graphs) -> Iterator[Quad]:
    for graph, triples in graphs.items():
        yield from _quads(triples, graph)


def _quads(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    for triple in triples:
        yield quad(triple, graph)
        if triple.predicate not in APART:
            yield quad(triple, _UNION)


def _shared(triples: Iterable[Triple]) -> Iterator[Triple]:
    return (triple for triple in triples if triple.predicate not in APART)


def _lines(quads: Iterable[Quad]) -> str:
    """Return quads as the data of an update."""
    lines: dict[str, list[str]] = defaultdict(list)
    for held in quads:
        graph = "" if isinstance(held.graph_name, DefaultGraph) else f"GRAPH {held.graph_name}"
        lines[graph].append(f"{held.triple} .")
    return "\n".join(
        f"{graph} {{\n{_joined(own)}\n}}" if graph else _joined(own) for graph, own in lines.items()
    )


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)
