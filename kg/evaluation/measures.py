"""Numbers that say how good something is, and how sure one may be of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["ROUNDS", "Interval", "Rates", "intervals", "ratio"]

ROUNDS = 1000
"""How often the units are drawn anew for an interval."""
_SEED = 20_240_101  # fixed, so that the same input gives the same interval
_TAILS = (2.5, 97.5)  # per cent: the middle 95 of a hundred rounds

Interval = tuple[float, float]
"""Lower and upper end of a 95 % interval."""


def ratio(part: float, whole: float) -> float:
    """Return ``part / whole``, 0 where there is no whole."""
    return part / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """How much of the found is right, and how much of what is there was found; all from 0 to 1.

    ``predicted`` counts what was found, ``gold_core`` what should have been.
    """

    precision: float
    recall: float
    f1: float
    predicted: int
    gold_core: int

    @classmethod
    def of(cls, right: float, predicted: float, found: float, gold_core: float) -> Rates:
        """Make the rates from counts: ``right`` of ``predicted``, and ``found`` of ``gold_core``."""
        precision, recall = ratio(right, predicted), ratio(found, gold_core)
        f1 = ratio(2 * precision * recall, precision + recall)
        return cls(precision, recall, f1, int(predicted), int(gold_core))


def intervals(
    counts: NDArray[np.int64],
    measure: Callable[[NDArray[np.int64]], Mapping[str, float]],
    *,
    times: NDArray[np.int64] | None = None,
    rounds: int = ROUNDS,
) -> dict[str, Interval]:
    """Return how far each measure varies when the units are drawn anew with replacement (bootstrap).

    Nothing comes back for a single unit, which says nothing of how units differ.

    Args:
        counts: A row of counts for each unit, an article for example.
        measure: Makes named values from the sum of such rows.
        times: How many equal units each row stands for; one if not given.
        rounds: How often to draw.

    """
    times = np.ones(len(counts), dtype=np.int64) if times is None else times
    size = int(times.sum())
    if size < 2:
        return {}
    random = np.random.default_rng(_SEED)
    drawn = [measure(random.multinomial(size, times / size) @ counts) for _ in range(rounds)]
    ends = {name: np.percentile([values[name] for values in drawn], _TAILS) for name in drawn[0]}
    return {name: (float(low), float(high)) for name, (low, high) in ends.items()}
