"""Whom an actor came from and what came out of it, in time, and what each view counts as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import Catalogue
from kg.model import Actor, ActorKind, Date, Event, EventKind, Name, NameKind
from kg.resolution import View, identities, lineage


def actor(actor_id: str, *names: Name) -> Actor:
    return Actor(actor_id, ActorKind.ARMED_GROUP, actor_id.upper(), names)


def event(kind: EventKind, before: str, after: str, date: str | None) -> Event:
    return Event(kind, tuple(before), tuple(after), Date(date) if date else None)


def catalogue(*events: Event) -> Catalogue:
    renamed = (
        Name("A", NameKind.FORMER, "", Date("2000"), Date("2004")),
        Name("A Two", NameKind.OFFICIAL, "", Date("2006"), None),
    )
    actors = {letter: actor(letter) for letter in "abcdefg"} | {"a": actor("a", *renamed)}
    return Catalogue(actors, "", events)


SPLIT, MERGER, SUCCESSION = EventKind.SPLIT, EventKind.MERGER, EventKind.SUCCESSION
WORLD = catalogue(
    event(SUCCESSION, "a", "b", "2010"),
    event(SPLIT, "b", "c", "2012-05"),
    event(MERGER, "bd", "d", "2014"),  # d takes b in
    event(SPLIT, "d", "e", "2013"),  # before that
    event(SPLIT, "d", "f", "2015"),
    event(EventKind.DISSOLUTION, "f", "", "2016"),
)


def ids(actors: tuple[Actor, ...]) -> str:
    return "".join(sorted(found.id for found in actors))


@pytest.mark.parametrize(
    ("actor_id", "ancestors", "descendants"),
    [
        ("a", "", "bcdf"),
        ("b", "a", "cdf"),
        ("c", "ab", ""),
        ("d", "ab", "ef"),
        ("e", "d", ""),
        ("f", "abd", ""),
    ],
)
def test_a_lineage_goes_both_ways_and_never_against_time(
    actor_id: str, ancestors: str, descendants: str
) -> None:
    found = lineage(WORLD, actor_id)

    assert (ids(found.ancestors), ids(found.descendants)) == (ancestors, descendants)


def test_the_events_of_a_lineage_are_in_order_and_end_with_its_own_end() -> None:
    assert [str(found.date) for found in lineage(WORLD, "f").events] == ["2010", "2014", "2015", "2016"]
    assert [str(found.date) for found in lineage(WORLD, "e").events] == ["2013"]


def test_dates_that_may_be_in_order_are() -> None:
    vague = catalogue(event(SPLIT, "a", "b", "2016-07"), event(SPLIT, "b", "c", "2016"))

    assert ids(lineage(vague, "c").ancestors) == "ab"
    assert ids(lineage(vague, "a").descendants) == "bc"


def test_a_circle_of_events_ends() -> None:
    circle = catalogue(event(SPLIT, "a", "b", None), event(SPLIT, "b", "a", None))

    assert ids(lineage(circle, "a").ancestors) == "b"


def test_each_view_counts_differently() -> None:
    by_name = identities(WORLD, "a", View.NAME)
    (by_actor,) = identities(WORLD, "a", View.ACTOR)
    (by_line,) = identities(WORLD, "a", View.LINEAGE)

    assert [(one.id, one.name) for one in by_name] == [("a@2000", "A"), ("a@2006", "A Two")]
    assert [span.name for span in by_actor.chain] == ["A", "", "A Two"]
    assert (by_line.id, by_line.actors) == ("b", ("a", "b"))
    assert [span.name for span in by_line.chain] == ["A", "", "A Two", "B"]
    assert identities(WORLD, "b", View.LINEAGE) == (by_line,)


def test_what_nobody_succeeded_is_the_same_in_both_wider_views() -> None:
    assert identities(WORLD, "c", View.LINEAGE) == identities(WORLD, "c", View.ACTOR)


letters = st.sampled_from("abcdefg")
pairs = st.tuples(letters, letters).filter(lambda pair: pair[0] != pair[1])
dates = st.one_of(st.none(), st.sampled_from(["2010", "2011", "2011-03", "2011-03-05", "2012-12-31"]))
splits = st.builds(lambda pair, date: event(SPLIT, pair[0], pair[1], date), pairs, dates)


@given(st.lists(splits, max_size=8))
def test_whoever_is_an_ancestor_has_the_other_as_descendant(events: list[Event]) -> None:
    some = catalogue(*events)
    found = {letter: lineage(some, letter) for letter in "abcdefg"}
    up = {(one, other.id) for one in found for other in found[one].ancestors}
    down = {(other.id, one) for one in found for other in found[one].descendants}

    assert up == down
