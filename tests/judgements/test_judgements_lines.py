"""Judgements as lines: what is written is read back, and what is no judgement is refused in one line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.judgements import claim_fields, judgement_fields, read_claim, read_judgement
from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Date,
    Evidence,
    Judgement,
    Modality,
    Polarity,
    Verdict,
)

law = settings(max_examples=50, deadline=None, derandomize=True)
texts = st.text(max_size=8)
ids = st.sampled_from(["syria", "name/ansar", "doc/3f/the rebels", 'é"<>'])
authors = texts.filter(lambda text: bool(text.strip()))
offsets = st.integers(0, 10**7)
when = st.none() | st.dates().map(lambda day: Date(str(day)[:7]))
refs = st.builds(ActorRef, ids, texts, texts, offsets, offsets)
claims = st.builds(
    Claim,
    texts,
    refs,
    st.sampled_from(["backs", "arms"]),
    refs,
    st.builds(Evidence, offsets, offsets, texts, texts),
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    claimant=st.none() | st.builds(Claimant, ids, texts, texts),
    valid_from=when,
    valid_until=when,
    confidence=st.integers(1, 10**6).map(lambda number: number / 10**6),
)


@law
@given(claims, st.none() | claims, authors, texts)
def test_a_judgement_comes_back_equal(claim: Claim, correction: Claim | None, author: str, note: str) -> None:
    verdict = Verdict.REJECTED if correction is None else Verdict.CORRECTED
    judgement = Judgement(3, verdict, author, Date("2024-05-01"), claim, correction, note=note)

    assert read_judgement(json.loads(json.dumps(judgement_fields(judgement)))) == judgement
    assert read_claim(json.loads(json.dumps(claim_fields(claim)))) == claim


@law
@given(ids, ids, st.sampled_from(ActorKind), texts)
def test_so_does_one_about_actors(one: str, other: str, kind: ActorKind, name: str) -> None:
    actors = (Actor(one, kind, name), Actor(other + "!", kind, name))
    judgement = Judgement(1, Verdict.SAME, "A", Date("2024-05-01"), actors=actors)

    assert read_judgement(judgement_fields(judgement)) == judgement


def test_a_number_that_no_computer_holds_is_wrong_data() -> None:
    ref = ActorRef("syria", "Syria", "Syria", 0, 5)
    fields = claim_fields(Claim("d", ref, "backs", ref, Evidence(0, 5, "Syria", "a rule")))
    for number in (10**400, -(10**400), float("inf"), float("nan")):
        with pytest.raises(DataError):
            read_claim(fields | {"confidence": number})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = ["number", "verdict", "author", "date", "claim", "correction", "actors", "name", "withdraws", "note"]


@law
@given(st.dictionaries(st.sampled_from(KEYS), json_values | st.sampled_from(["same", "A", 1])) | json_values)
def test_whatever_is_no_judgement_is_refused_as_wrong_data(value: object) -> None:
    with pytest.raises(DataError) as caught:  # no claim, and no two actors, can come about here
        read_judgement(value)

    assert "\n" not in str(caught.value)
