"""What a judgement does to a stored document, and what is left of it when the document is read anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad
from review_world import ARMS, ATTACKS, FRONT, HERALD, MAY, POST, READINGS, RUN, fill

from kg.errors import JudgementError, StoreError
from kg.model import Actor, ActorKind, Claim, Date, Evidence, Judgement, Reading, Verdict
from kg.store import Store
from kg.store.rdf.terms import KG
from kg.store.shacl.validate import validate

SIGNED = {"author": "A. Reader", "date": Date("2024-06-01")}
FRONTS = (
    Actor("valley-front", ActorKind.ARMED_GROUP, "Valley Front"),
    Actor(FRONT.id, FRONT.kind, FRONT.name),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "store")
    fill(made)
    return made


def on(claim: Claim, verdict: str) -> Judgement:
    return Judgement(0, Verdict(verdict), **SIGNED, claim=claim)  # type: ignore[arg-type]


def corrected(claim: Claim, correction: Claim, *actors: Actor) -> Judgement:
    return Judgement(0, Verdict.CORRECTED, **SIGNED, claim=claim, correction=correction, actors=actors)  # type: ignore[arg-type]


def between(verdict: str, *actors: Actor, name: str = "") -> Judgement:
    return Judgement(0, Verdict(verdict), **SIGNED, actors=actors, name=name)  # type: ignore[arg-type]


def withdrawal(number: int) -> Judgement:
    return Judgement(0, Verdict.WITHDRAWN, **SIGNED, withdraws=number)  # type: ignore[arg-type]


def said(store: Store) -> set[tuple[str, str, str]]:
    """Return who does what to whom by the claims of the graph."""
    readings = store.readings(actors=False)
    return {(c.source.id, c.relation, c.target.id) for reading in readings for c in reading.claims}


def claims(store: Store, document: str = "herald") -> list[Claim]:
    reading = store.reading(document)
    assert reading is not None
    return list(reading.claims)


def read_again(store: Store, *changed: Claim, run: str = "another model") -> None:
    store.put(replace(READINGS[0], claims=changed), replace(RUN, model=run))


ARMS_SAID = ("ruritania", "arms", FRONT.id)


def test_a_rejected_claim_leaves_the_graph_with_its_edge_and_its_actor(store: Store) -> None:
    store.judge(on(ARMS, "rejected"))

    assert ARMS_SAID not in said(store)
    assert not store.ask("ASK { ?a kg:arms|kg:backs ?b }")
    assert store.actor(FRONT.id) is None
    assert store.text("herald") == HERALD.text
    assert validate(store.triples()).conforms


@pytest.mark.parametrize(
    "version",
    [
        replace(ARMS, confidence=0.99, evidence=replace(ARMS.evidence, by="a-better-rule")),
        replace(ARMS, evidence=Evidence(0, 49, HERALD.text[:49], "a-rule")),
        replace(ARMS, relation="arms", target=replace(ARMS.target, id="valley-front", name="Valley Front")),
        replace(ARMS, evidence=replace(ARMS.evidence, start=118, end=149)),
    ],
    ids=["another rule", "longer quote", "known actor", "another place"],
)
def test_a_rejected_claim_does_not_come_back(store: Store, version: Claim) -> None:
    store.judge(on(ARMS, "rejected"))
    read_again(store, version, MAY)

    assert claims(store) == [MAY]


def test_a_sentence_that_stands_twice_is_judged_once(store: Store) -> None:
    again = replace(ARMS, evidence=replace(ARMS.evidence, start=500, end=531))
    read_again(store, ARMS, again)
    store.judge(on(ARMS, "rejected"))

    assert claims(store) == []


def test_the_same_claim_of_another_document_stays(store: Store) -> None:
    copied = Reading(replace(HERALD, id="copy"), (replace(ARMS, document="copy"),), (FRONT,))
    store.put(copied, RUN)
    store.judge(on(ARMS, "rejected"))

    assert ARMS_SAID in said(store)


def test_an_accepted_claim_says_so_and_keeps_its_confidence(store: Store) -> None:
    number = store.judge(on(ARMS, "accepted")).number
    read_again(store, replace(ARMS, confidence=0.5), MAY)

    asked = (
        "SELECT ?c ?who { ?c kg:confidence ?sure ; kg:judgement [ kg:verdict kg:accepted ; kg:judge ?who ] }"
    )
    (row,) = store.select(asked).dicts()
    assert row["who"] == "A. Reader"
    assert {claim.confidence for claim in claims(store)} == {0.5, MAY.confidence}
    assert store.ask(f"ASK {{ ?c kg:judgement <{store.iris.judgement(number).value}> }}")


def test_a_corrected_relation_stands_and_the_original_does_not_come_back_beside_it(store: Store) -> None:
    right = replace(ARMS, relation="opposes")
    store.judge(corrected(ARMS, right))
    assert claims(store) == [right, MAY]

    read_again(store, ARMS, right, MAY)
    assert claims(store) == [right, MAY]
    read_again(store, right, MAY)
    assert claims(store) == [right, MAY]


def test_a_corrected_actor_stands_when_reading_finds_the_old_one_again(store: Store) -> None:
    right = replace(ARMS, target=replace(ARMS.target, id="hill-guard", name="Hill Guard"))
    store.judge(corrected(ARMS, right, Actor("hill-guard", ActorKind.ARMED_GROUP, "Hill Guard")))
    longer = Evidence(0, 49, HERALD.text[:49], "another-rule")
    read_again(store, replace(ARMS, evidence=longer))

    assert claims(store) == [replace(right, evidence=longer)]


def test_ends_that_are_exchanged_take_their_words_along(store: Store) -> None:
    ends = replace(
        ARMS,
        source=replace(ARMS.source, id=ARMS.target.id, name=ARMS.target.name),
        target=replace(ARMS.target, id=ARMS.source.id, name=ARMS.source.name),
    )
    store.judge(corrected(ARMS, ends))

    assert (claims(store)[0].source, claims(store)[0].target) == (ARMS.target, ARMS.source)


def test_who_accepts_a_corrected_claim_keeps_the_correction(store: Store) -> None:
    right = replace(ARMS, relation="opposes")
    store.judge(corrected(ARMS, right))
    recorded = store.judge(on(right, "accepted"))

    assert (recorded.verdict, recorded.claim) == (Verdict.CORRECTED, ARMS)
    assert claims(store) == [right, MAY]


def test_a_correction_of_a_corrected_claim_keeps_what_it_leaves_alone(store: Store) -> None:
    first = replace(ARMS, relation="opposes")
    store.judge(corrected(ARMS, first))
    second = replace(first, target=replace(ARMS.target, id="hill-guard", name="Hill Guard"))
    store.judge(corrected(first, second, Actor("hill-guard", ActorKind.ARMED_GROUP, "Hill Guard")))

    assert claims(store) == [second, MAY]


def test_who_is_one_has_the_name_of_the_catalogue_everywhere(store: Store) -> None:
    store.judge(between("same", *FRONTS))

    assert ("ruritania", "arms", "valley-front") in said(store)
    assert store.actor(FRONT.id) is None
    assert store.actors_named("the vally front") == ["valley-front"]
    assert validate(store.triples()).conforms


def test_a_claim_judged_under_a_merge_stays_judged_without_it(store: Store) -> None:
    merge = store.judge(between("same", *FRONTS))
    shown = claims(store)[0]
    store.judge(on(shown, "rejected"))
    store.judge(withdrawal(merge.number))

    assert claims(store) == [MAY]


def test_a_relation_corrected_under_a_merge_does_not_keep_the_merge(store: Store) -> None:
    merge = store.judge(between("same", *FRONTS))
    shown = claims(store)[0]
    store.judge(corrected(shown, replace(shown, relation="opposes")))
    store.judge(withdrawal(merge.number))

    assert claims(store) == [replace(ARMS, relation="opposes"), MAY]


def test_who_is_one_with_somebody_has_no_tie_to_itself(store: Store) -> None:
    store.judge(between("same", Actor("ruritania", ActorKind.STATE, "Ruritania"), FRONTS[1]))
    assert claims(store) == [MAY]

    store.judge(withdrawal(1))
    assert claims(store) == [ARMS, MAY]


def test_a_name_means_whom_somebody_decided(store: Store) -> None:
    guard = Actor("valley-front", ActorKind.ARMED_GROUP, "Valley Front")
    store.judge(between("same", guard, name="HILL guard"))

    assert ("ruritania", "attacks", "valley-front") in said(store)
    assert "hill-guard" not in {end for statement in said(store) for end in statement}


def test_a_name_that_means_nobody_names_somebody_unknown(store: Store) -> None:
    store.judge(between("different", name="Hill Guard"))

    assert ("ruritania", "attacks", "name/hill-guard") in said(store)
    assert store.decisions.names() == {"hill guard": None}


def test_taking_back_restores_every_byte(store: Store, tmp_path: Path) -> None:
    before = store.dump("trig", texts=True)
    store.judge(on(ARMS, "rejected"))
    store.judge(between("same", *FRONTS))
    store.judge(between("different", name="Hill Guard"))
    store.judge(corrected(claims(store, "post")[1], replace(claims(store, "post")[1], relation="opposes")))
    for number in (3, 1, 4, 2):
        store.judge(withdrawal(number))

    history = store.iris.judgements
    left = {str(held) for held in store.quads(texts=True) if held.graph_name != history}
    with Store.open(tmp_path / "undisturbed") as other:
        fill(other)
        assert other.dump("trig", texts=True) == before
        assert {str(held) for held in other.quads(texts=True)} == left


def test_the_history_is_kept_when_the_store_is_opened_again(store: Store, tmp_path: Path) -> None:
    store.judge(on(ARMS, "rejected"))
    store.judge(withdrawal(1))
    history = store.decisions.history
    store.close()

    with Store.open(tmp_path / "store", read_only=True) as opened:
        assert opened.decisions.history == history
        assert [judgement.number for judgement in history] == [1, 2]
        with pytest.raises(StoreError, match="reading only"):
            opened.judge(on(ARMS, "accepted"))


def test_a_judgement_on_a_document_that_is_not_there_waits_for_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new") as store:
        store.judge(on(ARMS, "rejected"))
        fill(store)

        assert claims(store) == [MAY]


def test_a_withdrawn_document_comes_back_judged(store: Store) -> None:
    store.judge(on(ATTACKS, "rejected"))
    store.remove("post")
    store.put(READINGS[1], RUN)

    assert ATTACKS not in claims(store, "post")
    assert store.as_read("post") is not None
    assert ATTACKS in store.as_read("post").claims  # type: ignore[union-attr]


def test_what_no_store_can_hold_is_refused_and_changes_nothing(store: Store) -> None:
    before = store.dump("nq")
    with pytest.raises(JudgementError, match="cannot be stored"):
        store.judge(replace(on(ARMS, "rejected"), note="\ud800"))

    assert store.dump("nq") == before
    assert not store.decisions.history


def test_nobody_asks_what_was_set_aside_and_no_export_holds_it(store: Store) -> None:
    store.judge(on(ARMS, "rejected"))

    assert not store.ask("ASK { ?document kg:setAside ?what }")
    assert b"setAside" not in store.dump("nq")
    assert POST.text.encode() not in store.dump("nq")


def test_a_judgement_that_would_break_a_shape_is_refused_and_changes_nothing(store: Store) -> None:
    bay = Actor("bay", ActorKind.PLACE, "the Bay")
    before = store.dump("nq")
    impossible = replace(ARMS, source=replace(ARMS.source, id=bay.id, name=bay.name))

    with pytest.raises(JudgementError, match="document 'herald' breaks the shapes of the graph") as caught:
        store.judge(corrected(ARMS, impossible, bay))
    assert "\n" not in str(caught.value)
    assert store.dump("nq") == before
    assert store.decisions.history == ()


def test_what_broke_a_shape_before_does_not_stop_a_judgement(store: Store) -> None:
    node = store.iris.document("herald")
    other = Literal("Another")
    store._opened.extend([Quad(node, KG["publisher"], other, node), Quad(node, KG["publisher"], other)])

    store.judge(on(ARMS, "rejected"))

    assert ("ruritania", "arms", FRONT.id) not in said(store)
