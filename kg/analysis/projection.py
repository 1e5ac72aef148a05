"""Ties as a networkx graph, and parts of it.

Every graph made here lists nodes and edges in sorted order, so that whatever is computed or written from it
is the same each time. (networkx's own ``subgraph`` may walk a set, whose order changes between runs.)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import cast

import networkx as nx

from kg.analysis.filters import Filter
from kg.analysis.records import ClaimRecord, records_of
from kg.analysis.ties import Tie, ties
from kg.errors import UnknownNameError
from kg.model import Actor, ActorKind, ActorRef, Reading
from kg.store import Store
from kg.vocabulary import RELATIONS

__all__ = [
    "actor_of",
    "ego",
    "most_connected",
    "neighbours",
    "project",
    "project_readings",
    "project_store",
    "subgraph",
    "tie",
    "ties_of",
]


def project(
    records: Iterable[ClaimRecord], actors: Iterable[Actor] = (), where: Filter | None = None
) -> nx.MultiDiGraph:
    """Build the graph of actors and ties.

    A node is an actor id and carries ``actor``; an edge is keyed by its relation and carries ``tie``.
    Actors without a tie are left out. Actors that claims name and ``actors`` lacks get the name that the
    claims use and the kind ``place`` or ``unknown``.

    Args:
        records: The claims.
        actors: What is known of the actors; of two with one id the later counts.
        where: Which claims and ties to keep.

    """
    found = ties(records, where)
    known = {actor.id: actor for actor in actors}
    named = _actors_named(found)
    graph = nx.MultiDiGraph()
    for name in sorted(named):
        graph.add_node(name, actor=known.get(name, named[name]))
    for tie in found:
        graph.add_edge(tie.source, tie.target, key=tie.relation, tie=tie)
    return graph


def project_readings(readings: Iterable[Reading], where: Filter | None = None) -> nx.MultiDiGraph:
    """Build the graph of actors and ties from what was read of documents.

    An actor gets the names that any of the documents gives it.
    """
    held = list(readings)
    actors: dict[str, Actor] = {}
    for actor in (actor for reading in held for actor in reading.actors):
        known = actors.get(actor.id, actor)
        actors[actor.id] = replace(known, names=tuple(dict.fromkeys(known.names + actor.names)))
    return project(records_of(held), actors.values(), where)


def project_store(store: Store, where: Filter | None = None) -> nx.MultiDiGraph:
    """Build the graph of actors and ties from a store.

    An actor has the names that the catalogue and all documents of the store give it.
    """
    where = where or Filter()
    records = list(where.apply(records_of(store.readings(actors=False))))
    named = sorted({end.id for record in records for end in (record.claim.source, record.claim.target)})
    return project(records, filter(None, map(store.actor, named)), where)


def actor_of(graph: nx.MultiDiGraph, node: str) -> Actor:
    """Return the actor of a node.

    Raises:
        UnknownNameError: The graph has no such actor.

    """
    if node not in graph:
        raise UnknownNameError(f"no ties of {node!r}", hint="the filters may leave out all its claims")
    return cast(Actor, graph.nodes[node]["actor"])


def ties_of(graph: nx.MultiDiGraph, node: str | None = None) -> list[Tie]:
    """Return the ties of one actor, or of all, sorted by source, target and relation."""
    if node is None:
        edges = [tie for _, _, tie in graph.edges(data="tie")]
    else:
        actor_of(graph, node)
        own = {(s, t, k): tie for s, t, k, tie in graph.out_edges(node, keys=True, data="tie")}
        edges = list(
            (own | {(s, t, k): tie for s, t, k, tie in graph.in_edges(node, keys=True, data="tie")}).values()
        )
    return sorted(edges, key=lambda tie: (tie.source, tie.target, tie.relation))


def tie(graph: nx.MultiDiGraph, source: str, relation: str, target: str) -> Tie:
    """Return the tie of one relation between two actors; the order matters unless the relation is symmetric.

    Raises:
        UnknownNameError: The graph has no such tie.

    """
    for found in ties_of(graph, source):
        if found.relation == relation and found.leads(source, target):
            return found
    raise UnknownNameError(
        f"no tie {source} {relation} {target}", hint="Ask for the other direction, or see ties_of()."
    )


def neighbours(graph: nx.MultiDiGraph, node: str) -> list[str]:
    """Return the ids of the actors tied to one, in either direction, sorted, without itself."""
    return sorted((set(graph.successors(node)) | set(graph.predecessors(node))) - {node})


def subgraph(graph: nx.MultiDiGraph, nodes: Collection[str]) -> nx.MultiDiGraph:
    """Return a copy that holds the given actors and the ties between them."""
    kept = set(nodes)
    part = nx.MultiDiGraph()
    part.add_nodes_from((node, dict(data)) for node, data in graph.nodes(data=True) if node in kept)
    part.add_edges_from(
        edge for edge in graph.edges(keys=True, data=True) if edge[0] in kept and edge[1] in kept
    )
    return part


def ego(graph: nx.MultiDiGraph, actor: str, radius: int = 1) -> nx.MultiDiGraph:
    """Return everybody at most ``radius`` ties away from an actor, and all ties between them.

    Raises:
        UnknownNameError: The graph has no such actor.

    """
    actor_of(graph, actor)
    reached, edge = {actor}, {actor}
    for _ in range(radius):
        edge = {name for node in edge for name in neighbours(graph, node)} - reached
        if not edge:
            break
        reached |= edge
    return subgraph(graph, reached)


def most_connected(graph: nx.MultiDiGraph, n: int = 10) -> list[tuple[str, int]]:
    """Return the ``n`` actors with the most neighbours, and how many they have.

    Among equals the one with more claims comes first, then the smaller id.
    """
    ranked = sorted((-len(neighbours(graph, node)), -_claim_count(graph, node), node) for node in graph)
    return [(node, -degree) for degree, _, node in ranked[:n]]


def _claim_count(graph: nx.MultiDiGraph, node: str) -> int:
    return sum(len(tie.records) for tie in ties_of(graph, node))


def _actors_named(found: Iterable[Tie]) -> dict[str, Actor]:
    """Make an actor of every reference; the smallest name wins where claims use several."""
    refs: dict[str, tuple[str, ActorKind]] = {}
    for tie in found:
        target_kind = ActorKind.PLACE if RELATIONS[tie.relation].target == "place" else ActorKind.UNKNOWN
        for claim in tie.claims:
            for ref, kind in ((claim.source, ActorKind.UNKNOWN), (claim.target, target_kind)):
                refs[ref.id] = min(refs.get(ref.id, _named(ref, kind)), _named(ref, kind))
    return {name: Actor(id=name, kind=kind, name=text) for name, (text, kind) in refs.items()}


def _named(ref: ActorRef, kind: ActorKind) -> tuple[str, ActorKind]:
    return ref.name or ref.surface or ref.id, kind
