"""The program's own answers are what its parts say, under the ids of the gold."""

from __future__ import annotations

from typing import Any

import pytest

from kg.evaluation import FileAnswers, Gold, MarkedPair, OwnAnswers, evaluate
from kg.evaluation.pairs import PairScores
from kg.ingest import Pipeline

pytest.importorskip("tokenizers")

import kg.classifier
from kg.classifier import Answer

PAIRS = (
    MarkedPair("a", "Russia attacks Georgia.", (0, 6), (15, 22), "conflict", None, None, "forward"),
    MarkedPair("b", "Georgia was attacked.", (0, 7), (12, 20), "none", None, None, "none"),
)


def test_pairs_get_what_the_classifier_says_of_them(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    network = object()

    def classify(classifier: object, text: str, source: tuple[int, int], target: tuple[int, int]) -> Answer:
        assert classifier is network
        said = "conflict" if text[slice(*source)] == "Russia" else "cooperation"
        return Answer(said, "material_conflict", "ASSAULT", "forward", 0.75)

    monkeypatch.setattr(kg.classifier, "classify", classify)
    own = OwnAnswers(pipeline, on_error=lambda _: None)
    vars(own)["_classifier"] = network
    answers = own.pairs(PAIRS)
    scores = evaluate(Gold(tmp_path, pairs=PAIRS), own)

    assert [(answer.id, answer.sign, answer.confidence) for answer in answers] == [
        ("a", "conflict", 0.75),
        ("b", "cooperation", 0.75),
    ]
    assert isinstance(scores, PairScores)
    assert scores.fields["sign"].accuracy == 1 / 2


def test_answers_of_a_file_about_something_else_are_left_out(
    tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": "c", "sign": "none"}\n', encoding="utf-8")

    assert FileAnswers(path).pairs(PAIRS) == []
    assert "no answer is about one of the marked pairs" in caplog.text
