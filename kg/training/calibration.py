"""Make probabilities mean what they say: one temperature a head, fitted on pairs that were not learnt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import exp, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.classifier import Classifier
from kg.classifier.classifier import Leaning
from kg.classifier.encoding import Marked
from kg.classifier.labels import DIRECTED, HEADS, PAIR_HEADS, SENTENCE_HEADS
from kg.training.examples import Example, PairTarget
from kg.training.targets import wanted

__all__ = ["Judgements", "fit_leaning", "fit_temperatures", "judgements", "likelihood_loss", "temperature"]

Floats = NDArray[np.float64]
Judgements = tuple[Floats, Floats]
"""Scores before any temperature, and the distributions that are right; both ``(pairs, labels)``."""

_RANGE: Final = (0.05, 20.0)
_STEPS: Final = 60  # each leaves 0.62 of the range: far below the digits that are kept
_DIGITS: Final = 3
_LESS: Final = tuple(k / 10 for k in range(10, 1, -1))  # factors tried for no tie
_MORE: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)  # and for ties whose target is named first
_GOLDEN: Final = (5**0.5 - 1) / 2


def fit_temperatures(found: Mapping[str, Judgements]) -> dict[str, float]:
    """Return each head's temperature under which what is right is likeliest; 1 where none is judged.

    Args:
        found: What was said and what is right, by head (:func:`judgements`).

    """
    return {
        head: temperature(*found[head], single=head != "qualifier") if head in found else 1.0
        for head in HEADS
    }


def fit_leaning(scores: Floats, right: Floats, temperature: float) -> Leaning:
    """Return the leaning under which the signs of marked pairs have the highest macro F1.

    Args:
        scores: Of each sign and direction, before any temperature, ``(pairs, 5)``.
        right: The distributions that are right, of the same shape.
        temperature: Of the sign.

    """
    powers = np.exp((scores - scores.max(axis=-1, keepdims=True)) / temperature)
    chances = powers / powers.sum(axis=-1, keepdims=True)
    tried = [Leaning(none, backward) for none in _LESS for backward in _MORE]

    def worth(leaning: Leaning) -> float:
        chosen = (chances * [leaning.weight(label) for label in DIRECTED]).argmax(axis=-1)
        return _macro_f1(chosen, right.argmax(axis=-1))

    return max(tried, key=worth)  # of equals the one that leans least


def _macro_f1(chosen: NDArray[np.int64], right: NDArray[np.int64]) -> float:
    values = []
    for label in np.unique(right):
        hits = np.sum((chosen == label) & (right == label))
        values.append(2 * hits / (np.sum(chosen == label) + np.sum(right == label)))
    return float(np.mean(values))


def judgements(classifier: Classifier, examples: Sequence[Example]) -> dict[str, Judgements]:
    """Return what the classifier says of examples and what is right, by head.

    Marked pairs, whose relation is open, are judged by the network for pairs, others by that for sentences.
    """
    said: dict[str, list[Floats]] = {head: [] for head in HEADS}
    right: dict[str, list[list[float]]] = {head: [] for head in HEADS}
    for example in examples:
        for pair, scores in _scored(classifier, example):
            for head, row in scores.items():
                target = wanted(head, pair)
                if target is not None:
                    said[head].append(row)
                    right[head].append(target)
    return {head: (np.array(said[head]), np.array(right[head])) for head in HEADS if said[head]}


def _scored(classifier: Classifier, example: Example) -> Iterator[tuple[PairTarget, dict[str, Floats]]]:
    for pair in example.pairs:
        if pair.relations is None:
            marked = Marked(example.text, example.mentions, ((pair.first, pair.second),))
            scores = classifier.pair_scores(marked)
            if scores:
                yield pair, {head: scores[head][0] for head in PAIR_HEADS}
    others = [pair for pair in example.pairs if pair.relations is not None]
    if others:
        pairs = tuple((pair.first, pair.second) for pair in others)
        kept, scores = classifier.scores(Marked(example.text, example.mentions, pairs))
        for row, k in enumerate(kept):
            yield others[k], {head: scores[head][row] for head in SENTENCE_HEADS}


def temperature(scores: Floats, right: Floats, *, single: bool = True) -> float:
    """Return the positive number by which scores are divided to make what is right likeliest.

    Args:
        scores: ``(pairs, labels)``.
        right: The distributions that are right, of the same shape.
        single: One label is chosen; otherwise each stands on its own.

    """

    def loss(logarithm: float) -> float:
        return likelihood_loss(scores / exp(logarithm), right, single=single)

    return round(exp(_least(loss, log(_RANGE[0]), log(_RANGE[1]))), _DIGITS)


def likelihood_loss(scores: Floats, right: Floats, *, single: bool = True) -> float:
    """Return the mean negative log-likelihood, in nats a pair (or a label, where labels stand alone)."""
    if not single:
        return float((np.logaddexp(0.0, scores) - right * scores).mean())
    highest = scores.max(axis=-1, keepdims=True)
    total = highest + np.log(np.exp(scores - highest).sum(axis=-1, keepdims=True))
    return float(-(right * (scores - total)).sum(axis=-1).mean())


def _least(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one valley is lowest: golden-section search."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(_STEPS):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2
