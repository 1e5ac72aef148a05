"""Which judgements stand: all but those that a standing one takes back."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Judgement

__all__ = ["standing"]


def standing(history: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements that nobody took back, in their order.

    Taking back a withdrawal brings back what it took.
    """
    gone: set[int] = set()
    for judgement in reversed(history):  # whoever takes something back comes after it
        if judgement.withdraws is not None and judgement.number not in gone:
            gone.add(judgement.withdraws)
    return [judgement for judgement in history if judgement.number not in gone]
