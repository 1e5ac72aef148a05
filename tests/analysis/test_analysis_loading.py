"""What is fetched claim by claim is what stands in the documents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records
from store.store_strategies import RUN, readings

from kg.analysis import ClaimRecord, ties
from kg.analysis.loading import documents_of, outlines, outlines_around, said_in, with_words
from kg.model import ActorKind, Reading
from kg.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("loading") / "store") as opened:
        actors = made_up_actors()
        opened.set_catalogue(actors)
        places = {actor.id for actor in actors if actor.kind is ActorKind.PLACE}
        for record in made_up_records(actors):
            if record.claim.claimant is None or record.claim.claimant.id not in places:
                opened.put(Reading(record.document, (record.claim,)), RUN)
        yield opened


def _outline(record: ClaimRecord) -> tuple[object, ...]:
    claim = record.claim
    who = claim.claimant and (claim.claimant.id, claim.claimant.name)
    ends = (claim.source.id, claim.relation, claim.target.id, claim.polarity, claim.modality)
    return (*ends, who, claim.valid_from, claim.valid_until, claim.confidence, record.document)


@given(st.lists(readings(), max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_outlines_and_whole_claims_are_those_of_the_documents(given: list[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store") as store:
        for reading in given:
            store.put(reading, RUN)
        said = {
            store.iris.claim(claim).value.rpartition("/")[2]: ClaimRecord(
                claim, replace(each.document, text="")
            )
            for each in store.readings()
            for claim in each.claims
        }

        found = {record.claim.evidence.by: record for record in outlines(store)}

        assert list(found) == sorted(said)
        assert {key: _outline(record) for key, record in found.items()} == {
            key: _outline(record) for key, record in said.items()
        }
        assert with_words(store, sorted(said)) == said
        assert list(documents_of(store).values()) == [replace(r.document, text="") for r in store.readings()]


def test_ties_of_outlines_count_as_those_of_whole_claims(store: Store) -> None:
    light = ties(outlines(store))
    whole = ties(with_words(store, [record.claim.evidence.by for record in outlines(store)]).values())

    def counts(found: list[object]) -> list[object]:
        return [
            (t.source, t.relation, t.target, t.affirmed, t.denied, t.first, t.last, t.confidence)  # type: ignore[attr-defined]
            for t in found
        ]

    assert counts(list(light)) == counts(list(whole))


def test_an_actor_s_outlines_are_those_of_all_that_name_it(store: Store) -> None:
    every = outlines(store)
    actor = every[0].claim.source.id

    around = outlines_around(store, actor)

    assert around == [r for r in every if actor in {r.claim.source.id, r.claim.target.id}]
    assert outlines_around(store, "nobody") == []


def test_claims_of_a_document_come_in_text_order_and_unknown_ids_are_left_out(store: Store) -> None:
    document = store.documents()[0]
    found = said_in(store, document)

    assert found is not None
    assert found[0].id == document
    assert [r.claim for r in found[1].values()] == list((store.reading(document) or Reading(found[0])).claims)
    assert said_in(store, "nothing") is None
    assert with_words(store, ["0" * 32, "no id at all>", ""]) == {}
