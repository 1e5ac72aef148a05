"""Boxes and discs that must not overlap: pushed apart, with more room where there is too little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from kg.scene.forces import Floats, Points, Whole, sums

__all__ = ["boxes_apart", "discs_apart"]

_ROUNDS: Final = 60
_STRETCH: Final = 1.08
_MORE: Final = 0.02  # pushed farther than needed by this part, or rounding would let it last for ever

_Pairs = tuple[Whole, Whole]


def boxes_apart(middle: Points, halves: Points, aspect: float) -> Points:
    """Move boxes until no two overlap.

    Args:
        middle: Where the middles of the boxes are.
        halves: Half the width and half the height of each.
        aspect: Width by height of the picture to fill: more room is made along the side that is too short.

    """

    def push(spot: Points, pairs: _Pairs) -> Points | None:
        first, second = pairs
        apart = spot[second] - spot[first]
        wanted = halves[first] + halves[second]
        share = 1 - np.abs(apart) / wanted
        hit = (share > 0).all(axis=1)
        if not hit.any():
            return None
        first, second, share = first[hit], second[hit], share[hit]
        across = share[:, 0] < share[:, 1]
        step = np.where(np.stack((across, ~across), axis=1), (share + _MORE) * wanted[hit] / 2, 0.0)
        step *= np.where(apart[hit] >= 0, 1.0, -1.0)
        return sums(second, step, len(spot)) - sums(first, step, len(spot))

    return _apart(middle, halves, aspect, push)


def discs_apart(middle: Points, radii: Floats, aspect: float) -> Points:
    """Move discs until no two overlap; see :func:`boxes_apart`."""

    def push(spot: Points, pairs: _Pairs) -> Points | None:
        first, second = pairs
        apart = spot[second] - spot[first]
        length = np.sqrt((apart * apart).sum(axis=1))
        wanted = radii[first] + radii[second]
        hit = length < wanted
        if not hit.any():
            return None
        first, second, length, wanted = first[hit], second[hit], length[hit], wanted[hit]
        apart = np.where(length[:, None] > 0, apart[hit], (_MORE, 0.0))
        step = apart * ((wanted * (1 + _MORE) - length) / np.maximum(length, _MORE) / 2)[:, None]
        return sums(second, step, len(spot)) - sums(first, step, len(spot))

    return _apart(middle, np.stack((radii, radii), axis=1), aspect, push)


def _apart(
    middle: Points, halves: Points, aspect: float, push: Callable[[Points, _Pairs], Points | None]
) -> Points:
    middle = middle.copy()
    first, second = np.triu_indices(len(middle), 1)
    pairs = first.astype(np.int64), second.astype(np.int64)
    while True:
        for _ in range(_ROUNDS):
            step = push(middle, pairs)
            if step is None:
                return middle
            middle += step
        width, height = (middle + halves).max(axis=0) - (middle - halves).min(axis=0)
        middle *= (_STRETCH, 1.0) if width < height * aspect else (1.0, _STRETCH)
