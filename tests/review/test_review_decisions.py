"""Decisions as plain values: what is recorded, and what is refused in one line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_world import ARMS, FRONT, fill

from kg.errors import KGError
from kg.judgements import claim_fields
from kg.model import Date
from kg.review import Signature, decide, judgement_of
from kg.store import Store

SIGNED = Signature("A. Reader", Date("2024-06-01"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store.open(tmp_path_factory.mktemp("shared") / "store")
    fill(made)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "store")
    fill(made)
    return made


def arms(store: Store) -> str:
    return store.iris.claim(ARMS).value.removeprefix(store.iris.base + "claim/")


def test_a_claim_is_given_by_its_id_its_address_or_itself(shared: Store) -> None:
    address = shared.iris.claim(ARMS).value
    given_as = (arms(shared), address, f"<{address}>", claim_fields(ARMS))
    found = [judgement_of(shared, {"verdict": "rejected", "claim": given}, SIGNED, str) for given in given_as]

    assert {judgement.claim for judgement in found} == {ARMS}


def test_what_is_recorded_can_be_replayed_in_another_store(store: Store, tmp_path: Path) -> None:
    for decision in (
        {"verdict": "corrected", "claim": arms(store), "relation": "opposes", "note": "it says so"},
        {"verdict": "same", "actors": [FRONT.id, "valley-front"], "author": "B. Reader"},
        {"verdict": "different", "name": "the group", "date": "2024-05-31"},
        {"verdict": "withdrawn", "withdraws": 2},
    ):
        decide(store, decision, SIGNED, str)
    history = store.decisions.history

    with Store.open(tmp_path / "other") as other:
        from kg.judgements import judgement_fields

        for judgement in history:
            decide(other, judgement_fields(judgement), Signature("nobody", Date("1970")), str)
        fill(other)
        assert other.decisions.history == history
        assert other.dump("nq") == store.dump("nq")


def test_a_correction_names_actors_by_words_or_ids(store: Store) -> None:
    decision = {"verdict": "corrected", "claim": arms(store), "target": "the Guard"}
    recorded = decide(store, decision, SIGNED, lambda name: {"the Guard": "hill-guard"}[name])

    assert recorded["correction"]["target"]["id"] == "hill-guard"
    assert recorded["actors"] == [{"id": "hill-guard", "kind": "armed_group", "name": "Hill Guard"}]


def test_the_start_of_an_id_is_enough_where_one_claim_starts_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = arms(store)
    recorded = decide(store, {"verdict": "accepted", "claim": whole[:12]}, SIGNED, str)
    assert recorded["claim"] == decide(store, {"verdict": "rejected", "claim": whole}, SIGNED, str)["claim"]

    monkeypatch.setattr("kg.review.decisions._START", re.compile(""))
    with pytest.raises(KGError, match="several claims start with"):
        decide(store, {"verdict": "accepted", "claim": ""}, SIGNED, str)


def test_force_overrules(store: Store) -> None:
    pair = {"actors": [FRONT.id, "valley-front"]}
    decide(store, {"verdict": "same", **pair}, SIGNED, str)
    with pytest.raises(KGError, match="contradicts judgement 1"):
        decide(store, {"verdict": "different", **pair}, SIGNED, str)
    decide(store, {"verdict": "different", **pair, "force": True}, SIGNED, str)

    assert store.actor(FRONT.id) is not None


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        ({}, "the verdict is none of"),
        ({"verdict": "maybe"}, "the verdict is none of"),
        ({"verdict": "rejected"}, "'claim' is missing"),
        ({"verdict": "rejected", "claim": "0000"}, "the store has no claim"),
        ({"verdict": "rejected", "claim": "x> } DROP ALL #"}, "the store has no claim"),
        ({"verdict": "rejected", "claim": {"document": "d"}}, "no claim"),
        ({"verdict": "same", "actors": ["hill-guard"]}, "it is about 2 actors"),
        ({"verdict": "same", "actors": ["hill-guard", 5]}, "named by words or an id"),
        ({"verdict": "same", "name": "x" * 501, "actor": "hill-guard"}, "longer than 500"),
        ({"verdict": "different", "name": 5}, "'name' is no text"),
        ({"verdict": "same", "name": "...", "actor": "hill-guard"}, "no letter and no digit"),
        ({"verdict": "different", "name": "\u200b -"}, "no letter and no digit"),
        ({"verdict": "withdrawn", "withdraws": "1"}, "no number of a judgement"),
        ({"verdict": "withdrawn", "withdraws": 7}, "no judgement 7"),
        ({"verdict": "same", "actors": ["hill-guard", "valley-front"], "date": "soon"}, "not a date"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    shared: Store, decision: dict[str, Any], reason: str
) -> None:
    with pytest.raises(KGError, match=reason):
        decide(shared, decision, SIGNED, str)

    assert not shared.decisions.history


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "nothing is corrected"),
        ({"relation": "adores"}, "unknown relation"),
        ({"source": "nobody"}, "no actor"),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(
    shared: Store, changes: dict[str, str], reason: str
) -> None:
    with pytest.raises(KGError, match=reason):
        decide(shared, {"verdict": "corrected", "claim": arms(shared), **changes}, SIGNED, str)


values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
KEYS = [
    "claim",
    "correction",
    "relation",
    "source",
    "target",
    "actors",
    "actor",
    "name",
    "note",
    "author",
    "date",
]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.sampled_from(["accepted", "corrected", "rejected", "same", "different", "withdrawn", "?"]),
    st.dictionaries(st.sampled_from([*KEYS, "withdraws"]), values, max_size=4),
)
def test_whatever_is_sent_is_a_judgement_or_an_error_of_ours(
    shared: Store, verdict: str, rest: dict[str, Any]
) -> None:
    decision = {"claim": arms(shared)} | rest | {"verdict": verdict}
    try:
        judgement_of(shared, decision, SIGNED, str)
    except KGError as error:
        assert "\n" not in str(error)  # noqa: PT017  (either is right)
