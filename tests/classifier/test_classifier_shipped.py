"""The weights that come with the program know the plainest sentences, and say none where nothing is."""

from __future__ import annotations

import json

import pytest

from kg.classifier import Classifier, classify
from kg.resources import classifier_dir

FOLDER = classifier_dir()
pytestmark = pytest.mark.skipif(not (FOLDER / "relations.onnx").is_file(), reason="no weights are shipped")


@pytest.fixture(scope="module")
def shipped() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize(
    ("text", "source", "target", "sign", "direction"),
    [
        ("Iran sent weapons to Hezbollah.", "Iran", "Hezbollah", "cooperation", "forward"),
        ("Hezbollah was armed by Iran.", "Hezbollah", "Iran", "cooperation", "backward"),
        (
            "Rwandan troops attacked the Congolese army.",
            "Rwandan troops",
            "the Congolese army",
            "conflict",
            "forward",
        ),
        (
            "The rebels were shelled by Ethiopian forces.",
            "The rebels",
            "Ethiopian forces",
            "conflict",
            "backward",
        ),
        ("Norway has a coast and Peru has mountains.", "Norway", "Peru", "none", "none"),
    ],
)
def test_plain_sentences(
    shipped: Classifier, text: str, source: str, target: str, sign: str, direction: str
) -> None:
    spans = [(text.index(name), text.index(name) + len(name)) for name in (source, target)]
    answer = classify(shipped, text, spans[0], spans[1])

    assert (answer.sign, answer.direction) == (sign, direction)


def test_it_is_at_most_thirty_megabytes_and_says_what_it_learnt_from() -> None:
    settings = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))
    card = (FOLDER / "CARD.md").read_text(encoding="utf-8")

    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 30_000_000
    assert settings["data"]
    for name, digest, _ in settings["data"]:
        assert name in card
        assert digest in card


def test_it_has_a_gate_that_a_thorough_one_has_not(shipped: Classifier) -> None:
    assert shipped.gate is not None
    assert shipped.gate.weights
    thorough = shipped.thorough()
    assert thorough.gate is None
    assert (thorough.digest, thorough.encoder) == (shipped.digest, shipped.encoder)
