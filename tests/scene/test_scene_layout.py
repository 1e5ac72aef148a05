"""Layouts: nothing covers anything else, those who stand together are near, and it is the same every time."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project
from kg.scene.blocs import blocs
from kg.scene.labels import Box, box_of, label_of
from kg.scene.layout import MOST_ACTORS, positions

HERE = Path(__file__).resolve().parent


def made_up_graph(size):
    actors = made_up_actors(size)
    return project(made_up_records(actors, 3 * size), actors) if size > 2 else said(("a", "backs", "b"))


def said(*claims):
    return project([record(source, relation, target) for source, relation, target in claims])


def boxes_of(graph, size=16, font=16):
    return {node: box_of(label_of(graph.nodes[node]["actor"].name), size, font) for node in graph}


def covers(a, box_a: Box, b, box_b: Box) -> bool:
    (upper, box_upper), (lower, box_lower) = sorted([(a, box_a), (b, box_b)], key=lambda pair: pair[0][1])
    across = (box_a.width + box_b.width) / 2 - abs(a[0] - b[0])
    return across > 0 and upper[1] + box_upper.below - (lower[1] - box_lower.above) > 0


def covered(placed, boxes):
    return [(a, b) for a, b in combinations(placed, 2) if covers(placed[a], boxes[a], placed[b], boxes[b])]


def distance(placed, a, b):
    return abs(complex(*placed[a]) - complex(*placed[b]))


@pytest.mark.parametrize(
    ("size", "aspect"), [(1, 1.5), (2, 0.42), (14, 0.42), (63, 1.5), (63, 0.42), (150, 1.5)]
)
def test_no_label_covers_another(size, aspect):
    graph = made_up_graph(size)
    boxes = boxes_of(graph)
    placed = positions(graph, boxes, aspect=aspect)
    assert set(placed) == set(graph)
    assert not covered(placed, boxes)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.builds(
            record,
            st.sampled_from("abcdefghijkl"),
            st.sampled_from(["backs", "fights", "part_of", "controls"]),
            st.sampled_from("abcdefghijkl"),
        ),
        max_size=30,
    ),
    st.data(),
)
def test_no_label_covers_another_whatever_the_ties_and_the_sizes(claims, data):
    graph = project(claims)
    boxes = {
        node: box_of(label_of(data.draw(st.text(max_size=60))), data.draw(st.integers(5, 30)), 14)
        for node in graph
    }
    assert not covered(positions(graph, boxes, aspect=data.draw(st.sampled_from([0.4, 1, 3]))), boxes)


def test_an_empty_graph_has_no_positions():
    assert positions(project([]), {}, aspect=1.5) == {}


def test_allies_stand_nearer_than_rivals():
    names = [f"{side}{n}" for side in "xy" for n in range(5)]
    graph = said(*((a, "allied_with" if a[0] == b[0] else "fights", b) for a, b in combinations(names, 2)))
    placed = positions(graph, {node: box_of(node, 10, 14) for node in graph}, aspect=1.5)

    def apart(same):
        return mean(distance(placed, a, b) for a, b in combinations(names, 2) if (a[0] == b[0]) == same)

    assert apart(same=True) < 0.7 * apart(same=False)


def test_lines_of_a_ring_do_not_cross_and_no_label_lies_on_one():
    ring = [f"n{number}" for number in range(8)]
    lines = list(pairwise([*ring, ring[0]]))
    graph = said(*((a, "backs", b) for a, b in lines))
    boxes = boxes_of(graph, 10, 14)
    placed = positions(graph, boxes, aspect=1.5)
    for a, b in lines:
        for node in set(ring) - {a, b}:
            along = np.linspace(placed[a], placed[b], 200) - placed[node]
            box = boxes[node]
            inside = (
                (np.abs(along[:, 0]) < box.width / 2) & (-box.above < along[:, 1]) & (along[:, 1] < box.below)
            )
            assert not inside.any(), (a, b, node)
    assert not [pair for pair in combinations(lines, 2) if crosses(placed, *pair)]


def crosses(placed, one, other):
    if set(one) & set(other):
        return False

    def side(a, b, c):
        (ax, ay), (bx, by), (cx, cy) = placed[a], placed[b], placed[c]
        return (bx - ax) * (cy - ay) > (by - ay) * (cx - ax)

    (a, b), (c, d) = one, other
    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


@pytest.mark.parametrize("aspect", [0.5, 1.5])
def test_the_picture_fills_the_frame_that_was_asked_for(aspect):
    graph = made_up_graph(63)
    placed = np.array(list(positions(graph, boxes_of(graph), aspect=aspect).values()))
    across, down = np.ptp(placed, axis=0)
    assert 0.6 * aspect < across / down < 1.7 * aspect


def camps_of(count, members):
    """Return claims: camps that are rings with spokes, hostile ties between them, loners, and lone pairs."""
    for camp in range(count):
        for n in range(members):
            yield f"c{camp}-{n}", "allied_with", f"c{camp}-{(n + 1) % members}"
            yield f"c{camp}-0", "backs", f"c{camp}-{n}"
        yield f"c{camp}-1", "fights", f"c{(camp + 1) % count}-2"
        yield f"loner-{camp}", "attacks", f"c{camp}-3"
        yield f"pair-{camp}", "fights", f"other-{camp}"


def large_graph():
    graph = said(*(claim for claim in camps_of(30, 24) if claim[0] != claim[2]))
    assert len(graph) > MOST_ACTORS
    return graph


def test_no_shape_covers_another_in_a_large_graph():
    graph = large_graph()
    sizes = {node: 8 + number % 14 for number, node in enumerate(graph)}
    boxes = {node: box_of(label_of(node), size, 14) for node, size in sizes.items()}
    placed = positions(graph, boxes, aspect=1.5)
    assert list(placed) == sorted(graph)
    assert all(distance(placed, a, b) > sizes[a] + sizes[b] for a, b in combinations(placed, 2))


def test_blocs_of_a_large_graph_are_groups_that_do_not_mix():
    graph = large_graph()
    placed = positions(graph, boxes_of(graph), aspect=1.5)
    standing = blocs(graph)
    middles = {
        bloc: np.mean([placed[node] for node in standing if standing[node] == bloc], axis=0)
        for bloc in set(standing.values())
    }
    for node, bloc in standing.items():
        near = min(middles, key=lambda other: float(np.linalg.norm(middles[other] - placed[node])))
        assert near == bloc


def test_a_loner_of_a_large_graph_stands_near_the_one_it_is_tied_to():
    graph = large_graph()
    placed = positions(graph, boxes_of(graph), aspect=1.5)
    across = float(np.ptp(np.array(list(placed.values())), axis=0).max())
    ties = [(f"loner-{camp}", f"c{camp}-3") for camp in range(30)]
    assert mean(distance(placed, *pair) for pair in ties) < 0.2 * across


def test_a_large_graph_without_any_bloc_is_placed_too():
    graph = said(*((f"a{n}", "fights", f"b{n}") for n in range(300)))
    placed = positions(graph, boxes_of(graph), aspect=1.5)
    assert len(set(placed.values())) == len(placed) == 600
    across, down = np.ptp(np.array(list(placed.values())), axis=0)
    assert 1 < across / down < 2.2


def test_many_ties_between_many_actors_are_no_reason_to_wait_for_long():
    graph = said(*((f"a{a}", "fights", f"a{b}") for a, b in combinations(range(150), 2)))
    boxes = boxes_of(graph)
    assert not covered(positions(graph, boxes, aspect=1.5), boxes)


def test_thousands_of_actors_are_placed():
    actors = [f"a{n}" for n in range(3000)]
    graph = said(*((a, "backs", actors[(7 * n + n % 50) // 50]) for n, a in enumerate(actors) if n))
    assert len(set(positions(graph, boxes_of(graph), aspect=1.5).values())) == len(graph)


def test_blocs_at_hand_are_used():
    graph = made_up_graph(63)
    boxes = boxes_of(graph)
    assert positions(graph, boxes, aspect=1.5, standing=blocs(graph)) == positions(graph, boxes, aspect=1.5)
    assert positions(graph, boxes, aspect=1.5, standing={}) != positions(graph, boxes, aspect=1.5)


def test_every_run_gives_the_same_positions():
    program = (
        f"import sys; sys.path[:0] = {[str(HERE), str(HERE.parent)]}\n"
        "from test_scene_layout import *\n"
        "for graph in (made_up_graph(40), large_graph()):\n"
        "    print(positions(graph, boxes_of(graph), aspect=1.5))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
