"""The classifier's answers are read as answers about the pair, whichever of its ends comes first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

import pytest

pytest.importorskip("tokenizers")

from kg.classifier import Verdict
from kg.classifier.labels import DIRECTED, QUALIFIERS, RELATION_LABELS, ROOTS, Label
from kg.evaluation import MarkedPair, OwnAnswers
from kg.ingest import Pipeline

if TYPE_CHECKING:
    from kg.classifier.encoding import Marked

TEXT = "Russia attacks Georgia and Ukraine."
RUSSIA, GEORGIA, UKRAINE = (0, 6), (15, 22), (27, 34)


class Fixed:
    """Says the same of each pair, and remembers what it was asked."""

    def __init__(self, verdict: Verdict | None) -> None:
        self.verdict = verdict
        self.asked: list[Marked] = []

    def judge(self, texts: Iterable[Marked]) -> list[list[Verdict | None]]:
        self.asked = list(texts)
        return [[self.verdict] * len(text.pairs) for text in self.asked]


def _verdict(sign: Label, root: str) -> Verdict:
    return Verdict(
        relations=dict.fromkeys(RELATION_LABELS, 0.0),
        signs=dict.fromkeys(DIRECTED, 0.0) | {sign: 0.75},
        roots=dict.fromkeys(ROOTS, 0.0) | {root: 1.0},
        qualifiers=dict.fromkeys(QUALIFIERS, 0.0),
    )


def _own(pipeline: Pipeline, verdict: Verdict | None) -> tuple[OwnAnswers, Fixed]:
    own, fixed = OwnAnswers(pipeline, on_error=lambda _: None), Fixed(verdict)
    vars(own)["_classifier"] = cast("object", fixed)
    return own, fixed


PAIRS = [
    MarkedPair("acts", TEXT, RUSSIA, GEORGIA),
    MarkedPair("suffers", TEXT, UKRAINE, RUSSIA),
    MarkedPair("elsewhere", "Iran backs Syria.", (0, 4), (11, 16)),
]


def test_direction_is_that_of_the_pair_and_not_of_the_text(pipeline: Pipeline) -> None:
    own, _ = _own(pipeline, _verdict(Label("conflict"), "ASSAULT"))
    acts, suffers, _ = own.pairs(PAIRS)

    assert (acts.sign, acts.quad, acts.root) == ("conflict", "material_conflict", "ASSAULT")
    assert (acts.direction, suffers.direction) == ("forward", "backward")
    assert acts.confidence == 0.75


def test_pairs_of_a_sentence_are_asked_together_first_mention_first(pipeline: Pipeline) -> None:
    own, fixed = _own(pipeline, None)
    answers = own.pairs(PAIRS)

    assert [(text.mentions, text.pairs) for text in fixed.asked] == [
        ((RUSSIA, GEORGIA, UKRAINE), ((0, 1), (0, 2))),
        (((0, 4), (11, 16)), ((0, 1),)),
    ]
    assert [(answer.id, answer.sign) for answer in answers] == [
        ("acts", None),
        ("suffers", None),
        ("elsewhere", None),
    ]


def test_no_relation_has_no_direction(pipeline: Pipeline) -> None:
    own, _ = _own(pipeline, _verdict(Label("none"), "AID"))

    assert own.pairs(PAIRS[:1])[0].direction == "none"
