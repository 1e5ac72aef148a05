"""Mentions that only a judge of pairs reads: people and bodies by what they are, groups that only qualify."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.extraction.parsing import plain
from kg.model import Date, Document


def loose(extractor: Extractor, text: str) -> dict[str, str]:
    """Return surface -> name of the loose mentions of a text."""
    doc = extractor.nlp(plain(text))
    found = extractor.mentions(Document("text", text, date=Date("2015-05-01")), doc)
    return {m.surface: m.name for m in found.loose}


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("The army advanced on rebel territory.", "rebel", "the rebels"),
        ("Houthi officials met the local council.", "Houthi officials", "the Houthi officials"),
        ("Houthi officials met the local council.", "council", "the council"),
        ("A suicide bomber killed two.", "suicide bomber", "the suicide bomber"),
        ("A source at Bakara Governorate spoke.", "source", "the source at Bakara Governorate"),
        ("Ethiopian jets bombed the town.", "Ethiopian jets", "Ethiopian National Defence Force"),
    ],
)
def test_people_and_bodies_are_loose_mentions(
    extractor: Extractor, text: str, surface: str, name: str
) -> None:
    assert loose(extractor, text).get(surface) == name


def test_the_state_stands_inside_the_phrase_for_its_army(extractor: Extractor) -> None:
    text = "The regime of Syria spoke. Then regime forces shelled Hama."

    assert loose(extractor, text).get("regime") == "Syria"


def test_no_rule_reads_a_loose_mention(extractor: Extractor) -> None:
    claims = extractor.read(Document("text", "A spokesman condemned the local council.")).claims

    assert claims == ()


@pytest.mark.parametrize("name", ["Jeb el-Kussa", "Kafar Jales"])
def test_a_capitalised_name_that_nothing_knows_is_somebody_or_some_place(
    extractor: Extractor, name: str
) -> None:
    text = f"The army met them in {name} on Monday."
    doc = extractor.nlp(text)
    found = extractor.mentions(Document("text", text), doc)
    known = {m.surface for m in found} | {m.surface for m in found.loose}

    assert name in known


@pytest.mark.parametrize("text", ["It cost 500 Dollars on Monday.", "They wrote on Twitter and Facebook."])
def test_money_days_and_platforms_are_nobody(extractor: Extractor, text: str) -> None:
    assert not {"Dollars", "Monday", "Twitter", "Facebook"} & loose(extractor, text).keys()


def test_a_noun_of_its_name_means_who_was_named_so(extractor: Extractor) -> None:
    text = "The Levant Relief Council spoke. Later the council condemned Iran."

    assert loose(extractor, text).get("council") == "Levant Relief Council"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shells killed civilians.", False),
        ("Shells killed Kurdish civilians.", True),
        ("Gunmen attacked the people of Mosul.", True),
    ],
)
def test_a_crowd_is_somebody_only_where_it_is_told_which(
    extractor: Extractor, text: str, found: bool
) -> None:
    assert any("civilians" in name or "people" in name for name in loose(extractor, text).values()) == found


def test_capitals_of_a_headline_mark_no_names(extractor: Extractor) -> None:
    found = loose(extractor, "Suicide Bombing Kills Ten Near Besieged Neighborhoods")

    assert not any(surface in {"Bombing", "Besieged Neighborhoods", "Near"} for surface in found)
