"""How two actors hang together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from kg.analysis.projection import actor_of
from kg.analysis.ties import Tie
from kg.model import ActorKind

__all__ = ["Step", "path"]


@dataclass(frozen=True, slots=True)
class Step:
    """From one actor to the next: all ties between the two, in either direction."""

    start: str
    end: str
    ties: tuple[Tie, ...]


def path(
    graph: nx.MultiDiGraph, start: str, end: str, *, max_steps: int = 6, through_places: bool = False
) -> tuple[Step, ...]:
    """Return a shortest way from one actor to another, ties followed in both directions.

    Args:
        graph: A projection; filter it to ask about some relations or a date only.
        start: Id of the first actor.
        end: Id of the last actor.
        max_steps: Give up on longer ways.
        through_places: Also go through places. Two armies in one city need not have to do with each other.

    Returns:
        The steps in order; none where no way exists or both ends are the same.

    Raises:
        UnknownNameError: The graph lacks one of the two actors.

    """
    for node in (start, end):
        actor_of(graph, node)
    if not through_places:
        graph = _without_places(graph, keep={start, end})
    try:
        nodes = nx.shortest_path(graph.to_undirected(as_view=True), start, end)
    except nx.NetworkXNoPath:
        return ()
    if len(nodes) - 1 > max_steps:
        return ()
    return tuple(Step(a, b, _between(graph, a, b)) for a, b in pairwise(nodes))


def _without_places(graph: nx.MultiDiGraph, keep: set[str]) -> nx.MultiDiGraph:
    places = [n for n in graph if n not in keep and actor_of(graph, n).kind is ActorKind.PLACE]
    part = graph.copy()
    part.remove_nodes_from(places)
    return part


def _between(graph: nx.MultiDiGraph, a: str, b: str) -> tuple[Tie, ...]:
    found = [data["tie"] for s, t in ((a, b), (b, a)) for data in (graph.get_edge_data(s, t) or {}).values()]
    return tuple(sorted(found, key=lambda tie: (tie.source, tie.target, tie.relation)))
