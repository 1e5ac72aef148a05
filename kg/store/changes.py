"""Put graphs in place of what they held before, in one transaction, and keep the union in step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.store.engine import Database, Distant
from kg.store.terms import APART
from kg.store.triples import quad

__all__ = ["BULK", "add", "apply"]

BULK: Final = 40_000  # quads from which on the bulk loader is faster; it too takes all of them or none
_UNION = DefaultGraph()


def apply(database: Database, wanted: Mapping[NamedNode, Iterable[Triple]]) -> dict[NamedNode, int]:
    """Make named graphs hold exactly these triples; return how many quads of each graph changed.

    The default graph gets what is new, and loses what no other graph holds; what stands apart (the texts of
    articles) is never in it. Behind a network each graph is a transaction of its own.

    Raises:
        OSError: The disk fails; nothing is changed then.

    """
    if isinstance(database, Distant):
        return {
            graph: _apply_afar(database, database, graph, set(triples)) for graph, triples in wanted.items()
        }
    removed: set[Quad] = set()
    added: set[Quad] = set()
    counts = {}
    for graph, triples in wanted.items():
        old = {held.triple for held in database.quads_for_pattern(None, None, None, graph)}
        new = set(triples)
        lost, gained = old - new, new - old
        counts[graph] = len(lost) + len(gained)
        removed.update(quad(triple, graph) for triple in lost)
        added.update(_quads(gained, graph))
    _write(database, removed | _gone(database, removed, added), added)
    return counts


def add(database: Database, graph: NamedNode, triples: Iterable[Triple]) -> None:
    """Add triples to a named graph and to the union, in one transaction."""
    _write(database, set(), set(_quads(triples, graph)))


def _write(database: Database, removed: Set[Quad], added: Set[Quad]) -> None:
    if removed:  # the engine has no other way to remove and add in one transaction
        database.update(f"DELETE DATA {{ {_lines(removed)} }} ;\nINSERT DATA {{ {_lines(added)} }}")
    elif len(added) >= BULK:
        database.bulk_extend(added)
    elif added:
        database.extend(added)


def _gone(database: Database, removed: Set[Quad], added: Set[Quad]) -> set[Quad]:
    """Return what the union loses: what no named graph holds any more."""
    shared = {quad(held.triple, _UNION) for held in removed if held.predicate not in APART}
    return {held for held in shared - added if not _stands_elsewhere(database, held, removed)}


def _stands_elsewhere(database: Database, gone: Quad, removed: Set[Quad]) -> bool:
    quads = database.quads_for_pattern(gone.subject, gone.predicate, gone.object, None)
    return any(held.graph_name != _UNION and held not in removed for held in quads)


def _apply_afar(database: Database, far: Distant, graph: NamedNode, wanted: set[Triple]) -> int:
    present = {held.triple for held in database.quads_for_pattern(None, None, None, graph)}
    lost, gained = present - wanted, wanted - present
    shared = set(_shared(lost))
    gone = shared - far.held_elsewhere(shared, graph)
    removed = [*(quad(triple, graph) for triple in lost), *(quad(triple, _UNION) for triple in gone)]
    if lost or gained:
        far.change(removed, _quads(gained, graph))
    return len(lost) + len(gained)


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
