"""Where thousands of actors stand: blocs as discs, and loners in the room between and around them.

Nothing here looks at all pairs of actors: a few hundred discs push and pull each other as wholes, members
take the seats of their disc, and everybody else takes the free seat nearest to those it is tied to.
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import Final

import numpy as np

from kg.scene.forces import SEED_DENSITY, Floats, Points, Whole, relax, sunflower
from kg.scene.overlaps import discs_apart
from kg.scene.web import Web

__all__ = ["crowd"]

_GAP: Final = 12  # pixels between two shapes
_LEAST_MEMBERS: Final = 8
_MOST_DISCS: Final = 400
_EDGE: Final = 0.7  # around the seats of a disc, beside which others must be 1 apart
_FILLED: Final = 0.6  # how much of the picture discs take at first
_RING: Final = 12  # seats in the innermost ring of a disc that is filled by direction


def crowd(actors: Web, radius: int, aspect: float) -> Points:
    """Place actors so that no shapes overlap.

    Args:
        actors: The actors and their springs.
        radius: The room around the largest shape.
        aspect: Width by height of the picture to fill.

    """
    sizes = np.bincount(actors.homes)
    ranked = np.argsort(-sizes, kind="stable")
    discs = ranked[sizes[ranked] >= _LEAST_MEMBERS][:_MOST_DISCS]
    rank = np.full(len(sizes), -1, dtype=np.int64)
    rank[discs] = np.arange(len(discs))
    disc_of = rank[actors.homes]
    radii = np.sqrt(sizes[discs] / (np.pi * SEED_DENSITY)) + _EDGE
    middles = _middles(actors, disc_of, radii, aspect)
    spot = np.zeros((len(actors.nodes), 2))
    _seat_members(actors, disc_of, middles, spot)
    _seat_loners(actors, disc_of, middles, radii, aspect, spot)
    return spot * (2 * radius + _GAP)


def _middles(actors: Web, disc_of: Whole, radii: Floats, aspect: float) -> Points:
    """Let discs find their places: those with many ties between them near each other."""
    if not len(radii):
        return np.zeros((0, 2))
    lines, pulls = actors.springs
    between = np.sort(disc_of[lines], axis=1)
    outer = (between[:, 0] != between[:, 1]) & (between[:, 0] >= 0)
    pairs, where = np.unique(between[outer], axis=0, return_inverse=True)
    strength = np.bincount(where.ravel(), pulls[outer], len(pairs))
    crossed = np.bincount(pairs.ravel(), np.repeat(strength, 2), len(radii))
    share = strength / np.sqrt(crossed[pairs[:, 0]] * crossed[pairs[:, 1]])
    count = np.arange(len(radii))
    start = sunflower(len(radii)) * 2 * radii.mean()
    springs = pairs.astype(np.int64).reshape(-1, 2), 4 * share
    found = relax(start, springs, count, radii, hold=0, gravity=0.5, aspect=aspect, rounds=150)
    room = np.pi * float((radii**2).sum()) / _FILLED
    span = np.maximum(np.ptp(found, axis=0), 1.0)
    found = found / span * (sqrt(room * aspect), sqrt(room / aspect))
    return discs_apart(found, radii, aspect)


def _seat_members(actors: Web, disc_of: Whole, middles: Points, spot: Points) -> None:
    """Give members of discs their seats: the best connected in the middle, all on the side of their ties."""
    inside = disc_of >= 0
    spot[inside] = middles[disc_of[inside]]
    one, other = np.concatenate((actors.springs[0], actors.springs[0][:, ::-1])).T
    known = inside[one] & inside[other]
    toward = np.zeros_like(spot)
    np.add.at(toward, one[known], spot[other[known]] - spot[one[known]])
    angle = np.arctan2(toward[:, 1], toward[:, 0])
    by_disc = np.lexsort((-actors.degrees, disc_of))
    by_disc = by_disc[disc_of[by_disc] >= 0]
    seats = sunflower(int(np.bincount(disc_of[inside], minlength=1).max(initial=0)))
    for members in np.split(by_disc, np.flatnonzero(np.diff(disc_of[by_disc])) + 1):
        start = 0
        ring = _RING
        while start < len(members):
            held = members[start : start + ring]
            places = seats[start : start + len(held)]
            turn = np.argsort(np.arctan2(places[:, 1], places[:, 0]), kind="stable")
            spot[held[np.argsort(angle[held], kind="stable")]] += places[turn]
            start, ring = start + ring, ring + _RING


def _seat_loners(
    actors: Web, disc_of: Whole, middles: Points, radii: Floats, aspect: float, spot: Points
) -> None:
    """Give everybody else, the best connected first, the free seat nearest to those it is tied to."""
    loners = np.flatnonzero(disc_of < 0)
    loners = loners[np.argsort(-actors.degrees[loners], kind="stable")]
    free = _free_seats(middles, radii, len(loners), aspect)
    near: dict[int, list[int]] = {int(loner): [] for loner in loners}
    for one, other in actors.springs[0].tolist():
        if one in near:
            near[one].append(other)
        if other in near:
            near[other].append(one)
    seated = disc_of >= 0
    edge = np.abs(free).max(axis=0, initial=0)
    for turn, loner in enumerate(loners.tolist()):
        known = [other for other in near[loner] if seated[other]]
        angle = 2 * pi * turn / len(loners)
        wish = spot[known].mean(axis=0) if known else edge * (cos(angle), sin(angle))
        away = free - wish
        best = int(np.argmin((away * away).sum(axis=1)))
        spot[loner] = free[best]
        free[best] = np.inf
        seated[loner] = True


def _free_seats(middles: Points, radii: Floats, wanted: int, aspect: float) -> Points:
    """Return at least as many seats of a grid as are wanted, in the shape of the frame, under no disc."""
    extent = (np.abs(middles) + radii[:, None]).max(axis=0, initial=0)
    height = max(float(extent[1]), float(extent[0]) / aspect, sqrt(wanted / aspect) / 2) + 1
    while True:
        across, down = (
            np.arange(-int(height * aspect), int(height * aspect) + 1),
            np.arange(-int(height), int(height) + 1),
        )
        grid = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2).astype(float)
        for middle, radius in zip(middles, radii, strict=True):
            grid = grid[((grid - middle) ** 2).sum(axis=1) >= (radius + 0.5) ** 2]
        if len(grid) >= wanted:
            return grid
        height *= 1.2
