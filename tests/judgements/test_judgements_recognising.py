"""A judged claim is known again when its document was read anew, and others are not taken for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from review_world import ARMS, ATTACKS

from kg.judgements.recognising import recognises
from kg.model import ActorRef, Claim, Evidence, Polarity, Verdict

QUOTE = ARMS.evidence.quote


def is_same(one: str, other: str) -> bool:
    return one == other


def knows(judged: Claim, claim: Claim, verdict: Verdict = Verdict.REJECTED) -> bool:
    return recognises(judged, verdict, claim, is_same)


def quoting(quote: str, claim: Claim = ARMS) -> Claim:
    return replace(claim, evidence=Evidence(500, 500 + len(quote), quote, "another-rule"))


@pytest.mark.parametrize(
    "quote",
    [
        QUOTE,
        f"Monday was quiet. {QUOTE}",
        "Ruritania arms the Vally Front",
        "RURITANIA  arms the Vally Front!",
        "Ruritania arms the “Vally” Front again.",
    ],
)
def test_a_longer_quote_another_rule_and_small_changes_of_the_text_do_not_matter(quote: str) -> None:
    assert knows(ARMS, replace(quoting(quote), confidence=0.99))
    assert knows(quoting(quote), ARMS)


@pytest.mark.parametrize(
    "quote",
    ["", "?", "Ruritania armed nobody.", "Last year, Ruritania said, it had long wanted to arm others."],
)
def test_another_sentence_is_another_claim(quote: str) -> None:
    assert not knows(ARMS, quoting(quote))


@pytest.mark.parametrize("quote", ["?", "", "42", "Ja."])
def test_a_quote_of_hardly_any_words_is_known_by_its_letters(quote: str) -> None:
    assert knows(quoting(quote), quoting(quote))


def test_two_short_words_within_a_sentence_are_not_that_sentence() -> None:
    assert not knows(quoting("Ruritania arms"), ARMS)


@pytest.mark.parametrize(
    "other",
    [
        replace(ARMS, document="another"),
        replace(ARMS, polarity=Polarity.DENIED),
        replace(ARMS, relation="attacks"),
        replace(ARMS, source=ARMS.target, target=ARMS.source),
        replace(ARMS, source=replace(ARMS.source, id="hill-guard")),
    ],
)
def test_another_statement_of_the_same_sentence_is_another_claim(other: Claim) -> None:
    assert not knows(ARMS, other)


def test_an_actor_that_got_an_entry_of_the_catalogue_is_known_by_its_words() -> None:
    resolved = replace(ARMS, target=replace(ARMS.target, id="valley-front", name="Valley Front"))

    assert knows(ARMS, resolved)
    assert knows(resolved, ARMS)
    assert not knows(ARMS, replace(resolved, target=replace(resolved.target, surface="the Hill Guard")))


def test_two_actors_of_the_catalogue_are_two_whatever_the_words() -> None:
    other = replace(ATTACKS, target=replace(ATTACKS.target, id="valley-front"))

    assert not knows(ATTACKS, other)


def test_ends_of_a_symmetric_relation_may_change_places() -> None:
    fights = replace(ATTACKS, relation="fights")

    assert knows(fights, replace(fights, source=fights.target, target=fights.source))


@pytest.mark.parametrize(
    ("verdict", "wider", "finer"),
    [(Verdict.REJECTED, False, True), (Verdict.ACCEPTED, True, False), (Verdict.CORRECTED, True, True)],
)
def test_who_rejects_a_relation_rejects_what_refines_it_and_who_accepts_one_accepts_what_it_refines(
    verdict: Verdict, wider: bool, finer: bool
) -> None:
    backs, trains = replace(ARMS, relation="backs"), replace(ARMS, relation="trains")

    assert knows(ARMS, backs, verdict) is wider
    assert knows(backs, ARMS, verdict) is finer
    assert not knows(ARMS, trains, verdict)


def test_merged_actors_are_one_here_too() -> None:
    judged = replace(ATTACKS, source=ActorRef("a", "A", "A", 0, 1))

    assert recognises(
        judged,
        Verdict.REJECTED,
        ATTACKS,
        lambda one, other: {one, other} <= {"a", "ruritania"} or one == other,
    )
