"""Score a file of gold: with answers from a file, or with what the program itself says."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import DocumentError
from kg.evaluation.articles import ClaimScores, score_claims
from kg.evaluation.gold import AnnotatedArticle, Gold, MarkedPair
from kg.evaluation.pairs import PairScores, score_pairs
from kg.evaluation.predictions import PairAnswer, PredictedClaim, read_answers, read_predictions

if TYPE_CHECKING:
    from kg.classifier import Classifier, Verdict
    from kg.ingest import Pipeline

__all__ = ["Answers", "FileAnswers", "OwnAnswers", "evaluate"]

_LOG = logging.getLogger("kg")


class Answers(Protocol):
    """Says what is judged."""

    def claims(self, articles: Sequence[AnnotatedArticle]) -> list[PredictedClaim]:
        """Return the claims taken from the articles."""

    def pairs(self, pairs: Sequence[MarkedPair]) -> list[PairAnswer]:
        """Return what is said of the pairs."""


def evaluate(gold: Gold, answers: Answers, *, threshold: float = 0.0) -> ClaimScores | PairScores:
    """Score the answers to a file of gold.

    Args:
        gold: What is right.
        answers: What is judged.
        threshold: Claims less sure than this are left out.

    Raises:
        KGError: There are no answers to be had: a broken file, no language model, no weights.

    """
    if gold.articles:
        return score_claims(gold.articles, answers.claims(gold.articles), threshold=threshold)
    return score_pairs(gold.pairs, answers.pairs(gold.pairs))


class FileAnswers:
    """Answers that a program wrote to a JSONL file.

    Args:
        path: The file.

    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def claims(self, articles: Sequence[AnnotatedArticle]) -> list[PredictedClaim]:
        """Return the claims of the file about these articles."""
        ids = {article.document.id for article in articles}
        found = [claim for claim in read_predictions(self._path) if claim.document in ids]
        if not found:
            _LOG.warning("%s: no claim is about one of the annotated articles", self._path)
        return found

    def pairs(self, pairs: Sequence[MarkedPair]) -> list[PairAnswer]:
        """Return the answers of the file about these pairs."""
        ids = {pair.id for pair in pairs}
        found = [answer for answer in read_answers(self._path) if answer.id in ids]
        if not found:
            _LOG.warning("%s: no answer is about one of the marked pairs", self._path)
        return found


class OwnAnswers:
    """What the program says when it reads the texts; it sees nothing of the annotations.

    Args:
        pipeline: What reads articles; its language model is loaded for the first one.
        on_error: Called for an article whose extraction fails; the others go on.

    """

    def __init__(self, pipeline: Pipeline, on_error: Callable[[DocumentError], None]) -> None:
        self._pipeline = pipeline
        self._on_error = on_error

    def claims(self, articles: Sequence[AnnotatedArticle]) -> list[PredictedClaim]:
        """Return the claims that the pipeline takes from the texts."""
        documents = (article.document for article in articles)
        readings = self._pipeline.read_many(documents, on_error=self._on_error)
        return [PredictedClaim.of(claim) for reading in readings for claim in reading.claims]

    def pairs(self, pairs: Sequence[MarkedPair]) -> list[PairAnswer]:
        """Return what the classifier says; the pairs of one sentence are judged together.

        Raises:
            ClassifierError: There are no weights, or nothing that runs them.

        """
        classifier = self._classifier  # complains before what it needs is imported
        from kg.classifier.encoding import Marked

        groups = [list(group) for _, group in groupby(pairs, key=lambda pair: pair.text)]
        marked = []
        for group in groups:
            spans = sorted({span for pair in group for span in _in_order(pair)}, key=_place)
            ends = tuple((spans.index(first), spans.index(second)) for first, second in map(_in_order, group))
            marked.append(Marked(group[0].text, tuple(spans), ends))
        judged = zip(groups, classifier.judge(marked), strict=True)
        return [
            _answer(pair, verdict)
            for group, verdicts in judged
            for pair, verdict in zip(group, verdicts, strict=True)
        ]

    @cached_property
    def _classifier(self) -> Classifier:
        from kg.classifier import Classifier

        return Classifier.load()


def _place(span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    return start, -end  # of two that begin together, the longer one comes first


def _in_order(pair: MarkedPair) -> tuple[tuple[int, int], tuple[int, int]]:
    first, second = sorted((pair.source, pair.target), key=_place)
    return first, second


def _answer(pair: MarkedPair, verdict: Verdict | None) -> PairAnswer:
    if verdict is None:
        return PairAnswer(pair.id)
    from kg.classifier.labels import NONE, QUAD_OF

    sign, root = verdict.sign, verdict.root
    source_first = _in_order(pair)[0] == pair.source
    direction = "forward" if sign.forward == source_first else "backward"
    return PairAnswer(
        id=pair.id,
        sign=sign.name,
        quad=None if root is None else QUAD_OF[root],
        root=root,
        direction=NONE if sign.name == NONE else direction,
        confidence=verdict.signs[sign],
    )
