"""Polarity, modality, claimant and time follow from the clauses around the word that states the relation."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.model import Claim, Date, Document

DAY = Date("2024-11-30")  # a Saturday


def only(extractor: Extractor, text: str) -> Claim:
    """Return the single claim of a text."""
    claims = extractor.read(Document("text", text, date=DAY)).claims
    assert len(claims) == 1, [f"{c.source.surface} {c.relation} {c.target.surface}" for c in claims]
    return claims[0]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Iran backs the Taliban.", "affirmed"),
        ("Iran does not back the Taliban.", "denied"),
        ("Iran has never backed the Taliban.", "denied"),
        ("Iran no longer backs the Taliban.", "denied"),
        ("Iran denied arming the Taliban.", "denied"),
        ("Iran failed to capture Idlib.", "denied"),
        ("Iran refused to back the Taliban.", "denied"),
        ("No Iranian support for the Taliban was found.", "denied"),
        ("Iran ended its support for the Taliban.", "denied"),
        ("Hezbollah lost Idlib.", "denied"),
    ],
)
def test_what_is_denied_failed_or_ended_is_denied(extractor: Extractor, text: str, polarity: str) -> None:
    assert only(extractor, text).polarity == polarity


def test_a_negation_ends_where_the_next_verb_has_its_own_auxiliary(extractor: Extractor) -> None:
    text = "Washington does not list the YPG as a terrorist group and has armed the SDF."
    claims = extractor.read(Document("text", text)).claims

    assert {(c.relation, c.polarity.value) for c in claims} == {
        ("designates_terrorist", "denied"),
        ("backs", "affirmed"),
    }


def test_neither_nor_denies_for_both(extractor: Extractor) -> None:
    reading = extractor.read(Document("text", "Neither Russia nor Iran backs the Taliban."))

    assert [(c.source.surface, c.polarity.value) for c in reading.claims] == [
        ("Russia", "denied"),
        ("Iran", "denied"),
    ]


def test_what_somebody_is_stopped_from_is_denied_of_him(extractor: Extractor) -> None:
    claim = only(extractor, "Iran stopped the Taliban from capturing Idlib.")

    assert (claim.source.surface, claim.target.surface, claim.polarity) == ("Taliban", "Idlib", "denied")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Russia bombed the Taliban.", "asserted"),
        ("Russia may have bombed the Taliban.", "possible"),
        ("Russia allegedly bombed the Taliban.", "possible"),
        ("Russia is suspected of bombing the Taliban.", "possible"),
        ("Russia will bomb the Taliban.", "planned"),
        ("Russia vowed to bomb the Taliban.", "planned"),
        ("Russia wants to bomb the Taliban.", "planned"),
        ("Russia reportedly bombed the Taliban.", "reported"),
        ("Russia bombed the Taliban, Reuters said.", "reported"),
        ("Unless Russia bombs the Taliban, the war will go on.", "conditional"),
    ],
)
def test_the_modality_is_that_of_the_clause(extractor: Extractor, text: str, modality: str) -> None:
    assert only(extractor, text).modality == modality


@pytest.mark.parametrize(
    "text",
    [
        "Did Russia bomb the Taliban?",
        "Will Russia or Iran let the Taliban capture Idlib?",
        "Russia would have bombed the Taliban.",
        "Russia should bomb the Taliban.",
        "Analysts hope that Russia bombs the Taliban.",
        "The senator urged Russia to bomb the Taliban.",
        "Israel has not said that it backs the Taliban.",
        "Iran did not deny arming the Taliban.",
    ],
)
def test_questions_wishes_and_what_did_not_happen_claim_nothing(extractor: Extractor, text: str) -> None:
    assert extractor.read(Document("text", text)).claims == ()


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Russia bombed the Taliban.", None),
        ("Reuters said that Russia bombed the Taliban.", "Reuters"),
        ("Russia bombed the Taliban, Reuters reported on Friday.", "Reuters"),
        ("According to Reuters, Russia bombed the Taliban.", "Reuters"),
        ("Russia said that it had bombed the Taliban.", "Russia"),
        ("Local residents said that Russia bombed the Taliban.", "Local residents"),
        ("Iran denied arming the Taliban.", "Iran"),
    ],
)
def test_the_claimant_is_who_says_so(extractor: Extractor, text: str, claimant: str | None) -> None:
    found = only(extractor, text).claimant

    assert (found and found.surface) == claimant


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("Turkey had backed the SDF since 2014.", Date("2014")),
        ("Turkey had backed the SDF since 2024.", Date("2024")),  # the year in which the article is written
        ("Turkey had backed the SDF since 2025.", None),
    ],
)
def test_what_is_over_did_not_begin_after_the_article(
    extractor: Extractor, text: str, since: Date | None
) -> None:
    claim = only(extractor, text)

    assert (claim.valid_from, claim.valid_until) == (since, DAY)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Russia has backed Syria since 2015.", "2015", None),
        ("Russia backed Syria until 2015.", None, "2015"),
        ("Russia bombed the Taliban on Friday.", "2024-11-29", "2024-11-29"),
        ("Russia bombed the Taliban eight years ago.", "2016", "2016"),
        ("In March 2017 Russia bombed the Taliban.", "2017-03", "2017-03"),
        ("Russia bombed the Taliban.", None, None),
    ],
)
def test_times_are_read_against_the_date_of_the_document(
    extractor: Extractor, text: str, since: str | None, until: str | None
) -> None:
    claim = only(extractor, text)

    assert (claim.valid_from and str(claim.valid_from), claim.valid_until and str(claim.valid_until)) == (
        since,
        until,
    )
