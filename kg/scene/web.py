"""A graph as numbers, ready to be laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np

from kg.analysis import ties_of
from kg.scene.forces import Springs, Whole

__all__ = ["Web", "web"]

_PULL: Final = {"friendly": 1.0, "structure": 1.0, "territory": 0.4, "hostile": 0.08}


@dataclass(frozen=True, slots=True)
class Web:
    """Actors in sorted order.

    Attributes:
        nodes: Their ids.
        springs: One for each two that are tied: allies pull each other together, rivals hardly.
        degrees: With how many others each is tied.
        homes: The group of each, from 0 on: its bloc; that of the one it is tied to most in another way than
            by hostility; or one of its own.

    """

    nodes: list[str]
    springs: Springs
    degrees: Whole
    homes: Whole


def web(graph: nx.MultiDiGraph, standing: Mapping[str, int]) -> Web:
    """Turn a graph into numbers.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.
        standing: The blocs as :func:`kg.scene.blocs.blocs` returns them.

    """
    nodes = sorted(graph)
    number = {node: index for index, node in enumerate(nodes)}
    pulls: dict[tuple[int, int], float] = {}
    joins: list[dict[int, float]] = [{} for _ in nodes]
    for tie in ties_of(graph):
        one, other = sorted((number[tie.source], number[tie.target]))
        if one == other:
            continue
        pulls[one, other] = pulls.get((one, other), 0.0) + _PULL[tie.sign]
        if tie.sign != "hostile":
            joins[one][other] = joins[other][one] = pulls[one, other]
    pairs = sorted(pulls)
    lines = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    degrees = np.bincount(lines.ravel(), minlength=len(nodes)).astype(np.int64)
    # Divided, or else an actor with many ties would draw all the others onto itself.
    crowd = np.sqrt(np.minimum(degrees[lines[:, 0]], degrees[lines[:, 1]]))
    strengths = np.array([pulls[pair] for pair in pairs], dtype=float) / crowd
    return Web(nodes, (lines, strengths), degrees, _homes(nodes, joins, standing))


def _homes(nodes: list[str], joins: list[dict[int, float]], standing: Mapping[str, int]) -> Whole:
    home = [standing.get(node, len(nodes) + index) for index, node in enumerate(nodes)]
    for index, near in enumerate(joins):
        if near and nodes[index] not in standing:
            home[index] = home[max(near, key=lambda other: (nodes[other] in standing, near[other], -other))]
    return np.unique(np.array(home, dtype=np.int64), return_inverse=True)[1].astype(np.int64).ravel()
