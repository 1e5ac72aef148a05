"""Score a file of gold: with answers from a file, or with what the program itself says."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import DocumentError
from kg.evaluation.articles import ClaimScores, score_claims
from kg.evaluation.gold import AnnotatedArticle, Gold, MarkedPair
from kg.evaluation.pairs import PairScores, score_pairs
from kg.evaluation.predictions import PairAnswer, PredictedClaim, read_answers, read_predictions

if TYPE_CHECKING:
    from kg.classifier import Classifier
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
        """Return what the classifier says of each pair, as ``kg classify`` does.

        Raises:
            ClassifierError: There are no weights, or nothing that runs them.

        """
        from kg.classifier import classify

        model = self._classifier
        judged = ((pair.id, classify(model, pair.text, pair.source, pair.target)) for pair in pairs)
        return [PairAnswer(id=name, **asdict(answer)) for name, answer in judged]

    @cached_property
    def _classifier(self) -> Classifier:
        from kg.classifier import Classifier

        return Classifier.load(self._pipeline.settings.classifier)
