"""Score claims against annotated articles.

A predicted claim is right when both actors and the relation are those of an annotated one, either way round
where the relation is symmetric. Every secondary claim counts as right, but only core claims have to be found.
*Family* asks for less: friendly and hostile ties either way round, and no more of the relation than friendly,
hostile, structure or territory. Polarity and claimant are looked at where the claim is right. A trap is hit
when a wrong claim says what an annotator marked as not to be taken, from the same words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.evaluation.gold import AnnotatedArticle
from kg.evaluation.measures import Interval, Rates, intervals, ratio
from kg.evaluation.predictions import PredictedClaim
from kg.evaluation.tallies import COLUMNS, COUNTS, SURE, Mistake, Tally, tally

__all__ = ["Band", "ClaimScores", "score_claims"]

_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Band:
    """The claims whose confidence lies from ``low`` up to ``high``, and how many of them are right."""

    low: float
    high: float
    predicted: int
    right: int

    @property
    def precision(self) -> float:
        """Which part of them is right; 0 where there are none."""
        return ratio(self.right, self.predicted)


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """How good the claims of some articles are.

    ``bands`` go up in confidence; each holds its lower end, the last one also its upper. ``sure`` are the
    claims above :data:`SURE`. ``intervals`` holds 95 % intervals by the name of the measure, drawn over
    articles.
    """

    articles: int
    exact: Rates
    family: Rates
    polarity_accuracy: float
    claimant_accuracy: float
    traps: int
    trap_hits: int
    bad_quotes: int
    relations: Mapping[str, Rates]
    bands: tuple[Band, ...]
    sure: Band
    intervals: Mapping[str, Interval]
    mistakes: tuple[Mistake, ...]


def score_claims(
    articles: Sequence[AnnotatedArticle], predictions: Iterable[PredictedClaim], *, threshold: float = 0.0
) -> ClaimScores:
    """Score predicted claims against annotated articles.

    Args:
        articles: What is right.
        predictions: What was found; claims of other documents are passed over.
        threshold: Claims less sure than this are left out.

    """
    by_document: defaultdict[str, list[PredictedClaim]] = defaultdict(list)
    for claim in predictions:
        if claim.confidence >= threshold:
            by_document[claim.document].append(claim)
    tallies = [tally(article, by_document[article.document.id]) for article in articles]
    rows = [[each.counts[name] for name in COLUMNS] for each in tallies]
    counts = np.array(rows, dtype=np.int64).reshape(len(rows), len(COLUMNS))
    total = dict(zip(COLUMNS, counts.sum(axis=0).tolist(), strict=True))
    return ClaimScores(
        articles=len(articles),
        exact=Rates.of(*(total[name] for name in COUNTS)),
        family=Rates.of(*(total[f"family_{name}"] for name in COUNTS)),
        polarity_accuracy=ratio(total["polarity"], total["right"]),
        claimant_accuracy=ratio(total["claimant"], total["right"]),
        traps=total["traps"],
        trap_hits=total["trap_hits"],
        bad_quotes=total["bad_quotes"],
        relations=_relations(tallies),
        bands=_bands([pair for each in tallies for pair in each.judged]),
        sure=Band(SURE, _EDGES[-1], total["sure_predicted"], total["sure_right"]),
        intervals=intervals(counts, _measures),
        mistakes=tuple(mistake for each in tallies for mistake in each.mistakes),
    )


def _relations(tallies: Sequence[Tally]) -> dict[str, Rates]:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in tallies:
        for relation, counts in each.relations.items():
            sums[relation].update(counts)
    return {relation: Rates.of(*(sums[relation][name] for name in COUNTS)) for relation in sorted(sums)}


def _measures(sums: NDArray[np.int64]) -> dict[str, float]:
    """Return the measures that get an interval, from the sums of the columns."""
    total = dict(zip(COLUMNS, sums.tolist(), strict=True))
    found: dict[str, float] = {}
    for kind, prefix in (("exact", ""), ("family", "family_")):
        rates = Rates.of(*(total[prefix + name] for name in COUNTS))
        found |= {
            f"{kind}.precision": rates.precision,
            f"{kind}.recall": rates.recall,
            f"{kind}.f1": rates.f1,
        }
    found["polarity_accuracy"] = ratio(total["polarity"], total["right"])
    found["claimant_accuracy"] = ratio(total["claimant"], total["right"])
    found["sure.precision"] = ratio(total["sure_right"], total["sure_predicted"])
    return found


def _bands(judged: Sequence[tuple[float, bool]]) -> tuple[Band, ...]:
    bands = []
    for low, high in pairwise(_EDGES):
        last = high == _EDGES[-1]
        inside = [right for sure, right in judged if low <= sure < high or (last and sure == high)]
        bands.append(Band(low, high, len(inside), sum(inside)))
    return tuple(bands)
