"""The gate before the classifier: what passes, how it is kept, how it is fitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.classifier.gate import GATE, Gate
from kg.errors import ClassifierError
from kg.training.gate import Sight, fit_gate

_GATE = Gate({"attack": 1.5, "say": -0.5, "nsubj<attack": 0.25}, threshold=1.0)


def test_a_sentence_passes_by_the_sum_of_its_different_traits() -> None:
    assert _GATE.score(["attack", "attack", "say", "unheard-of"]) == 1.0
    assert _GATE.passes(["attack", "say"])
    assert not _GATE.passes(["say", "nsubj<attack"])


@given(st.lists(st.sampled_from([*_GATE.weights, "other"]), max_size=9), st.randoms())
def test_the_order_of_traits_does_not_matter(traits: list[str], chance: object) -> None:
    mixed = list(traits)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert _GATE.score(mixed) == _GATE.score(traits)


def test_a_gate_is_kept_in_its_folder(tmp_path: Path) -> None:
    assert Gate.load(tmp_path) is None
    _GATE.save(tmp_path)
    assert Gate.load(tmp_path) == _GATE


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"weights": {"a": "b"}, "threshold": 1}', '{"weights": 1}']
)
def test_a_broken_gate_is_one_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / GATE).write_text(text, encoding="utf-8")
    with pytest.raises(ClassifierError, match="no gate") as raised:
        Gate.load(tmp_path)
    assert raised.value.path == tmp_path / GATE


def _sights() -> list[Sight]:
    """Sentences of which those that back or arm somebody are changed, and a few others by chance."""
    rows = []
    for n in range(300):
        traits = {f"word{n % 17}", f"other{n % 23}"}
        if n % 6 == 0:
            traits.add("arm" if n % 12 else "back")
        rows.append(Sight(frozenset(traits), changed=n % 6 == 0 or n % 97 == 0))
    return rows


def test_a_fitted_gate_lets_a_fifth_pass_and_these_are_the_ones_that_are_changed() -> None:
    sights = _sights()
    gate = fit_gate(sights)
    assert gate is not None
    passing = [sight for sight in sights if gate.passes(sight.traits)]
    assert 0.18 <= len(passing) / len(sights) <= 0.25
    assert all(gate.passes(sight.traits) for sight in sights if {"arm", "back"} & sight.traits)
    assert gate.weights["arm"] > 0.5 > gate.weights.get("word3", 0)
    assert fit_gate(sights) == gate


def test_the_threshold_is_set_by_typical_sentences() -> None:
    sights = _sights()
    typical = [sight for sight in sights if sight.changed]
    strict, mild = fit_gate(sights, typical), fit_gate(sights)
    assert strict is not None
    assert mild is not None
    assert strict.threshold > mild.threshold
    assert strict.weights == mild.weights


@pytest.mark.parametrize("changed", [True, False])
def test_nothing_to_tell_apart_gives_no_gate(changed: bool) -> None:
    assert fit_gate([Sight(frozenset({"a"}), changed)] * 9) is None
    assert fit_gate([]) is None
