"""What the pool remembers of slow queries."""

from __future__ import annotations

import pytest

from kg.server.shapes import SlowShapes, shape_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT * { ?a ?b 1 }", "SELECT * { ?a ?b 22 }"),
        ('SELECT * { ?a ?b "x" }', "SELECT * {\n  ?a ?b 'a longer \\' text'\n}".replace("'", '"')),
        ("# 1\nASK {}", "# another comment\nASK {}"),
    ],
)
def test_queries_that_differ_in_values_have_one_shape(one, other):
    assert shape_of(one) == shape_of(other)


def test_queries_about_other_things_have_two_shapes():
    assert shape_of("SELECT * { ?a kg:backs ?b }") != shape_of("SELECT * { ?a kg:opposes ?b }")


def test_what_a_query_took_in_vain_is_known_until_one_of_its_like_comes_to_an_end():
    shapes = SlowShapes()
    assert "s" not in shapes
    shapes.add("s", in_vain=4.0)
    shapes.add("s")
    assert "s" in shapes
    assert shapes.in_vain("s") == 4.0
    shapes.add("s", in_vain=0.0)
    assert "s" in shapes
    assert shapes.in_vain("s") == 0.0
    shapes.forget("s")
    assert "s" not in shapes


def test_only_the_latest_shapes_are_remembered():
    shapes = SlowShapes()
    for number in range(1000):
        shapes.add(f"shape {number}", in_vain=1.0)
    assert "shape 0" not in shapes
    assert "shape 999" in shapes
