"""Score what a program says of marked pairs.

Four questions are looked at where the gold answers them: *sign* (cooperation, conflict, none), *quad* (the
four PLOVER classes), *root* (its fifteen codes) and *directed* (the sign together with its direction).
Macro F1 is the mean over the labels of the gold, so a rare label weighs as much as a frequent one. No answer
is a wrong answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.evaluation.gold import MarkedPair
from kg.evaluation.measures import Interval, intervals
from kg.evaluation.predictions import PairAnswer

__all__ = ["FIELDS", "FieldScore", "PairMistake", "PairScores", "score_pairs"]

FIELDS = ("sign", "quad", "root", "directed")
"""The questions, in the order in which they are reported."""


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How well one question is answered; ``labels`` holds the F1 of each, ``intervals`` 95 % over rows."""

    rows: int
    accuracy: float
    macro_f1: float
    labels: Mapping[str, float]
    intervals: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class PairMistake:
    """An answer that is not the annotated one; ``said`` is ``None`` where there is none."""

    id: str
    field: str
    gold: str
    said: str | None
    source: str
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class PairScores:
    """How well marked pairs are classified.

    ``risk_area`` is the area under the risk-coverage curve of the sign: the mean error among the surest
    answers, over every number of them; 0 is best.
    """

    rows: int
    fields: Mapping[str, FieldScore]
    risk_area: float
    mistakes: tuple[PairMistake, ...]


def score_pairs(pairs: Sequence[MarkedPair], answers: Iterable[PairAnswer]) -> PairScores:
    """Score answers, which find their pair by its id, against the annotated pairs."""
    by_id = {answer.id: answer for answer in answers}
    scores: dict[str, FieldScore] = {}
    mistakes = []
    for name in FIELDS:
        asked = ((pair, _label(pair, name), _label(by_id.get(pair.id), name)) for pair in pairs)
        rows = [(pair, gold, said) for pair, gold, said in asked if gold is not None]
        if rows:
            scores[name] = _field_score(Counter((gold, said) for _, gold, said in rows))
        mistakes += [_mistake(pair, name, gold, said) for pair, gold, said in rows if gold != said]
    return PairScores(len(pairs), scores, _risk_area(pairs, by_id), tuple(mistakes))


def _label(row: MarkedPair | PairAnswer | None, name: str) -> str | None:
    if row is None:
        return None
    if name != "directed":
        label: str | None = getattr(row, name)
        return label
    return row.sign if row.sign in (None, "none") else f"{row.sign}:{row.direction}"


def _mistake(pair: MarkedPair, name: str, gold: str, said: str | None) -> PairMistake:
    source, target = (pair.text[start:end] for start, end in (pair.source, pair.target))
    return PairMistake(pair.id, name, gold, said, source, target, pair.text)


def _field_score(cells: Counter[tuple[str, str | None]]) -> FieldScore:
    """Score one question from how often each label was answered by each."""
    labels = sorted({gold for gold, _ in cells})
    order = sorted(cells, key=lambda cell: (cell[0], cell[1] or ""))
    times = np.array([cells[cell] for cell in order], dtype=np.int64)
    # For each cell and label: right, in the gold, in the answers.
    counts = np.array(
        [[[gold == said == label, gold == label, said == label] for label in labels] for gold, said in order],
        dtype=np.int64,
    ).reshape(len(order), -1)
    whole = times @ counts
    values = _measures(whole)
    return FieldScore(
        rows=int(times.sum()),
        accuracy=values["accuracy"],
        macro_f1=values["macro_f1"],
        labels=dict(zip(labels, _f1(whole).tolist(), strict=True)),
        intervals=intervals(counts, _measures, times=times),
    )


def _f1(sums: NDArray[np.int64]) -> NDArray[np.float64]:
    right, gold, said = sums.reshape(-1, 3).T
    return np.asarray(2 * right / np.maximum(gold + said, 1))


def _measures(sums: NDArray[np.int64]) -> dict[str, float]:
    right, gold, _ = sums.reshape(-1, 3).T
    there = gold > 0  # a draw may lack a rare label
    return {"accuracy": float(right.sum() / gold.sum()), "macro_f1": float(_f1(sums)[there].mean())}


def _risk_area(pairs: Sequence[MarkedPair], by_id: Mapping[str, PairAnswer]) -> float:
    judged = []
    for pair in pairs:
        answer = by_id.get(pair.id, PairAnswer(pair.id))
        judged.append((answer.confidence, answer.sign == pair.sign))
    judged.sort(key=lambda row: -row[0])  # stable: equals stay in the order of the gold
    wrong = np.cumsum([not right for _, right in judged])
    return float((wrong / np.arange(1, len(judged) + 1)).mean()) if judged else 0.0
