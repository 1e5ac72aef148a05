"""Fit how rules and classifier are weighed (:class:`kg.extraction.belief.Belief`) to annotated articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kg.evaluation.articles import score_claims
from kg.evaluation.gold import AnnotatedArticle
from kg.evaluation.predictions import PredictedClaim
from kg.evaluation.tallies import right_ones
from kg.extraction.belief import TERMS, Belief, terms

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.extraction.judging import Decision

__all__ = ["fit_belief"]

_STEPS = 60  # of Newton's method, which needs fewer than ten
_LEAST: Final = 0.05  # what the classifier finds less likely is not looked at
_THRESHOLDS = tuple(k / 100 for k in range(30, 75, 5))
_AS_GOOD = 0.005  # of F1: of thresholds that are as good, the highest leaves the fewest wrong claims


@dataclass(frozen=True, slots=True)
class _Seen:
    """One relation of two actors that a rule or the classifier saw in a sentence."""

    claim: PredictedClaim
    terms: tuple[float, ...]
    right: bool


def fit_belief(articles: Sequence[AnnotatedArticle], extractor: Extractor) -> Belief:
    """Return the weights that make confidences probable, and the threshold that makes F1 highest.

    The weights are those of a logistic regression with a penalty of one half of their squares, by Newton's
    method. The articles must be others than those that the rules and the classifier learnt from.

    Args:
        articles: What is right.
        extractor: Reads them; has a classifier.

    """
    seen = [each for article in articles for each in _seen(article, extractor)]
    if not seen:
        return Belief()
    features = np.array([each.terms for each in seen])
    right = np.array([each.right for each in seen], float)
    weights = [round(float(weight), 3) for weight in _regression(features, right)]
    belief = Belief(**dict(zip(TERMS, weights, strict=True)))
    return replace(belief, threshold=_threshold(articles, seen, belief))


def _seen(article: AnnotatedArticle, extractor: Extractor) -> list[_Seen]:
    everything = replace(extractor.belief, threshold=0.0, veto=0.0)
    study = extractor.with_belief(everything).study_of(article.document)
    decisions = [d for d in study.decisions if d.claim is not None and _worth_a_look(d)]
    claims = [PredictedClaim.of(d.claim) for d in decisions if d.claim is not None]
    right = right_ones(article, claims)
    return [_Seen(c, _terms(d), r) for c, d, r in zip(claims, decisions, right, strict=True)]


def _worth_a_look(decision: Decision) -> bool:
    return decision.ruled is not None or (decision.best is not None and decision.best.chance >= _LEAST)


def _terms(decision: Decision) -> tuple[float, ...]:
    rule = None if decision.ruled is None else decision.ruled.confidence
    best = decision.best
    if best is None:
        return terms(rule, None)
    return terms(rule, best.chance, loose=best.pair.loose, nested=best.pair.nested)


def _regression(features: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.zeros(features.shape[1])
    penalty = np.ones(features.shape[1])
    penalty[0] = 1e-3  # the bias is free
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - chance) - penalty * weights
        bend = (features * (chance * (1 - chance))[:, None]).T @ features + np.diag(penalty)
        weights += np.linalg.solve(bend, slope)
    return weights


def _threshold(articles: Sequence[AnnotatedArticle], seen: Sequence[_Seen], belief: Belief) -> float:
    sure = [(each, belief.confidence(each.terms)) for each in seen]
    ruled = TERMS.index("ruled")
    scores = []
    for threshold in _THRESHOLDS:
        kept = [e.claim for e, c in sure if c >= (belief.veto if e.terms[ruled] else threshold)]
        scores.append((score_claims(articles, kept).exact.f1, threshold))
    best, _ = max(scores)
    return max(threshold for f1, threshold in scores if f1 >= best - _AS_GOOD)
