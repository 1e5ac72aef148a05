"""Where the actors of the first view stand: computed here once, so that the page opens still and readable.

Allies pull each other together, rivals hardly, and a weak pull to the middle keeps lone groups on the page.
Then shapes and labels that overlap are pushed apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import networkx as nx

from kg.analysis import ties_of
from kg.scene.labels import Box

__all__ = ["MOST_ACTORS", "Positions", "positions"]

Positions = dict[str, tuple[int, int]]

#: More actors than this in a first view make a hairball, and networkx would need scipy from 500 on.
MOST_ACTORS = 400

_PULL = {"friendly": 1.0, "structure": 1.0, "territory": 0.4, "hostile": 0.08}
_CENTRE_PULL = 0.05
_CENTRE = ""  # no actor has an empty id
_BY_RANK = 0.7
_ROUNDS = 150
_STRETCH = 1.1
_LINE_ROUNDS = 40
_MOST_CROSSINGS = 40_000  # lines by actors, looked at in each round
_SEED = 7


def positions(graph: nx.MultiDiGraph, boxes: Mapping[str, Box], *, aspect: float) -> Positions:
    """Place all actors of a graph.

    Args:
        graph: At most :data:`MOST_ACTORS` actors.
        boxes: The room that each actor takes.
        aspect: Width by height of the picture to fill.

    """
    if not graph:
        return {}
    raw = nx.spring_layout(_pulls(graph), seed=_SEED, iterations=150, k=1.6 / sqrt(len(graph) + 1))
    room = sum((boxes[n].width + 24) * (boxes[n].above + boxes[n].below + 24) for n in graph)
    height = sqrt(room / aspect)
    spot = _spread({n: (float(raw[n][0]), float(raw[n][1])) for n in sorted(graph)}, height * aspect, height)
    _clear_lines(graph, spot, boxes)
    while not _settle(spot, boxes):
        for point in spot.values():
            point[:] = [point[0] * _STRETCH, point[1] * _STRETCH]
    return {node: (round(x), round(y)) for node, (x, y) in spot.items()}


def _pulls(graph: nx.MultiDiGraph) -> nx.Graph:
    pulls = nx.Graph()
    pulls.add_nodes_from(sorted(graph))
    for tie in ties_of(graph):
        if tie.source != tie.target:
            known = pulls.get_edge_data(tie.source, tie.target, {"weight": 0.0})["weight"]
            pulls.add_edge(tie.source, tie.target, weight=known + _PULL[tie.sign])
    pulls.add_edges_from(((node, _CENTRE) for node in sorted(graph)), weight=_CENTRE_PULL)
    return pulls


def _spread(raw: dict[str, tuple[float, float]], width: float, height: float) -> dict[str, list[float]]:
    """Stretch a layout over a frame; by distances and more by ranks, which opens up a crowded middle."""
    spot: dict[str, list[float]] = {node: [0.0, 0.0] for node in raw}
    for axis, length in ((0, width), (1, height)):
        ordered = sorted(raw, key=lambda node: (raw[node][axis], node))
        low, high = raw[ordered[0]][axis], raw[ordered[-1]][axis]
        for rank, node in enumerate(ordered):
            share = (raw[node][axis] - low) / (high - low) if high > low else 0.5
            by_rank = rank / (len(ordered) - 1) if len(ordered) > 1 else 0.5
            spot[node][axis] = length * (share * (1 - _BY_RANK) + by_rank * _BY_RANK - 0.5)
    return spot


def _clear_lines(graph: nx.MultiDiGraph, spot: dict[str, list[float]], boxes: Mapping[str, Box]) -> None:
    """Move actors off the lines between others, under which they would seem to have a part in them."""
    lines = sorted({(min(s, t), max(s, t)) for s, t in graph.edges() if s != t})
    if len(lines) * len(spot) > _MOST_CROSSINGS:
        return
    for _ in range(_LINE_ROUNDS):
        for start, end in lines:
            for node in spot:
                if node not in (start, end):
                    _step_aside(spot[node], spot[start], spot[end], boxes[node].above + 6)
        _push_apart(spot, boxes)


def _step_aside(point: list[float], start: list[float], end: list[float], room: float) -> None:
    """Move a point away from the line from ``start`` to ``end`` where it is nearer than ``room``."""
    along = (end[0] - start[0], end[1] - start[1])
    squared = along[0] ** 2 + along[1] ** 2
    if not squared:
        return
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / squared
    if not 0 < share < 1:
        return
    length = sqrt(squared)
    off = ((point[1] - start[1]) * along[0] - (point[0] - start[0]) * along[1]) / length  # signed distance
    if abs(off) < room:
        step = (room - abs(off)) * (0.5 if off >= 0 else -0.5)
        point[0] -= step * along[1] / length
        point[1] += step * along[0] / length


def _settle(spot: dict[str, list[float]], boxes: Mapping[str, Box]) -> bool:
    """Push boxes apart until none overlap; tell whether that came about before patience ended."""
    return any(not _push_apart(spot, boxes) for _ in range(_ROUNDS))


def _push_apart(spot: dict[str, list[float]], boxes: Mapping[str, Box]) -> bool:
    """Part every two overlapping boxes by half their overlap each; tell whether there were any."""
    ordered = sorted(spot, key=lambda node: (spot[node][0] - boxes[node].width / 2, node))
    moved = False
    for index, first in enumerate(ordered):
        right = spot[first][0] + boxes[first].width / 2
        for second in ordered[index + 1 :]:
            if spot[second][0] - boxes[second].width / 2 >= right:
                break
            moved |= _part(spot[first], boxes[first], spot[second], boxes[second])
    return moved


def _part(a: list[float], box_a: Box, b: list[float], box_b: Box) -> bool:
    across = (box_a.width + box_b.width) / 2 - abs(a[0] - b[0])
    if a[1] <= b[1]:
        down = a[1] + box_a.below - (b[1] - box_b.above)
    else:
        down = b[1] + box_b.below - (a[1] - box_a.above)
    if across <= 0.5 or down <= 0.5:
        return False
    axis, overlap = (0, across) if across < down else (1, down)
    half = (overlap / 2 + 0.5) * (1 if a[axis] <= b[axis] else -1)
    a[axis] -= half
    b[axis] += half
    return True
