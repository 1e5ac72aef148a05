"""Blocs: who stands with whom, by what friendly and hostile ties say."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project, ties_of
from kg.model import Actor, ActorKind, Polarity
from kg.scene.blocs import blocs, order, strength

RELATIONS = ["backs", "allied_with", "negotiates_with", "attacks", "fights", "opposes", "part_of", "controls"]


def camps(graph):
    """Return the blocs as sets of actors, the largest first."""
    standing = blocs(graph)
    return [
        {node for node in standing if standing[node] == bloc} for bloc in range(len(set(standing.values())))
    ]


def said(*claims):
    return project([record(source, relation, target) for source, relation, target in claims])


def test_friends_stand_together_and_enemies_apart():
    graph = said(
        ("iran", "backs", "hezbollah"),
        ("iran", "backs", "syria"),
        ("hezbollah", "backs", "syria"),
        ("turkiye", "backs", "sna"),
        ("sna", "fights", "syria"),
        ("turkiye", "opposes", "syria"),
    )
    assert camps(graph) == [{"iran", "hezbollah", "syria"}, {"turkiye", "sna"}]


def test_the_friend_of_two_enemies_stands_with_the_closer_one():
    graph = project(
        [
            *(record("broker", "backs", "north", date=f"202{year}") for year in range(4)),
            record("broker", "backs", "south"),
            record("north", "fights", "south"),
        ]
    )
    assert camps(graph) == [{"broker", "north"}]


def test_enemies_of_one_enemy_who_are_no_friends_stand_alone():
    assert blocs(said(("turkiye", "fights", "is"), ("syria", "fights", "is"))) == {}


def test_an_alliance_that_is_only_denied_makes_no_bloc():
    denied = record("a", "allied_with", "b", polarity=Polarity.DENIED)
    assert blocs(project([denied])) == {}
    assert camps(project([denied, record("a", "allied_with", "b")])) == [{"a", "b"}]


def test_who_is_in_the_same_city_does_not_stand_together():
    places = [Actor("city", ActorKind.PLACE, "City")]
    claims = [record("a", "controls", "city"), record("b", "present_in", "city")]
    assert blocs(project(claims, places)) == {}
    assert blocs(project([record("a", "backs", "city")], places)) == {}


def test_who_split_from_a_group_does_not_stand_with_it():
    assert blocs(said(("splinter", "split_from", "group"))) == {}


def test_more_claims_more_confidence_and_fewer_denials_make_a_tie_stronger():
    def pull(relation="backs", claims=1, denied=0, confidence=0.9):
        records = [
            record(
                "a",
                relation,
                "b",
                document=str(number),
                confidence=confidence,
                polarity=Polarity.DENIED if number < denied else Polarity.AFFIRMED,
            )
            for number in range(claims + denied)
        ]
        return strength(ties_of(project(records))[0])

    assert 0 < pull(confidence=0.4) < pull() < pull(claims=2) < pull(claims=200) < 10 * pull()
    assert pull(claims=4, denied=4) < pull(claims=4)
    assert pull(claims=0, denied=3) == 0
    assert pull("attacks", claims=3) == -pull(claims=3)
    assert pull("controls") == 0


@st.composite
def two_camps(draw):
    """Two camps: friends are all members of one, enemies some of the members of both, in any order."""
    left, right = ([f"{side}{n}" for n in range(draw(st.integers(2, 7)))] for side in "ab")
    friendly = [pair for camp in (left, right) for pair in combinations(camp, 2)]
    hostile = draw(st.lists(st.sampled_from(list(product(left, right))), min_size=1, unique=True))
    claims = [record(*_between(pair, "allied_with")) for pair in friendly]
    claims += [record(*_between(pair, "fights")) for pair in hostile]
    return draw(st.permutations(claims)), {frozenset(left), frozenset(right)}


def _between(pair, relation):
    return pair[0], relation, pair[1]


@settings(deadline=None, max_examples=60)
@given(two_camps())
def test_two_camps_without_a_hostile_tie_inside_are_found(given_camps):
    claims, expected = given_camps
    assert {frozenset(camp) for camp in camps(project(claims))} == expected


claims_made_up = st.lists(
    st.builds(
        record,
        st.sampled_from("abcdefgh"),
        st.sampled_from(RELATIONS),
        st.sampled_from("abcdefgh"),
        polarity=st.sampled_from(Polarity),
        confidence=st.sampled_from([0.3, 0.6, 0.9]),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(claims_made_up, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(claims, random):
    graph = project(claims)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.shuffle(nodes)
    random.shuffle(edges)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(nodes)
    turned.add_edges_from(edges)

    assert list(blocs(turned).items()) == list(blocs(graph).items())
    assert order(turned, [node for node, _ in nodes]) == order(graph, list(graph))


@settings(deadline=None, max_examples=60)
@given(claims_made_up)
def test_blocs_are_numbered_by_size_and_nobody_is_alone_in_one(claims):
    sizes = [len(camp) for camp in camps(project(claims))]
    assert sizes == sorted(sizes, reverse=True)
    assert not sizes or sizes[-1] > 1


@settings(deadline=None, max_examples=60)
@given(claims_made_up)
def test_rows_name_everybody_once_and_members_of_a_bloc_follow_each_other(claims):
    graph = project(claims)
    standing = blocs(graph)
    rows = order(graph, list(graph))
    assert sorted(rows) == sorted(graph)
    seen = [standing[node] for node in rows if node in standing]
    changes = sum(one != other for one, other in pairwise(seen))
    assert changes == max(len(set(seen)) - 1, 0)


def test_friendly_blocs_stand_beside_each_other_and_the_hostile_one_at_an_end():
    names = {side: [f"{side}{n}" for n in range(4)] for side in "xyz"}
    inside = [(a, "allied_with", b) for camp in names.values() for a, b in combinations(camp, 2)]
    graph = said(
        *inside,
        ("x0", "backs", "z0"),
        *((a, "fights", b) for a, b in zip(names["x"], names["y"], strict=True)),
    )
    sides = "".join(dict.fromkeys(node[0] for node in order(graph, list(graph))))
    assert sides in {"xzy", "zxy", "yxz", "yzx"}
    assert abs(sides.index("x") - sides.index("z")) == 1


def test_rows_may_be_some_of_the_actors():
    graph = said(("a", "backs", "b"), ("b", "backs", "c"), ("c", "fights", "d"))
    assert sorted(order(graph, ["c", "a"])) == ["a", "c"]
    assert order(graph, []) == []


@pytest.mark.parametrize("relation", ["fights", "backs"])
def test_thousands_of_actors_are_put_in_order(relation):
    claims = [record(f"a{n}", relation, f"a{n * 7919 % 3000}") for n in range(1, 3000)]
    graph = project(claims)
    assert len(order(graph, list(graph))) == len(graph)


def test_a_graph_of_a_common_size_has_a_few_blocs():
    actors = made_up_actors(63)
    graph = project(made_up_records(actors, 190), actors)
    assert 3 <= len(camps(graph)) <= 12
    assert camps(project([])) == []
