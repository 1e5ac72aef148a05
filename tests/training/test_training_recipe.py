"""The recipe takes the same examples for the same seed, and says what it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.classifier.labels import Label
from kg.errors import ClassifierError
from kg.training import recipe
from kg.training.examples import Example, PairTarget
from kg.training.materials import Material, Pool
from kg.training.recipe import PAIRS, Course, Plan, base_folder, chosen, events_of, require
from kg.training.recipe import SENTENCES as RELATIONS

NONE = Label("none")


def _pair(number: int, label: Label) -> Example:
    return Example(f"{number}", ((0, 1), (0, 1)), (PairTarget(0, 1, signs=frozenset({label})),))


SIGNS = tuple(_pair(n, Label("conflict") if n < 10 else NONE) for n in range(50))
SENTENCES = tuple(_pair(n, NONE) for n in range(100, 120))
MATERIALS = [Material("a", "0", {Pool.SIGNS: SIGNS}), Material("b", "1", {Pool.SENTENCES: SENTENCES})]


def _course(shares: dict[Pool, int | None], **changes: Any) -> Course:
    return Course("made up", shares, epochs=1, **changes)


def test_pairs_with_and_without_a_tie_keep_their_proportion() -> None:
    assert chosen(_course({Pool.SIGNS: None}), MATERIALS, 7) == list(SIGNS)


def test_a_share_is_drawn_by_the_seed() -> None:
    course = _course({Pool.SENTENCES: 5, Pool.SIGNS: 8})
    found = chosen(course, MATERIALS, 7)

    assert found == chosen(course, MATERIALS, 7)
    assert found != chosen(course, MATERIALS, 8)
    assert len(found) == 13


def test_all_of_a_pool_comes_in_its_order() -> None:
    assert chosen(_course({Pool.SENTENCES: None, Pool.ARTICLES: None}), MATERIALS, 7) == list(SENTENCES)


def test_a_pool_may_count_more_than_once() -> None:
    course = _course({Pool.SENTENCES: 5}, times={Pool.SENTENCES: 2})
    found = chosen(course, MATERIALS, 7)

    assert found[:5] == found[5:]


def test_of_sentences_only_events_are_learnt_for_pairs() -> None:
    """Each as a text of its own, in which only its two mentions stand."""
    event = PairTarget(1, 2, root="AID")
    nothing = PairTarget(0, 1, relations=frozenset({NONE}))
    text = Example("A B C", ((0, 1), (2, 3), (4, 5)), (nothing, event))
    material = Material("c", "2", {Pool.SENTENCES: (text,)})

    wanted = [Example("A B C", ((2, 3), (4, 5)), (PairTarget(0, 1, root="AID"),))]
    assert chosen(_course({Pool.SENTENCES: None}), [material], 7, events=True) == wanted
    assert events_of([text]) == wanted


def test_pairs_without_a_tie_are_taken_from_sentences_where_wanted() -> None:
    nothing = PairTarget(0, 1, relations=frozenset({NONE}))
    text = Example("A B C", ((0, 1), (2, 3), (4, 5)), (nothing, PairTarget(1, 2, root="AID")))
    material = Material("c", "2", {Pool.SENTENCES: (text,)})

    wanted = [Example("A B C", ((0, 1), (2, 3)), (nothing,))]
    assert chosen(_course({}, nothing=9), [material], 7, events=True) == wanted


def test_epochs_change_the_last_course_of_each_network_and_the_rate_all(tmp_path: Path) -> None:
    plan = Plan(tmp_path).changed(epochs=9, rate=0.5)

    for new, old in ((plan.sentences, RELATIONS), (plan.pairs, PAIRS)):
        assert [each.epochs for each in new] == [*(each.epochs for each in old[:-1]), 9]
        assert {each.rate for each in new} == {0.5}
    assert Plan(tmp_path).changed() == Plan(tmp_path)


def test_every_pool_is_learnt() -> None:
    assert {pool for course in (*RELATIONS, *PAIRS) for pool in course.shares} == set(Pool)


def test_what_is_missing_is_said_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "find_spec", lambda _: None)

    for call in (require, base_folder):
        with pytest.raises(ClassifierError) as caught:
            call()
        assert caught.value.hint == 'pip install "kg-actors[train]"'


def test_a_folder_that_is_no_base_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClassifierError, match=r"config\.json"):
        base_folder(tmp_path)
