"""What each head of the network should answer to a pair."""

from __future__ import annotations

from collections.abc import Sequence

from kg.classifier.labels import HEADS
from kg.training.examples import PairTarget

__all__ = ["wanted"]


def wanted(head: str, target: PairTarget) -> list[float] | None:
    """Return the distribution that a head should give, ``None`` where the example does not say.

    Labels that are right share 1 between them; qualifiers stand on their own, each 0 or 1.
    """
    right: frozenset[object] | None
    labels: Sequence[object] = HEADS[head]
    if head == "relation":
        right = target.relations
    elif head == "sign":
        right = target.signs
    elif head == "root":
        right = frozenset({target.root}) if target.root else None
    else:
        right = target.qualifiers
    if right is None:
        return None
    share = 1.0 if head == "qualifier" else 1.0 / len(right)
    return [share if label in right else 0.0 for label in labels]
