"""What is offered for review, in which order, with which words around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from review_world import ARMS, CATALOGUE, FRONT, HERALD, READINGS, RUN, fill

from kg.analysis import Filter
from kg.catalogue import Catalogue
from kg.model import Actor, ActorKind, Date, Name, Reading
from kg.review import (
    Signature,
    claim_items,
    decide,
    doubtful_claims,
    doubtful_merges,
    merge_items,
    whole,
)
from kg.review.context import pieces
from kg.store import Store

KNOWN = Catalogue({actor.id: actor for actor in CATALOGUE}, "made up")
SIGNED = Signature("A. Reader", Date("2024-06-01"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "store")
    fill(made)
    return made


def reasons(store: Store, **chosen: object) -> list[tuple[str, tuple[str, ...]]]:
    found = whole(store, doubtful_claims(store, **chosen))  # type: ignore[arg-type]
    return [(doubt.record.claim.evidence.quote.split()[1], doubt.reasons) for doubt in found]


def test_the_least_sure_come_first_and_each_says_why(store: Store) -> None:
    assert reasons(store) == [
        ("arms", ("not sure (0.45)",)),
        ("may", ("others deny it", "only possible")),
        ("attacks", ("others deny it",)),
        ("Guard", ("others affirm it",)),
    ]


def test_filters_and_the_limit_of_sureness_choose(store: Store) -> None:
    assert [quote for quote, _ in reasons(store, where=Filter(relations=["backs"]))] == ["arms"]
    assert reasons(store, where=Filter(relations=["arms"]), below=0.4) == []
    assert reasons(store, where=Filter(relations=["arms"]), below=0.4, everything=True) == [("arms", ())]


def test_what_is_judged_is_not_offered_again_until_that_is_taken_back(store: Store) -> None:
    (first, *_) = claim_items(store)["items"]
    decide(store, {"verdict": "accepted", "claim": first["id"]}, SIGNED, str)
    assert claim_items(store)["total"] == 3
    assert [quote for quote, _ in reasons(store, new=True)] == ["attacks", "Guard"]

    decide(store, {"verdict": "withdrawn", "withdraws": 1}, SIGNED, str)
    assert claim_items(store)["total"] == 4


def test_items_come_in_pages(store: Store) -> None:
    page = claim_items(store, limit=1, offset=1)

    assert (page["total"], page["offset"], len(page["items"])) == (4, 1, 1)
    assert page["items"][0]["about"]["publisher"] == "Herald"


def test_the_sentence_comes_with_its_actors_and_what_stands_around_it() -> None:
    found = list(pieces(ARMS, HERALD.text))

    assert "".join(piece.text for piece in found) == HERALD.text
    assert [(piece.role, piece.text) for piece in found if piece.role in {"source", "target"}] == [
        ("source", "Ruritania"),
        ("target", "the Vally Front"),
    ]


@pytest.mark.parametrize("text", [None, "", "Another text altogether."])
def test_without_the_text_the_quote_alone_is_shown(text: str | None) -> None:
    assert "".join(piece.text for piece in pieces(ARMS, text)) == ARMS.evidence.quote


def test_far_away_words_are_left_out() -> None:
    text = "word " * 200 + HERALD.text
    moved = Reading(HERALD, (ARMS,)).claims[0]
    shown = "".join(piece.text for piece in pieces(moved, "x" * 18 + text[1018:]))

    assert len(shown) < 400


def test_an_actor_known_by_its_name_alone_is_offered_whom_it_may_be(store: Store) -> None:
    (item,) = merge_items(store, KNOWN)["items"]

    assert item["actor"]["id"] == FRONT.id
    assert [candidate["id"] for candidate in item["candidates"]] == ["valley-front"]


def test_a_former_name_is_nobody_to_merge_until_a_claim_speaks_of_it_otherwise(store: Store) -> None:
    old = Actor("name/vally-command", ActorKind.ARMED_GROUP, "Vally Command", (Name("Vally Command"),))
    new = Actor("name/vally-comand", ActorKind.ARMED_GROUP, "Vally Comand", (Name("Vally Comand"),))
    before = doubtful_merges(store, KNOWN)

    def say(number: int, relation: str, target: Actor) -> None:
        document = replace(HERALD, id=f"renamed-{number}")
        ref = replace(ARMS.target, id=target.id, name=target.name)
        said = replace(ARMS, document=document.id, relation=relation, target=ref)
        store.put(Reading(document, (said,), (target,)), RUN)

    say(1, "formerly_known_as", old)
    say(2, "formerly_known_as", new)
    assert doubtful_merges(store, KNOWN) == before

    say(3, "arms", old)
    say(4, "arms", new)
    offered = [(m.actor.id, c.actor_id) for m in doubtful_merges(store, KNOWN) for c in m.candidates]
    assert (new.id, old.id) in offered


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_decided_pair_is_not_offered_again(store: Store, verdict: str) -> None:
    decide(store, {"verdict": verdict, "actors": [FRONT.id, "valley-front"]}, SIGNED, str)

    assert doubtful_merges(store, KNOWN) == []


def test_two_names_of_documents_that_are_spelt_alike_are_offered_once(store: Store) -> None:
    twins = [
        Actor(f"name/{n}", ActorKind.ARMED_GROUP, name, (Name(name),))
        for n, name in enumerate(("Zarubian Brigades", "Zarubyan Brigades"))
    ]
    for number, twin in enumerate(twins):
        ref = {"id": twin.id, "name": twin.name}
        document = replace(HERALD, id=f"zarub-{number}")
        said = replace(ARMS, document=document.id, target=replace(ARMS.target, **ref))
        store.put(Reading(document, (said,), (twin,)), RUN)

    offered = [(m.actor.id, c.actor_id) for m in doubtful_merges(store, KNOWN) for c in m.candidates]
    assert offered.count(("name/0", "name/1")) + offered.count(("name/1", "name/0")) == 1


def test_nothing_is_doubtful_in_an_empty_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty") as empty:
        assert claim_items(empty)["total"] == 0
        assert merge_items(empty, KNOWN)["items"] == []
    assert READINGS
