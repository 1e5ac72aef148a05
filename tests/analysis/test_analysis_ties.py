"""Ties sum up claims."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records, record

from kg.analysis import Filter, ties
from kg.errors import SettingsError
from kg.model import Date, Modality, Polarity


def test_a_tie_holds_all_claims_of_one_relation_between_two_actors():
    found = ties(
        [
            record("russia", "backs", "syria", date="2016-01-01"),
            record("russia", "backs", "syria", date="2015-10-01", polarity=Polarity.DENIED, confidence=0.99),
            record("russia", "backs", "syria", date="2020", since="2013-02", modality=Modality.REPORTED),
            record("syria", "backs", "russia"),
            record("russia", "opposes", "syria"),
        ]
    )
    assert [(t.source, t.relation, t.target, len(t.records)) for t in found] == [
        ("russia", "backs", "syria", 3),
        ("russia", "opposes", "syria", 1),
        ("syria", "backs", "russia", 1),
    ]
    tie = found[0]
    assert (tie.sign, tie.affirmed, tie.denied, tie.contested, tie.documents) == ("friendly", 2, 1, True, 3)
    assert tie.modalities == {Modality.ASSERTED: 2, Modality.REPORTED: 1}
    assert (tie.first, tie.last) == (Date("2013-02"), Date("2020"))
    assert tie.confidence == 0.9, "a denial does not make the tie surer"


def test_symmetric_relations_are_one_tie_in_either_direction():
    (tie,) = ties([record("b", "fights", "a"), record("a", "fights", "b", date="2021")])
    assert (tie.source, tie.target, len(tie.records)) == ("a", "b", 2)
    assert {claim.source.id for claim in tie.claims} == {"a", "b"}, "the claims stay as they were made"


def test_directed_relations_stay_apart():
    assert len(ties([record("b", "attacks", "a"), record("a", "attacks", "b")])) == 2


def test_the_same_claim_twice_counts_once():
    (tie,) = ties([record("a", "backs", "b"), record("a", "backs", "b")])
    assert len(tie.records) == 1


def test_a_tie_that_is_only_denied_has_the_confidence_of_its_denial():
    (tie,) = ties([record("a", "backs", "b", polarity=Polarity.DENIED, confidence=0.4)])
    assert (tie.affirmed, tie.confidence, tie.contested) == (0, 0.4, False)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.integers(0, 60))
def test_ties_depend_on_the_claims_and_not_on_their_order(seed, size):
    records = made_up_records(made_up_actors(12), 30)[:size]
    shuffled = random.Random(seed).sample(records, len(records))
    assert ties(shuffled) == ties(records)
    assert sum(len(tie.records) for tie in ties(records)) == len(records)


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        (Filter(), "abcdef"),
        (Filter(relations=frozenset({"backs"})), "ab"),
        (Filter(signs=frozenset({"hostile"})), "cd"),
        (Filter(publishers=frozenset({"gulf observer"})), "b"),
        (Filter(claimants=frozenset({"The Army"})), "c"),
        (Filter(polarities=frozenset({Polarity.DENIED})), "d"),
        (Filter(modalities=frozenset({Modality.POSSIBLE})), "e"),
        (Filter(min_confidence=0.9), "abcde"),
        (Filter(since=Date("2020"), until=Date("2020")), "abce"),
        (Filter(until=Date("2012")), "af"),
        (Filter(since=Date("2023")), "abcde"),
        (Filter(since=Date("2014"), until=Date("2014-06")), "af"),
    ],
)
def test_filters_keep_what_they_name(where, kept):
    records = {
        "a": record("a", "backs", "x", since="2012"),
        "b": record("b", "backs", "x", publisher="Gulf Observer", date="2020-12-31"),
        "c": record("c", "attacks", "x", by="the army", modality=Modality.REPORTED),
        "d": record("d", "opposes", "x", polarity=Polarity.DENIED, date="2022"),
        "e": record("e", "part_of", "x", modality=Modality.POSSIBLE, date="2020-05"),
        "f": record("f", "leads", "x", since="2010", until="2014-03", confidence=0.5),
    }
    assert "".join(sorted(r.claim.source.id for r in where.apply(records.values()))) == kept


def test_a_claim_without_any_date_is_at_no_date():
    undated = record("a", "backs", "b", date=None)
    assert Filter().keeps(undated)
    assert not Filter(since=Date("2000")).keeps(undated)


def test_a_claim_that_ended_before_its_document_was_written_held_at_its_end_only():
    past = record("a", "backs", "b", date="2020", until="2014")
    assert Filter(since=Date("2014"), until=Date("2014")).keeps(past)
    assert not Filter(since=Date("2015")).keeps(past)


def test_contested_keeps_whole_ties():
    records = [
        record("a", "backs", "b"),
        record("a", "backs", "b", polarity=Polarity.DENIED),
        record("a", "backs", "c"),
    ]
    (tie,) = ties(records, Filter(contested=True))
    assert (tie.target, len(tie.records)) == ("b", 2)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"relations": frozenset({"loves"})}, "unknown relation 'loves'"),
        ({"signs": frozenset({"nice"})}, "unknown sign 'nice'"),
        ({"min_confidence": 1.5}, "confidence 1.5"),
        ({"since": Date("2020"), "until": Date("2019")}, "nothing lies between 2020 and 2019"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(values, message):
    with pytest.raises(SettingsError, match=message):
        Filter(**values)
