"""A scene tells the graph once, in one order, and leaves nothing out that it counts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project, ties_of
from kg.errors import UnknownNameError
from kg.model import Actor, ActorKind, Date, Event, EventKind, Name, NameKind, Polarity
from kg.scene.content import CONTEXT, around
from kg.scene.scene import MOST_SENTENCES, Scene, scene


@pytest.fixture(scope="module")
def graph():
    actors = made_up_actors(60)
    return project(made_up_records(actors, 200), actors)


def test_ties_and_claims_are_those_of_the_graph(graph):
    drawn = scene(graph)
    ids = [actor["id"] for actor in drawn["actors"]]
    assert ids == sorted(graph)
    ties = ties_of(graph)
    columns = drawn["ties"]
    told = zip(columns["source"], columns["relation"], columns["target"], strict=True)
    assert [(ids[s], r, ids[t]) for s, r, t in told] == [(t.source, t.relation, t.target) for t in ties]
    claims = drawn["claims"]
    assert len({len(column) for column in claims.values()}) == 1
    assert [claims["tie"].count(index) for index in range(len(ties))] == [len(tie.records) for tie in ties]
    assert sum(claims["denied"]) == sum(tie.denied for tie in ties)
    assert drawn["total"] == {"actors": len(graph), "ties": len(ties), "claims": len(claims["tie"])}


def test_every_sentence_stands_with_its_claim(graph):
    drawn = scene(graph)
    quotes = dict(zip(drawn["evidence"]["claim"], drawn["evidence"]["quote"], strict=True))
    expected = [r.claim.evidence.quote for tie in ties_of(graph) for r in tie.records[::-1]]
    assert [quotes[index] for index in range(len(expected))] == expected


def test_a_mutual_tie_says_which_claim_names_the_ends_the_other_way_round():
    graph = project(
        [record("b", "allied_with", "a", date="2020"), record("a", "allied_with", "b", date="2021")]
    )
    drawn = scene(graph)
    assert (drawn["ties"]["source"], drawn["claims"]["turned"]) == ([0], [0, 1])


def test_a_tie_with_very_many_claims_counts_all_and_tells_the_latest():
    many = [record("a", "backs", "b", date=f"{1900 + n}") for n in range(MOST_SENTENCES + 5)]
    drawn = scene(project([*many, record("b", "backs", "c", quote="Another sentence.")]))
    assert len(drawn["claims"]["tie"]) == MOST_SENTENCES + 6
    assert drawn["evidence"]["claim"] == [*range(MOST_SENTENCES), MOST_SENTENCES + 5]
    assert drawn["evidence"]["quote"][-1] == "Another sentence."


def test_without_sentences_it_says_that_they_must_be_asked_for(graph):
    assert scene(graph, Scene(sentences=False))["evidence"] is None


def test_the_first_view_holds_the_most_connected(graph):
    drawn = scene(graph, Scene(limit=10))
    degree = {n: len({*graph.successors(n), *graph.predecessors(n)} - {n}) for n in graph}
    ids = [actor["id"] for actor in drawn["actors"]]
    first = [ids[index] for index in drawn["first"]]
    assert len(first) == 10
    assert min(degree[n] for n in first) >= max(d for n, d in degree.items() if n not in first)
    assert sorted(index for index, _, _ in drawn["wide"]) == sorted(drawn["first"])


def test_who_has_a_name_is_shown_before_the_rebels_of_one_article():
    rebels = [record("doc/1/rebels", "attacks", other) for other in "abc"]
    drawn = scene(project([*rebels, record("a", "backs", "b")]), Scene(limit=3))
    ids = [actor["id"] for actor in drawn["actors"]]
    assert [ids[index] for index in drawn["first"]] == ["a", "b", "c"]


def test_the_first_view_can_be_the_neighbourhood_of_some(graph):
    drawn = scene(graph, Scene(focus=("actor-3", "actor-9"), limit=60))
    ids = [actor["id"] for actor in drawn["actors"]]
    near = {n for a in ("actor-3", "actor-9") for n in (a, *graph.successors(a), *graph.predecessors(a))}
    assert {ids[index] for index in drawn["first"]} == near
    assert [ids[index] for index in drawn["focus"]] == ["actor-3", "actor-9"]
    with pytest.raises(UnknownNameError):
        scene(graph, Scene(focus=("nobody",)))


def test_it_can_reach_further_out():
    chain = project([record(a, "backs", b) for a, b in ("ab", "bc", "cd", "de")])
    reached = [len(scene(chain, Scene(focus=("a",), steps=steps))["first"]) for steps in (1, 2, 3)]
    assert reached == [2, 3, 4]


def test_of_too_many_actors_the_most_connected_and_those_asked_for_are_held(graph):
    drawn = scene(graph, Scene(most=20, limit=5, focus=("actor-59",)))
    ids = [actor["id"] for actor in drawn["actors"]]
    assert len(ids) == 20
    assert "actor-59" in ids
    assert drawn["total"]["actors"] == 60
    assert max(drawn["ties"]["source"] + drawn["ties"]["target"]) < 20


def test_an_empty_graph_makes_a_scene():
    drawn = scene(project([]))
    assert drawn["total"] == {"actors": 0, "ties": 0, "claims": 0}
    assert drawn["first"] == drawn["wide"] == drawn["order"] == []


def test_events_that_concern_somebody_are_told():
    events = (
        Event(EventKind.SPLIT, ("a",), ("b",), Date("2013-04")),
        Event(EventKind.MERGER, ("x", "y"), ("z",), Date("2014")),
    )
    drawn = scene(project([record("a", "backs", "c")]), Scene(events=events, name=str.upper))
    assert drawn["events"] == [{"kind": "split", "date": "2013-04", "before": ["a"], "after": ["b"]}]
    assert drawn["others"] == {"b": "B"}


def test_judgements_are_told_of_claims_that_are_there():
    graph = project([record("a", "backs", "b"), record("a", "backs", "b", polarity=Polarity.DENIED)])
    by_polarity = Scene(
        claim_id=lambda r: r.claim.polarity.value, judged={"denied": {"verdict": "accepted"}, "x": {}}
    )
    drawn = scene(graph, by_polarity)
    assert sorted(drawn["claims"]["id"]) == ["affirmed", "denied"]
    assert drawn["judged"] == {"denied": {"verdict": "accepted"}}


def test_names_come_by_kind_and_the_latest_first():
    names = (
        Name("byname"),
        Name("first", NameKind.OFFICIAL, "", Date("2012")),
        Name("last", NameKind.OFFICIAL, "", Date("2017")),
        Name("ACR", NameKind.ACRONYM),
        *(Name(kind.value, kind) for kind in NameKind),
    )
    drawn = scene(project([record("a", "backs", "b")], [Actor("a", ActorKind.STATE, "last", names)]))
    told = [name["text"] for name in drawn["actors"][0]["names"]]
    assert [text for text in told if text in {"byname", "first", "last", "ACR"}] == [
        "last",
        "first",
        "ACR",
        "byname",
    ]
    assert len(told) == len(names)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c#d", True),
        (" http://news.example/ ", True),
        ("javascript:alert(1)", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url, kept):
    (document,) = scene(project([record("a", "backs", "b", url=url)]))["documents"]
    assert document["url"] == (url.strip() if kept else "")


def test_a_sentence_is_shown_among_its_neighbours():
    text = "One. Two says so. Three."
    graph = project([record("a", "backs", "b", quote="Two says so.")])
    (tie,) = ties_of(graph)
    start, end = tie.records[0].claim.evidence.start, tie.records[0].claim.evidence.end
    drawn = scene(graph, Scene(text=lambda _: text))
    assert (drawn["evidence"]["before"], drawn["evidence"]["after"]) == tuple(
        [part] for part in around(text, start, end)
    )


@settings(deadline=None)
@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 900))
def test_what_stands_around_a_quote_is_bounded_and_taken_from_the_text(text, start, end):
    before, after = around(text, start, end)
    assert len(before) <= CONTEXT + 2
    assert len(after) <= CONTEXT + 2
    if start <= end <= len(text):
        words = " ".join(text.split())
        assert before.removeprefix("… ") in " ".join(text[:start].split())
        assert after.removesuffix(" …") in " ".join(text[end:].split())
        assert len(before + after) <= len(words) + 4
    else:
        assert (before, after) == ("", "")


def test_it_is_plain_json_and_always_the_same(graph):
    actors = made_up_actors(60)
    again = project(made_up_records(actors, 200)[::-1], actors[::-1])
    assert json.dumps(scene(graph)) == json.dumps(scene(again))
