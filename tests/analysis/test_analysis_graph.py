"""The projection and what is asked of it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records, record

from kg.analysis import (
    Filter,
    actor_of,
    ego,
    most_connected,
    neighbours,
    path,
    project,
    project_readings,
    stats,
    subgraph,
    tie,
    ties_of,
)
from kg.errors import SettingsError, UnknownNameError
from kg.model import Actor, ActorKind, Date, Name, Reading

CHAIN = [
    record("a", "backs", "b"),
    record("c", "attacks", "b"),
    record("c", "fights", "b", date="2021"),
    record("c", "controls", "town"),
    record("e", "controls", "town"),
]


def test_nodes_carry_actors_and_edges_carry_ties():
    graph = project(
        CHAIN, [Actor("a", ActorKind.STATE, "Atlantis"), Actor("z", ActorKind.STATE, "Nobody's friend")]
    )
    assert list(graph) == ["a", "b", "c", "e", "town"]
    assert actor_of(graph, "a").name == "Atlantis"
    assert actor_of(graph, "b") == Actor("b", ActorKind.UNKNOWN, "b")
    assert actor_of(graph, "town").kind is ActorKind.PLACE
    assert graph.edges["a", "b", "backs"]["tie"].sign == "friendly"
    assert [found.relation for found in ties_of(graph, "b")] == ["backs", "fights", "attacks"]


def test_a_filter_leaves_out_actors_without_a_tie():
    assert list(project(CHAIN, where=Filter(relations=frozenset({"backs"})))) == ["a", "b"]


def test_a_filter_takes_any_collection_but_no_single_text():
    assert Filter(relations=["backs"]) == Filter(relations=frozenset({"backs"}))
    with pytest.raises(SettingsError, match="relations is one text"):
        Filter(relations="backs")
    with pytest.raises(SettingsError, match="unknown relation 'backz'") as caught:
        Filter(relations=["backz"])
    assert caught.value.hint == "Did you mean backs?"


def test_one_tie_is_found_by_its_ends():
    graph = project(CHAIN)
    assert tie(graph, "a", "backs", "b").affirmed == 1
    assert tie(graph, "c", "fights", "b") == tie(graph, "b", "fights", "c")
    for wrong in (("b", "backs", "a"), ("a", "attacks", "b"), ("nobody", "backs", "b")):
        with pytest.raises(UnknownNameError):
            tie(graph, *wrong)


def test_readings_bring_their_documents_and_all_names_of_an_actor():
    one, two = record("a", "backs", "b", document="1"), record("a", "backs", "b", document="2")
    actor = Actor("a", ActorKind.STATE, "Atlantis", (Name("Atlantis"),))
    other = Actor("a", ActorKind.STATE, "Atlantis", (Name("Atlantis"), Name("ATL")))
    graph = project_readings(
        [Reading(one.document, (one.claim,), (actor,)), Reading(two.document, (two.claim,), (other,))]
    )
    assert [name.text for name in actor_of(graph, "a").names] == ["Atlantis", "ATL"]
    assert [r.document.id for r in graph.edges["a", "b", "backs"]["tie"].records] == ["1", "2"]


def test_a_tie_of_an_actor_to_itself_is_listed_once():
    assert len(ties_of(project([record("a", "formerly_known_as", "a")]), "a")) == 1


def test_the_way_between_two_actors_shows_all_ties_on_it():
    steps = path(project(CHAIN), "a", "c")
    assert [(step.start, step.end) for step in steps] == [("a", "b"), ("b", "c")]
    assert [tie.relation for tie in steps[1].ties] == ["fights", "attacks"]


def test_places_do_not_connect_actors_unless_asked():
    graph = project(CHAIN)
    assert path(graph, "c", "e") == ()
    assert [step.end for step in path(graph, "c", "e", through_places=True)] == ["town", "e"]
    assert [step.end for step in path(graph, "c", "town")] == ["town"]


def test_of_several_shortest_ways_the_one_with_most_claims_is_taken():
    graph = project(
        [
            record("a", "backs", "m"),
            record("m", "backs", "z"),
            record("a", "backs", "n"),
            *(record("z", "attacks", "n", document=str(number)) for number in range(3)),
            record("a", "opposes", "l"),
            record("l", "opposes", "z"),
        ]
    )
    assert [step.end for step in path(graph, "a", "z")] == ["n", "z"]
    assert [step.end for step in path(graph, "z", "a")] == ["n", "a"]


def test_among_equal_ways_the_smaller_ids_win():
    graph = project(
        [
            record(*ends)
            for ends in (("a", "backs", "m"), ("m", "backs", "z"), ("a", "backs", "b"), ("b", "backs", "z"))
        ]
    )
    assert [step.end for step in path(graph, "a", "z")] == ["b", "z"]


def test_ways_that_are_too_long_are_not_shown():
    assert path(project(CHAIN), "a", "c", max_steps=1) == ()


def test_an_actor_without_ties_is_refused_by_name():
    graph = project(CHAIN)
    for ask in (
        lambda: path(graph, "a", "nobody"),
        lambda: ego(graph, "nobody"),
        lambda: ties_of(graph, "nobody"),
    ):
        with pytest.raises(UnknownNameError, match="nobody"):
            ask()


def test_a_neighbourhood_grows_with_its_radius():
    graph = project(CHAIN)
    assert [list(ego(graph, "a", radius)) for radius in (0, 1, 2)] == [["a"], ["a", "b"], ["a", "b", "c"]]
    assert list(ego(graph, "a", 9)) == ["a", "b", "c", "e", "town"]


@settings(deadline=None, max_examples=40)
@given(st.sets(st.integers(0, 19)))
def test_a_part_of_the_graph_keeps_the_order_and_the_ties_between_its_actors(numbers):
    graph = project(made_up_records(made_up_actors(20), 60))
    part = subgraph(graph, {f"actor-{n}" for n in numbers} & set(graph))
    assert list(part) == [node for node in graph if node in part]
    assert ties_of(part) == [tie for tie in ties_of(graph) if tie.source in part and tie.target in part]


def test_the_most_connected_come_first_and_equals_by_claims():
    assert most_connected(project(CHAIN), 3) == [("b", 2), ("c", 2), ("town", 2)]
    assert neighbours(project(CHAIN), "town") == ["c", "e"]


def test_statistics_count_what_is_there():
    told = stats(
        project([*CHAIN, record("a", "backs", "b", by="the army", publisher="", date="2022")]), top=1
    )
    assert (told.actors, told.ties, told.claims, told.documents, told.contested) == (5, 5, 6, 6, 0)
    assert told.sources == 6
    assert (told.first, told.last) == (Date("2020-05-01"), Date("2022"))
    assert told.ties_by_relation == {"controls": 2, "attacks": 1, "backs": 1, "fights": 1}
    assert told.ties_by_sign == {"hostile": 2, "territory": 2, "friendly": 1}
    assert told.actors_by_kind == {"unknown": 4, "place": 1}
    assert told.by_publisher == {"Morning Wire": 5, "": 1}
    assert told.by_claimant == {"": 5, "the army": 1}
    assert list(told.most_connected) == ["b"]


def test_copies_count_as_one_source_where_they_are_in_the_graph():
    first, second, third = (each.document.id for each in CHAIN[:3])
    told = stats(project(CHAIN), copies=[[first, second, third], ["elsewhere", CHAIN[3].document.id]])
    assert told.documents - told.sources == 2


def test_statistics_of_nothing():
    told = stats(project([]))
    assert (told.actors, told.first, told.most_connected) == (0, None, {})


def test_graphs_are_the_same_in_every_process():
    """Sets of strings are walked in another order in each process; no such order may reach the graph."""
    code = (
        "from made_up import *; from kg.analysis import *; a = made_up_actors(30);"
        "g = project(made_up_records(a, 80), a); n = ego(g, 'actor-3', 2);"
        "print(list(n.edges(keys=True)), path(g, 'actor-3', 'actor-9'), stats(g))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
