"""A name leads to the actors that it may mean: the likely first, the wrong ones never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import Catalogue
from kg.model import Date, NameKind
from kg.resolution import Candidate, Resolver, decide


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="module")
def resolver(catalogue: Catalogue) -> Resolver:
    return Resolver(catalogue)


def first(candidates: list[Candidate]) -> str | None:
    return candidates[0].actor_id if candidates else None


@pytest.mark.parametrize(
    ("surface", "actor_id"),
    [
        ("Syria", "syria"),
        ("SYRIAN GOVERNMENT", "syria"),
        ("the Kremlin", "russia"),
        ("White House", "united-states"),
        ("Türkiye", "turkiye"),
        ("Turquie", "turkiye"),
        ("تركيا", "turkiye"),
        ("Сирия", "syria"),
        ("U.S.", "united-states"),
        ("Syrian Arab Army", "syria-armed-forces"),
        ("Deir Ezzor", "deir-ez-zor"),
        ("Raqqah", "raqqa"),
        ("Army Syrian Arab", "syria-armed-forces"),
        ("Observatory for Human Rights", "syrian-observatory-for-human-rights"),
        ("Organisation for the Prohibition of Chemical Weapons (OPCW)", "opcw"),
        ("Portugaul", "portugal"),
        ("TAWIAN", "taiwan"),
        ("Anadolu Agencey", "anadolu-agency"),
        ("l'Iran", "iran"),
        ("l'armée syrienne", "syria-armed-forces"),
        ("dell'esercito iracheno", "iraq-armed-forces"),
        ("сирийская армия", "syria-armed-forces"),
        ("Türkische Streitkräfte", "turkiye-armed-forces"),
        ("Iranian Army", "iran-army"),
        ("l'armée libre syrienne", "free-syrian-army"),
        ("Sirian Democratic Forces", "syrian-democratic-forces"),
        ("le gouvernement syrien", "syria"),
    ],
)
def test_a_name_leads_to_its_actor(resolver: Resolver, surface: str, actor_id: str) -> None:
    assert first(resolver.lookup(surface)) == actor_id


@pytest.mark.parametrize(
    "surface", ["", "!", "us", "is", "the", "rebels", "the government", "Ran", "man", "laws", "x" * 5000]
)
def test_what_is_no_name_leads_nowhere(resolver: Resolver, surface: str) -> None:
    assert resolver.lookup(surface) == []


@pytest.mark.parametrize(
    ("surface", "wrong"),
    [
        ("Free Syrian Police", "free-syrian-army"),  # one really different word
        ("5th Armoured Division", "syria-fourth-division"),  # another number
        ("Zran", "iran"),  # another first letter, too short
        ("Syrian Network of Human Rights Watch", "human-rights-watch"),
    ],
)
def test_a_distinctive_word_is_a_veto(resolver: Resolver, surface: str, wrong: str) -> None:
    assert wrong not in {candidate.actor_id for candidate in resolver.lookup(surface)}


def test_a_short_acronym_has_to_stand_in_its_capitals(resolver: Resolver) -> None:
    assert first(resolver.lookup("US")) == "united-states"
    assert resolver.lookup("us") == []
    assert first(resolver.lookup("HTŞ")) == first(resolver.lookup("HTS")) == "hayat-tahrir-al-sham"
    assert first(resolver.lookup("LeT")) == first(resolver.lookup("LET")) == "lashkar-e-taiba"


@pytest.mark.parametrize(
    ("surface", "actor_id"),
    [
        ("Hezbolah", "hezbollah"),
        ("Hezbollan", "hezbollah"),
        ("Al-Quaeda", "al-qaeda"),
        ("Talliban", "taliban"),
        ("Islamc State", "islamic-state"),
        ("Daesch", "islamic-state"),
        ("Dschabhat an-Nusra", "hayat-tahrir-al-sham"),
        ("Nétanyahou", "benjamin-netanyahu"),
        ("Selenskyj", "volodymyr-zelensky"),
        ("Poutine", "vladimir-putin"),
    ],
)
def test_a_slip_or_another_spelling_of_the_sounds_is_forgiven(
    resolver: Resolver, surface: str, actor_id: str
) -> None:
    assert decide(resolver.lookup(surface)).actor_id == actor_id


@pytest.mark.parametrize("surface", ["who", "Who", "mit", "let", "Let", "pkk", "us"])
def test_an_acronym_written_like_a_word_is_never_certain(resolver: Resolver, surface: str) -> None:
    assert decide(resolver.lookup(surface)).actor_id is None


@pytest.mark.parametrize(
    ("surface", "actor_id"),
    [
        ("People's Protection Units (YPG)", "ypg"),
        ("People's Protection Units (XQV)", "ypg"),
        ("Xavor Quill Movement (PKK)", "pkk"),
        ("Hamas (Gaza)", "hamas"),
        ("People's Protection Units (PKK)", None),
        ("Peoples Protecton Units (PKK)", None),
        ("Syrian Democratic Forces (FSA)", None),
    ],
)
def test_brackets_that_name_another_leave_it_open(
    resolver: Resolver, surface: str, actor_id: str | None
) -> None:
    candidates = resolver.lookup(surface)
    decision = decide(candidates)
    assert decision.actor_id == actor_id
    assert {candidate.index for candidate in candidates} == {"brackets"}
    assert len(decision.rivals) == (2 if actor_id is None else 0)


@pytest.mark.parametrize("surface", ["1st Corps", "3. Division", "Turkish foreign minister"])
def test_a_number_or_an_office_alone_is_nobody(resolver: Resolver, surface: str) -> None:
    assert decide(resolver.lookup(surface)).actor_id is None


def test_an_ambiguous_name_gives_all_its_actors_and_the_country_decides(resolver: Resolver) -> None:
    everywhere = [candidate.actor_id for candidate in resolver.lookup("Tripoli")]
    assert {"tripoli", "tripoli-lebanon", "libya"} <= set(everywhere)
    assert first(resolver.lookup("Tripoli", country="LB")) == "tripoli-lebanon"
    assert first(resolver.lookup("Tripoli", country="Libya")) == "tripoli"


def test_a_capital_is_the_place_first_and_the_state_second(resolver: Resolver) -> None:
    place, state = resolver.lookup("Damascus")[:2]
    assert (place.actor_id, state.actor_id, state.kind) == ("damascus", "syria", NameKind.METONYM)
    assert place.score > state.score


def test_a_name_that_was_not_in_force_ranks_lower_and_says_so(resolver: Resolver) -> None:
    (then,) = resolver.lookup("Assad regime", on=Date("2015"))
    (later,) = resolver.lookup("Assad regime", on=Date("2025-06-01"))
    assert later.score < then.score == 1.0
    assert "not in force on 2025-06-01" in later.reason


def test_every_name_of_the_catalogue_leads_back_to_its_actor(
    catalogue: Catalogue, resolver: Resolver
) -> None:
    lost = [
        (text, actor.id)
        for text, _, actor in catalogue.surfaces()
        if actor.id not in {candidate.actor_id for candidate in resolver.lookup(text)}
    ]
    assert lost == []


@given(surface=st.text(max_size=40))
def test_scores_are_ordered_in_range_and_one_per_actor(resolver: Resolver, surface: str) -> None:
    candidates = resolver.lookup(surface)
    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len({candidate.actor_id for candidate in candidates}) == len(candidates)
