"""How two actors hang together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from kg.analysis.projection import actor_of, neighbours
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
    """Return the shortest way from one actor to another, ties followed in both directions.

    Among several of one length it is the one with most claims in all, then the one with the smaller ids.

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
    nodes = _best(graph, start, end, max_steps)
    return tuple(Step(a, b, _between(graph, a, b)) for a, b in pairwise(nodes))


def _best(graph: nx.MultiDiGraph, start: str, end: str, max_steps: int) -> list[str]:
    """Return the actors of the best way; none where there is no way, or only a longer one."""
    best: dict[str, tuple[int, str | None]] = {
        end: (0, None)
    }  # the claims on the best way to the end, and the next actor
    edge = [end]
    for _ in range(max_steps):
        if start in best or not edge:
            break
        reached: dict[str, tuple[int, str]] = {}
        for node in edge:
            for other in neighbours(graph, node):
                if other not in best:
                    claims = best[node][0] + sum(len(tie.records) for tie in _between(graph, node, other))
                    reached[other] = min(reached.get(other, (claims, node)), (claims, node), key=_better)
        best |= reached
        edge = list(reached)
    if start == end or start not in best:
        return []
    nodes = [start]
    while (following := best[nodes[-1]][1]) is not None:
        nodes.append(following)
    return nodes


def _better(way: tuple[int, str]) -> tuple[int, str]:
    return -way[0], way[1]


def _without_places(graph: nx.MultiDiGraph, keep: set[str]) -> nx.MultiDiGraph:
    places = [n for n in graph if n not in keep and actor_of(graph, n).kind is ActorKind.PLACE]
    part = graph.copy()
    part.remove_nodes_from(places)
    return part


def _between(graph: nx.MultiDiGraph, a: str, b: str) -> tuple[Tie, ...]:
    found = [data["tie"] for s, t in ((a, b), (b, a)) for data in (graph.get_edge_data(s, t) or {}).values()]
    return tuple(sorted(found, key=lambda tie: (tie.source, tie.target, tie.relation)))
