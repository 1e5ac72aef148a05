"""Which sentences are worth the network's time: a table of traits, thousands of times cheaper to ask."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import ClassifierError

__all__ = ["GATE", "Gate"]

GATE: Final = "gate.json"


@dataclass(frozen=True, slots=True)
class Gate:
    """A logistic model of whether the network would add or take away a claim in a sentence.

    Attributes:
        weights: What each trait of a sentence adds; a trait that is not listed adds nothing.
        threshold: Least sum with which a sentence passes.

    """

    weights: Mapping[str, float]
    threshold: float

    @classmethod
    def load(cls, folder: Path) -> Gate | None:
        """Load the gate of a classifier's folder; ``None`` where it has none: then every sentence passes.

        Raises:
            ClassifierError: The file holds something else.
            OSError: It cannot be read.

        """
        path = folder / GATE
        if not path.is_file():
            return None
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            weights = {str(trait): float(weight) for trait, weight in data["weights"].items()}
            return cls(weights, float(data["threshold"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ClassifierError(f"no gate of a classifier: {error!r}", path=path) from None

    def save(self, folder: Path) -> None:
        """Write the gate into a classifier's folder, traits by name."""
        data = {"threshold": self.threshold, "weights": dict(sorted(self.weights.items()))}
        text = json.dumps(data, ensure_ascii=False, indent=0) + "\n"
        (folder / GATE).write_text(text, encoding="utf-8")

    def score(self, traits: Iterable[str]) -> float:
        """Return the sum of what the different traits of a sentence add."""
        weights = self.weights
        return sum(weights[trait] for trait in sorted(set(traits) & weights.keys()))

    def passes(self, traits: Iterable[str]) -> bool:
        """Return whether a sentence with these traits is worth a judgement."""
        return self.score(traits) >= self.threshold
