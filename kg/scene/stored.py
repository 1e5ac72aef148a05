"""The graph of a store as a scene, out of outlines: no document is read whole, and few sentences are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import networkx as nx

from kg.analysis import ClaimRecord, Filter, ego, most_connected, project, subgraph
from kg.analysis.gathering import actors_of, events_of, sentences_of
from kg.analysis.loading import claim_id, outlines
from kg.model import Evidence
from kg.scene.content import judgement_json
from kg.scene.scene import MOST_SENTENCES, Scene, scene
from kg.store import Store

__all__ = ["MOST_CLAIMS", "judged_of", "stored_graph", "stored_scene"]

MOST_CLAIMS: Final = 200_000
"""Claims that a scene holds, those between the most connected actors."""

_JUDGED: Final = "SELECT ?claim ?judgement WHERE { ?claim a kg:Claim ; kg:judgement ?judgement }"
_UNKNOWN: Final = Evidence(0, 0, "", "")


def stored_graph(
    store: Store,
    where: Filter | None = None,
    *,
    among: Sequence[str] = (),
    steps: int = 1,
    records: Iterable[ClaimRecord] | None = None,
) -> nx.MultiDiGraph:
    """Build the graph of actors and ties from the outlines of claims; see :mod:`kg.analysis.loading`.

    Args:
        store: Where they are.
        where: Which claims and ties to keep.
        among: Ids of actors; nobody is kept but them, those at most so many ``steps`` away, and their ties.
        steps: How many ties away.
        records: The outlines of all claims, if at hand.

    Raises:
        UnknownNameError: The graph has no tie of somebody in ``among``.

    """
    graph = project(outlines(store) if records is None else records, where=where)
    if among:
        graph = subgraph(graph, {node for actor in among for node in ego(graph, actor, steps)})
    for actor in actors_of(store, list(graph)):
        graph.nodes[actor.id]["actor"] = actor
    return graph


def stored_scene(store: Store, graph: nx.MultiDiGraph, of: Scene, most: int = MOST_CLAIMS) -> dict[str, Any]:
    """Return the scene of such a graph, with what people decided, what became of actors, and the sentences.

    Args:
        store: Where it comes from.
        graph: Made by :func:`stored_graph`.
        of: What to show; where it wants no sentences, none are read.
        most: Number of claims that are held.

    Raises:
        UnknownNameError: The graph lacks an actor of ``of.focus``.

    """
    told: dict[str, Evidence] = {}
    if of.sentences:
        ties = [tie for _, _, tie in graph.edges(data="tie")]
        told = sentences_of(store, [_id(r) for tie in ties for r in tie.records[-MOST_SENTENCES:]])
    whole = replace(
        of,
        most=min(of.most, _actors_within(graph, most)),
        text=store.text,
        evidence=lambda record: told.get(_id(record), _UNKNOWN),
        claim_id=_id,
        judged=judged_of(store),
        events=events_of(store),
        name=lambda actor_id: _name_of(store, actor_id),
    )
    return scene(graph, whole)


def judged_of(store: Store) -> dict[str, dict[str, Any]]:
    """Return what people decided about claims that stand, by the ids of the claims."""
    rows = [(row["claim"], row["judgement"]) for row in store.select(_JUDGED).dicts()]
    if not rows:
        return {}
    told = {store.iris.judgement(j.number).value: judgement_json(j) for j in store.decisions.history}
    return {claim_id(claim, store.iris): told[by] for claim, by in sorted(rows) if by in told}


def _name_of(store: Store, actor_id: str) -> str:
    actor = store.actor(actor_id)
    return actor_id if actor is None else actor.name


def _id(record: ClaimRecord) -> str:
    return record.claim.evidence.by  # of an outline


def _actors_within(graph: nx.MultiDiGraph, most: int) -> int:
    """Return how many actors, the most connected first, have at most so many claims between them."""
    counts = [(source, target, len(tie.records)) for source, target, tie in graph.edges(data="tie")]
    if sum(count for _, _, count in counts) <= most:
        return len(graph)
    rank = {node: index for index, (node, _) in enumerate(most_connected(graph, len(graph)))}
    joins: Counter[int] = Counter()
    for source, target, count in counts:
        joins[max(rank[source], rank[target])] += count
    held = 0
    for index in range(len(graph)):
        held += joins[index]
        if held > most:
            return index
    return len(graph)
