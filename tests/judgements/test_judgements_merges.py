"""Who is one with whom: what judgements connect, unless a later one says otherwise."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError, JudgementError
from kg.judgements import Decisions, check, standing
from kg.model import Actor, ActorKind, Date, Judgement, Verdict

DAY = Date("2024-05-01")


def actor(actor_id: str) -> Actor:
    return Actor(actor_id, ActorKind.ARMED_GROUP, actor_id.upper())


def judged(number: int, verdict: str, *ids: str, name: str = "", author: str = "A") -> Judgement:
    return Judgement(number, Verdict(verdict), author, DAY, actors=tuple(map(actor, ids)), name=name)


def withdrawn(number: int, earlier: int) -> Judgement:
    return Judgement(number, Verdict.WITHDRAWN, "A", DAY, withdraws=earlier)


@pytest.mark.parametrize("ids", [*permutations(["b", "a", "name/c", "doc/1/d"])])
def test_the_id_of_the_catalogue_stands_for_all_whatever_the_order(ids: tuple[str, ...]) -> None:
    merges = Decisions([judged(n, "same", *pair) for n, pair in enumerate(pairwise(ids), 1)]).merges

    assert {merges.canonical(one) for one in ids} == {"a"}
    assert merges.group("doc/1/d") == set(ids)


def test_a_chain_that_contradicts_an_earlier_judgement_is_told() -> None:
    decisions = Decisions([judged(1, "different", "a", "c"), judged(2, "same", "a", "b")])

    with pytest.raises(JudgementError, match=r"contradicts judgement 1 \(A and C: different, A\)"):
        check(judged(3, "same", "b", "c"), decisions, force=False)
    check(judged(3, "same", "b", "c"), decisions, force=True)
    check(judged(3, "same", "b", "d"), decisions, force=False)


def test_the_contrary_of_an_earlier_judgement_is_told_both_ways() -> None:
    for first, second in (("same", "different"), ("different", "same")):
        with pytest.raises(JudgementError, match="contradicts judgement 1"):
            check(judged(2, second, "b", "a"), Decisions([judged(1, first, "a", "b")]), force=False)


def test_another_meaning_of_a_name_is_told() -> None:
    decisions = Decisions([judged(1, "same", "a", name="the Front")])

    with pytest.raises(JudgementError, match="contradicts judgement 1"):
        check(judged(2, "different", name="The FRONT"), decisions, force=False)
    check(judged(2, "same", "a", name="The FRONT"), decisions, force=False)


def test_the_later_judgement_holds() -> None:
    decisions = Decisions(
        [judged(1, "same", "a", "b"), judged(2, "same", "b", "c"), judged(3, "different", "a", "c")]
    )

    assert decisions.merges.overruled == {1}
    assert decisions.merges.is_same("b", "c")
    assert not decisions.merges.is_same("a", "b")


def test_taking_back_a_withdrawal_brings_back_the_judgement() -> None:
    history = [judged(1, "same", "a", "b"), withdrawn(2, 1)]

    assert standing(history) == [history[1]]
    assert standing([*history, withdrawn(3, 2)])[0] == history[0]


def test_what_does_not_stand_cannot_be_taken_back() -> None:
    decisions = Decisions([judged(1, "same", "a", "b"), withdrawn(2, 1)])

    with pytest.raises(JudgementError, match="no judgement 1 to take back"):
        check(withdrawn(3, 1), decisions, force=True)


def test_names_mean_whom_somebody_is_one_with() -> None:
    decisions = Decisions(
        [
            judged(1, "same", "name/c", "a"),
            judged(2, "same", "name/c", name="the Front"),
            judged(3, "different", name="the group"),
        ]
    )

    assert decisions.names() == {"name c": "a", "the front": "a", "the group": None}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: judged(1, "same", "a"),
        lambda: judged(1, "same", "a", "a"),
        lambda: judged(1, "different", "a", name="N"),
        lambda: judged(1, "same", name="N"),
        lambda: judged(1, "accepted"),
        lambda: judged(1, "corrected"),
        lambda: judged(1, "same", "a", "b", author=" "),
        lambda: withdrawn(1, 1),
    ],
)
def test_a_judgement_without_its_parts_is_refused(wrong: object) -> None:
    with pytest.raises(DataError):
        wrong()  # type: ignore[operator]


ids = st.sampled_from(["a", "b", "c", "name/d", "name/e"])
pairs = st.tuples(st.sampled_from(["same", "different"]), ids, ids).filter(lambda pair: pair[1] != pair[2])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(pairs, max_size=8))
def test_what_holds_is_never_contradictory_and_the_last_word_counts(said: list[tuple[str, str, str]]) -> None:
    history = [judged(number, *pair) for number, pair in enumerate(said, 1)]
    merges = Decisions(history).merges
    held = [j for j in history if j.number not in merges.overruled]

    assert all(merges.is_same(*(a.id for a in j.actors)) is (j.verdict is Verdict.SAME) for j in held)
    assert not history or history[-1] in held
