"""Fit the gate before the classifier: which sentences it is worth asking about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kg.classifier.gate import Gate
from kg.extraction.traits import traits_of

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.model import Document

__all__ = ["Sight", "fit_gate", "sights_of"]

_KEPT: Final = 0.2  # share of the sentences with pairs that pass
_SEEN_OFTEN: Final = 3  # sentences that a trait must stand in
_PENALTY: Final = 3.0  # of half the squares of the weights
_STEPS: Final = 400
_RATE: Final = 0.03
_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Sight:
    """One sentence with pairs: its traits, and whether the classifier changes what the rules read."""

    traits: frozenset[str]
    changed: bool


def sights_of(documents: Iterable[Document], extractor: Extractor) -> Iterator[Sight]:
    """Yield what a thorough extractor makes of each sentence that has pairs; annotations are not needed."""
    for document in documents:
        study = extractor.study_of(document)
        changed = {
            decision.best.pair.sentence.start_char
            for decision in study.decisions
            if decision.best is not None and (decision.ruled is None) != (decision.claim is None)
        }
        judged = {each.sentence.start_char for each in study.judged}
        for group in study.candidates:
            start = group.sentence.start_char
            if start in judged:
                ruled = study.ruled_relations.get(start, ())
                yield Sight(frozenset(traits_of(group, ruled)), start in changed)


def fit_gate(sights: Sequence[Sight], typical: Sequence[Sight] = ()) -> Gate | None:
    """Return a gate that lets about a fifth of typical sentences pass, ``None`` where nothing was changed.

    A logistic regression in which changed and unchanged sentences weigh the same, by gradient descent with
    momentum (Adam, Kingma and Ba 2015); the same sights give the same gate.

    Args:
        sights: What to learn from.
        typical: Sentences as articles have them, to set the threshold by; all sights if not given.

    """
    changed = np.array([sight.changed for sight in sights], float)
    if not 0 < changed.sum() < len(sights):
        return None
    counts = Counter(trait for sight in sights for trait in sight.traits)
    columns = {t: i for i, t in enumerate(sorted(t for t, n in counts.items() if n >= _SEEN_OFTEN))}
    weights = _fitted(sights, columns, changed)
    listed = {trait: round(float(weights[i]), _DIGITS) for trait, i in columns.items()}
    gate = Gate({trait: weight for trait, weight in listed.items() if weight}, 0.0)
    scores = sorted((gate.score(sight.traits) for sight in typical or sights), reverse=True)
    return Gate(gate.weights, round(scores[int(_KEPT * len(scores))], _DIGITS))


def _fitted(
    sights: Sequence[Sight], columns: Mapping[str, int], changed: NDArray[np.float64]
) -> NDArray[np.float64]:
    found = [
        (row, columns[t]) for row, sight in enumerate(sights) for t in sorted(sight.traits) if t in columns
    ]
    rows, cols = np.array(found).T
    share = np.where(changed > 0, 0.5 / changed.sum(), 0.5 / (1 - changed).sum()) * len(sights)
    weights, bias = np.zeros(len(columns)), 0.0
    mean, square = np.zeros(len(columns)), np.zeros(len(columns))
    for step in range(1, _STEPS + 1):
        odds = np.bincount(rows, weights[cols], len(sights)) + bias
        error = share * (1 / (1 + np.exp(-odds)) - changed)
        slope = np.bincount(cols, error[rows], len(columns)) + _PENALTY * weights
        bias -= error.sum() / len(sights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights
