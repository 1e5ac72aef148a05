"""Where the actors of a picture stand: computed here once, so that the page opens still and readable.

Blocs find their places first, then their members. In a picture that is read as a whole, of at most
:data:`MOST_ACTORS` actors, no label covers another, and actors step out of crossings and off lines. In a
larger one shapes alone are kept apart, since no label is read there before the reader has come nearer.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, cos, sin, sqrt
from typing import Final

import networkx as nx
import numpy as np

from kg.scene.blocs import blocs
from kg.scene.crowd import crowd
from kg.scene.forces import Points, relax, sunflower
from kg.scene.labels import Box
from kg.scene.overlaps import boxes_apart
from kg.scene.tidying import Boxes, tidy
from kg.scene.web import Web, web

__all__ = ["MOST_ACTORS", "Positions", "positions"]

Positions = dict[str, tuple[int, int]]

#: A picture of more actors is not read as a whole, and its labels may cover each other.
MOST_ACTORS: Final = 400

_GAP: Final = 12  # pixels between two boxes
_ROOM: Final = 1.1  # the frame, by what the boxes take of it
_BY_RANK: Final = 0.4


def positions(
    graph: nx.MultiDiGraph,
    boxes: Mapping[str, Box],
    *,
    aspect: float,
    standing: Mapping[str, int] | None = None,
) -> Positions:
    """Place all actors of a graph, of any size.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.
        boxes: The room that each actor takes.
        aspect: Width by height of the picture to fill.
        standing: The blocs as :func:`kg.scene.blocs.blocs` returns them, if at hand.

    """
    if not graph:
        return {}
    actors = web(graph, blocs(graph) if standing is None else standing)
    if len(graph) > MOST_ACTORS:
        spot = crowd(actors, max(boxes[node].above for node in actors.nodes), aspect)
    else:
        room = [(boxes[node].width, boxes[node].above, boxes[node].below) for node in actors.nodes]
        spot = _readable(actors, np.array(room, dtype=float), aspect)
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in zip(actors.nodes, spot, strict=True)}


def _readable(actors: Web, room: Points, aspect: float) -> Points:
    """Spread a layout over a frame in which every label has its room, and tidy up."""
    width, above, below = room.T
    halves = np.stack((width + _GAP, above + below + _GAP), axis=1) / 2
    shift: Points = np.stack((np.zeros(len(room)), (below - above) / 2), axis=1)
    height = sqrt(_ROOM * 4 * float(halves.prod(axis=1).sum()) / aspect)
    middle = _spread(_turned(_found(actors, aspect)), height * aspect, height)
    middle = boxes_apart(middle, halves, aspect)
    return tidy(middle, Boxes(halves, shift), actors.springs, actors.homes, aspect) - shift


def _found(actors: Web, aspect: float) -> Points:
    """Let groups find their places as wholes, and then everybody."""
    lines, pulls = actors.springs
    sizes = np.bincount(actors.homes)
    radii = np.sqrt(sizes / np.pi) + 0.3
    between = np.sort(actors.homes[lines], axis=1)
    outer = between[:, 0] != between[:, 1]
    largest_first = np.argsort(-sizes, kind="stable")
    start = np.empty((len(sizes), 2))
    start[largest_first] = sunflower(len(sizes)) * 2 * radii.mean()
    groups = np.arange(len(sizes))
    springs = between[outer], pulls[outer] / 2
    middles = relax(start, springs, groups, radii, hold=0, gravity=0.3, aspect=aspect, rounds=150)
    spot = middles[actors.homes]
    for group in groups:
        members = np.flatnonzero(actors.homes == group)
        members = members[np.argsort(-actors.degrees[members], kind="stable")]
        spot[members] += sunflower(len(members))
    radius = np.full(len(spot), 0.5)
    return relax(
        spot, actors.springs, actors.homes, radius, hold=0.35, gravity=0.01, aspect=aspect, rounds=120
    )


def _turned(spot: Points) -> Points:
    """Turn a layout so that its longer side lies flat."""
    x, y = (spot - spot.mean(axis=0)).T
    angle = -atan2(2 * float((x * y).sum()), float((x * x).sum() - (y * y).sum())) / 2
    return np.stack((cos(angle) * x - sin(angle) * y, sin(angle) * x + cos(angle) * y), axis=1)


def _spread(spot: Points, width: float, height: float) -> Points:
    """Stretch a layout over a frame; by distances, and by ranks, which opens up a crowded middle."""
    spread = np.zeros_like(spot)
    for axis, length in ((0, width), (1, height)):
        values = spot[:, axis]
        ranks = np.empty(len(values))
        ranks[np.argsort(values, kind="stable")] = np.arange(len(values)) / max(len(values) - 1, 1)
        share = (values - values.min()) / max(float(np.ptp(values)), 1e-9)
        spread[:, axis] = length * (share * (1 - _BY_RANK) + ranks * _BY_RANK - 0.5)
    return spread
