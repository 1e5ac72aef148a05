"""Points that push each other away, and springs that hold them: the same on every run.

The forces are those of T. M. J. Fruchterman and E. M. Reingold, "Graph drawing by force-directed placement",
Software: Practice and Experience 21 (1991), between all points, so give it some hundreds at most.
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["SEED_DENSITY", "Floats", "Points", "Springs", "Whole", "relax", "sums", "sunflower"]

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]  # a row (x, y) for each
Whole = npt.NDArray[np.int64]
Springs = tuple[Whole, Floats]  # a row (one, other) for each, and its strength

#: How many seeds of a sunflower lie in an area of 1.
SEED_DENSITY: Final = 0.76  # as dense as can be without two that are nearer than 1

_GOLDEN: Final = pi * (3 - sqrt(5))
_EASE: Final = 0.2  # the part of a force that is followed in one step
_NEAREST: Final = 0.1  # two points push each other as if they were no nearer than this


def sunflower(count: int) -> Points:
    """Return points that lie as the seeds of a sunflower do, at least 1 apart, from the middle outwards."""
    turns = [(sqrt((seed + 0.5) / SEED_DENSITY / pi), seed * _GOLDEN) for seed in range(count)]
    return np.array([(r * cos(angle), r * sin(angle)) for r, angle in turns]).reshape(-1, 2)


def sums(where: Whole, what: Points, count: int) -> Points:
    """Add up rows of ``what`` by the number in ``where``, one after the other."""
    return np.stack([np.bincount(where, what[:, axis], count) for axis in (0, 1)], axis=1)


def relax(
    spot: Points,
    springs: Springs,
    homes: Whole,
    radii: Floats,
    *,
    hold: float,
    gravity: float,
    aspect: float,
    rounds: int,
) -> Points:
    """Let points look for a place where what pulls and what pushes them is in balance.

    Args:
        spot: Where they start, no two in the same place.
        springs: What pulls two points together. One of strength 1 leaves them as far apart as their radii.
        homes: The group of each point, from 0 on.
        radii: The room around each point.
        hold: How strongly a point is drawn to the middle of its group.
        gravity: How strongly all are drawn to the middle of the picture.
        aspect: Width by height of the picture to fill.
        rounds: How many steps to take, each shorter than the one before.

    """
    spot, count = spot.copy(), len(spot)
    (one, other), pulls = springs[0].T, springs[1][:, None]
    sizes = np.maximum(np.bincount(homes), 1)[:, None]
    middle = gravity * np.array((1 / sqrt(aspect), sqrt(aspect)))
    longest = 2 * float(radii.mean())
    room = (radii[:, None] + radii) ** 2
    for step in range(rounds):
        apart = spot[:, None] - spot
        push = room / np.maximum((apart * apart).sum(axis=2), _NEAREST**2)
        along = (spot[other] - spot[one]) * pulls
        move = (apart * push[:, :, None]).sum(axis=1) + sums(one, along, count) - sums(other, along, count)
        move += hold * ((sums(homes, spot, len(sizes)) / sizes)[homes] - spot) - middle * spot
        length = np.sqrt((move * move).sum(axis=1))[:, None]
        most = longest * (1 - step / rounds)
        spot += move * np.minimum(_EASE, most / np.maximum(length, _NEAREST))
    return spot
