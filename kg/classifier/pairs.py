"""Judge one marked pair: what ``kg classify`` answers to a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.classifier.labels import NONE, QUAD_OF
from kg.classifier.windows import window

if TYPE_CHECKING:
    from kg.classifier.classifier import Classifier, Opinion

__all__ = ["Answer", "classify"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text states of two mentions.

    Attributes:
        sign: ``cooperation``, ``conflict`` or ``none``.
        quad: PLOVER quad class, ``None`` where nothing is stated.
        root: PLOVER root code, ``None`` where nothing is stated.
        direction: ``forward`` from the source to the target, ``backward``, or ``none``.
        confidence: Probability of the sign with its direction; 0 where a mention holds nothing to read.

    """

    sign: str = NONE
    quad: str | None = None
    root: str | None = None
    direction: str = NONE
    confidence: float = 0.0


def classify(classifier: Classifier, text: str, source: Span, target: Span) -> Answer:
    """Return what a text states of two mentions, given as ``(start, end)`` in code points.

    The two may stand in any order, one inside the other, or in the same place. A text of any length will do:
    of a long one the surroundings of the two are read.
    """
    from kg.classifier.encoding import Marked

    text, source, target = window(text, source, target, classifier.encoder)
    source_first = _place(source) <= _place(target)
    mentions = (source, target) if source_first else (target, source)
    opinion = classifier.judge_pair(Marked(text, mentions, ((0, 1),)))
    return Answer() if opinion is None else _answer(opinion, source_first)


def _place(span: Span) -> Span:
    start, end = span
    return start, -end  # of two that begin together, the longer one comes first


def _answer(opinion: Opinion, source_first: bool) -> Answer:
    sign, root = opinion.sign, opinion.root
    direction = "forward" if sign.forward == source_first else "backward"
    return Answer(
        sign=sign.name,
        quad=None if root is None else QUAD_OF[root],
        root=root,
        direction=NONE if sign.name == NONE else direction,
        confidence=opinion.signs[sign],
    )
