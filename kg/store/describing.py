"""What a database says of many actors or in many documents, in as few questions as the database needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.model import Reading
from kg.store.engine import Database, Distant
from kg.store.rdf.iris import Iris
from kg.store.rdf.quads import described_actors
from kg.store.rdf.terms import APART, KG, SKOSXL

__all__ = ["at_once", "description", "descriptions", "graphs", "looked_ahead", "sort_out"]

_ASKED_AT_ONCE: Final = 100  # documents or actors; what they say is held in memory
_LABELS: Final = (SKOSXL["prefLabel"], SKOSXL["altLabel"])
_Graph = NamedNode | DefaultGraph


def at_once(database: Database) -> int:
    """Return of how many documents or actors it pays to ask together."""
    return _ASKED_AT_ONCE if isinstance(database, Distant) else 1


def graphs(database: Database, names: Iterable[NamedNode]) -> dict[NamedNode, set[Triple]]:
    """Return what named graphs hold, without what stands apart from the union."""
    found: dict[NamedNode, set[Triple]] = {name: set() for name in names}
    if isinstance(database, Distant):
        for quad in database.contents(found, apart=False):
            if isinstance(quad.graph_name, NamedNode):
                found[quad.graph_name].add(quad.triple)
        return found
    for name, triples in found.items():
        quads = database.quads_for_pattern(None, None, None, name)
        triples |= {quad.triple for quad in quads if quad.predicate not in APART}
    return found


def description(database: Database, node: NamedNode, graph: _Graph) -> set[Triple]:
    """Return the triples of an actor, of its names and of its facts."""
    return descriptions(database, [node], graph)[node]


def descriptions(
    database: Database, nodes: Iterable[NamedNode], graph: _Graph
) -> dict[NamedNode, set[Triple]]:
    """Return for each actor the triples of it, of its names and of its facts."""
    if isinstance(database, Distant):
        asked = list(dict.fromkeys(nodes))
        return sort_out(asked, database.around(asked, graph))
    return {node: _description(database, node, graph) for node in nodes}


def _description(database: Database, node: NamedNode, graph: _Graph) -> set[Triple]:
    names = [q.object for p in _LABELS for q in database.quads_for_pattern(node, p, None, graph)]
    stated = [quad.subject for quad in database.quads_for_pattern(None, KG["subject"], node, graph)]
    subjects = [node, *(s for s in (*names, *stated) if isinstance(s, NamedNode))]
    return {q.triple for s in subjects for q in database.quads_for_pattern(s, None, None, graph)}


def looked_ahead(database: Database, readings: Iterable[Reading], iris: Iris) -> AbstractContextManager[None]:
    """Make sure that what the catalogue says of the readings' actors is at hand."""
    if not isinstance(database, Distant):
        return nullcontext()
    actors = {actor for reading in readings for actor in described_actors(reading, lambda _: False)}
    ids = {actor.id for actor in actors} | {fact.target for actor in actors for fact in actor.facts}
    return database.looking_ahead(map(iris.actor, sorted(ids)), iris.catalogue)


def sort_out(nodes: list[NamedNode], triples: set[Triple]) -> dict[NamedNode, set[Triple]]:
    """Return for each actor those of the triples that are around it."""
    of: dict[object, set[Triple]] = defaultdict(set)
    belonging: dict[object, set[object]] = {node: {node} for node in nodes}
    for triple in triples:
        of[triple.subject].add(triple)
        if triple.predicate in _LABELS and triple.subject in belonging:
            belonging[triple.subject].add(triple.object)
        if triple.predicate == KG["subject"] and triple.object in belonging:
            belonging[triple.object].add(triple.subject)
    return {node: {t for subject in belonging[node] for t in of[subject]} for node in nodes}
