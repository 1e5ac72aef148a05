"""The classifier answers alike whatever else it is asked and in which order; broken ones are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_classifier import TINY

from kg.classifier import Answer, Classifier, Opinion, classify
from kg.classifier.encoding import Marked
from kg.classifier.labels import DIRECTED, QUAD_OF, ROOTS, SIGN_OF
from kg.errors import ClassifierError

CLASSIFIER = Classifier.load(TINY)
TEXT = "Russia attacked the rebels in Aleppo, and Iran armed Hezbollah."
MENTIONS = tuple(
    (TEXT.index(name), TEXT.index(name) + len(name)) for name in ("Russia", "rebels", "Aleppo", "Iran")
)
PAIRS = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
OTHERS = [Marked("Iran armed Hamas.", ((0, 4), (11, 16)), ((0, 1),)), Marked(TEXT, MENTIONS, PAIRS)]


@settings(deadline=None)
@given(st.permutations(PAIRS), st.lists(st.sampled_from(OTHERS), max_size=3))
def test_an_answer_depends_on_nothing_else_that_is_asked(
    pairs: list[tuple[int, int]], before: list[Marked]
) -> None:
    together = dict(zip(PAIRS, CLASSIFIER.judge([Marked(TEXT, MENTIONS, PAIRS)])[0], strict=True))
    answers = CLASSIFIER.judge([*before, Marked(TEXT, MENTIONS, tuple(pairs))])

    assert dict(zip(pairs, answers[-1], strict=True)) == together


def test_probabilities_are_probabilities() -> None:
    for verdict in CLASSIFIER.judge([Marked(TEXT, MENTIONS, PAIRS)])[0]:
        assert verdict is not None
        assert sum(verdict.relations.values()) == pytest.approx(1, abs=0.01)
        assert all(0 <= chance <= 1 for chance in (*verdict.relations.values(), *verdict.qualifiers.values()))
    for pair in PAIRS:
        opinion = CLASSIFIER.judge_pair(Marked(TEXT, MENTIONS, (pair,)))
        assert opinion is not None
        for chances in (opinion.signs, opinion.roots):
            assert sum(chances.values()) == pytest.approx(1, abs=0.01)
            assert all(0 <= chance <= 1 for chance in chances.values())
        assert opinion.root is None or SIGN_OF[QUAD_OF[opinion.root]] == opinion.sign.name


def _opinion(signs: dict[str, float], roots: dict[str, float]) -> Opinion:
    labels = {label: signs.get(str(label), 0.0) for label in DIRECTED}
    return Opinion(labels, {root: roots.get(root, 0.0) for root in ROOTS})


@pytest.mark.parametrize(
    ("signs", "roots", "sign", "root"),
    [
        ({"none": 0.6, "conflict": 0.4}, {"ASSAULT": 1.0}, "none", None),
        ({"none": 0.1, "conflict": 0.9}, {"ASSAULT": 0.6, "AID": 0.4}, "conflict", "ASSAULT"),
        ({"conflict": 0.51, "cooperation": 0.49}, {"ASSAULT": 0.2, "AID": 0.8}, "cooperation", "AID"),
        (
            {"conflict": 0.4, "conflict<": 0.35, "cooperation": 0.25},
            {"ACCUSE": 0.5, "AID": 0.5},
            "conflict",
            "ACCUSE",
        ),
        ({"conflict<": 0.9, "conflict": 0.1}, {"AID": 1.0}, "conflict", "REQUEST"),
    ],
)
def test_sign_and_root_are_those_that_are_likeliest_together(
    signs: dict[str, float], roots: dict[str, float], sign: str, root: str | None
) -> None:
    """Whether anything is stated, the signs decide alone."""
    opinion = _opinion(signs, roots)

    assert (opinion.sign.name, opinion.root) == (sign, root)


def test_no_pairs_no_answers() -> None:
    assert CLASSIFIER.judge([Marked(TEXT, MENTIONS, ())]) == [[]]


def test_source_and_target_may_stand_in_any_order() -> None:
    """What is forward from the one is backward from the other."""
    turned = {"forward": "backward", "backward": "forward", "none": "none"}
    for a, b in PAIRS:
        one = classify(CLASSIFIER, TEXT, MENTIONS[a], MENTIONS[b])
        other = classify(CLASSIFIER, TEXT, MENTIONS[b], MENTIONS[a])

        assert (one.sign, one.quad, one.root, one.confidence) == (
            other.sign,
            other.quad,
            other.root,
            other.confidence,
        )
        assert one.direction == turned[other.direction]


@pytest.mark.parametrize(
    ("source", "target"), [((0, 6), (0, 6)), ((0, 15), (0, 6)), ((0, 6), (0, 15)), ((16, 26), (20, 26))]
)
def test_nested_and_equal_mentions_are_judged(source: tuple[int, int], target: tuple[int, int]) -> None:
    assert classify(CLASSIFIER, TEXT, source, target).confidence > 0


def test_a_mention_without_letters_has_no_relation() -> None:
    assert classify(CLASSIFIER, "Iran   Hamas", (4, 7), (7, 12)) == Answer("none", None, None, "none", 0.0)


def test_a_mention_far_away_in_a_long_text_is_judged() -> None:
    text = "Iran armed. " + "a b c. " * 3000 + "Hezbollah"
    answer = classify(CLASSIFIER, text, (0, 4), (len(text) - 9, len(text)))

    assert answer.confidence >= 1 / len(DIRECTED) - 0.01


@pytest.mark.parametrize(
    "name", ["relations.onnx", "pairs.onnx", "words.bin", "tokenizer.json", "settings.json"]
)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(TINY, tmp_path / "model")
    (folder / name).unlink()

    with pytest.raises(ClassifierError, match=name):
        Classifier.load(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("relations.onnx", "no network"),
        ("tokenizer.json", "{}"),
        ("settings.json", "{"),
        ("settings.json", "[]"),
        ("settings.json", "{}"),
        ("settings.json", json.dumps({"temperatures": dict.fromkeys(("relation", "sign", "root"), 1)})),
        (
            "settings.json",
            json.dumps({"temperatures": dict.fromkeys(("relation", "sign", "root", "qualifier"), 0)}),
        ),
    ],
)
def test_a_broken_file_is_an_error_of_one_line(tmp_path: Path, name: str, content: str) -> None:
    folder = shutil.copytree(TINY, tmp_path / "model")
    (folder / name).write_text(content, encoding="utf-8")

    with pytest.raises(ClassifierError) as caught:
        Classifier.load(folder)
    assert "\n" not in str(caught.value)
