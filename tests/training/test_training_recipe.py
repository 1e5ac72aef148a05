"""The recipe takes the same examples for the same seed, and says what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.classifier.labels import Label
from kg.errors import ClassifierError
from kg.training import recipe
from kg.training.examples import Example, PairTarget
from kg.training.materials import Material, Pool
from kg.training.recipe import STAGES, Plan, Stage, base_folder, chosen, require

NONE = Label("none")


def _pair(number: int, label: Label) -> Example:
    return Example(f"{number}", ((0, 1), (0, 1)), (PairTarget(0, 1, signs=frozenset({label})),))


SIGNS = tuple(_pair(n, Label("conflict") if n < 10 else NONE) for n in range(50))
SENTENCES = tuple(_pair(n, NONE) for n in range(100, 120))
MATERIALS = [Material("a", "0", {Pool.SIGNS: SIGNS}), Material("b", "1", {Pool.SENTENCES: SENTENCES})]


def _stage(shares: dict[Pool, int | None]) -> Stage:
    return Stage("made up", shares, epochs=1, rate=1e-3, masked=0.0)


def test_pairs_with_and_without_a_tie_keep_their_proportion() -> None:
    assert chosen(_stage({Pool.SIGNS: None}), MATERIALS, 7) == list(SIGNS)


def test_a_share_is_drawn_by_the_seed() -> None:
    stage = _stage({Pool.SENTENCES: 5, Pool.SIGNS: 8})
    found = chosen(stage, MATERIALS, 7)

    assert found == chosen(stage, MATERIALS, 7)
    assert found != chosen(stage, MATERIALS, 8)
    assert len(found) == 13


def test_all_of_a_pool_comes_in_its_order() -> None:
    assert chosen(_stage({Pool.SENTENCES: None, Pool.ARTICLES: None}), MATERIALS, 7) == list(SENTENCES)


def test_epochs_change_the_last_stage_and_the_rate_all(tmp_path: Path) -> None:
    plan = Plan(tmp_path).changed(epochs=9, rate=0.5)

    assert [stage.epochs for stage in plan.stages] == [*(stage.epochs for stage in STAGES[:-1]), 9]
    assert {stage.rate for stage in plan.stages} == {0.5}
    assert Plan(tmp_path).changed().stages == STAGES


def test_every_pool_is_learnt() -> None:
    assert {pool for stage in STAGES for pool in stage.shares} == set(Pool)


def test_what_is_missing_is_said_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "find_spec", lambda _: None)

    for call in (require, base_folder):
        with pytest.raises(ClassifierError) as caught:
            call()
        assert caught.value.hint == 'pip install "kg-actors[train]"'


def test_a_folder_that_is_no_base_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClassifierError, match=r"config\.json"):
        base_folder(tmp_path)
