"""What the classifier can say agrees with the ontology and with PLOVER."""

from __future__ import annotations

from kg.classifier.labels import DIRECTED, QUAD_OF, QUADS, RELATION_LABELS, ROOTS, SIGN_OF, Label
from kg.vocabulary import RELATIONS


def test_every_base_relation_has_a_label_each_way_it_can_point() -> None:
    base = {term.name: term for term in RELATIONS.values() if term.parent is None}

    assert {label.name for label in RELATION_LABELS} == {"none", *base}
    for name, term in base.items():
        ways = [label.forward for label in RELATION_LABELS if label.name == name]
        assert ways == ([True] if term.symmetric else [True, False])


def test_none_comes_first_and_no_label_twice() -> None:
    for labels in (RELATION_LABELS, DIRECTED):
        assert labels[0] == Label("none")
        assert len(set(labels)) == len(labels)


def test_fifteen_roots_in_four_quads_of_two_signs() -> None:
    assert len(ROOTS) == 15
    assert {QUAD_OF[root] for root in ROOTS} == set(QUADS)
    assert {SIGN_OF[quad] for quad in QUADS} == {label.name for label in DIRECTED} - {"none"}


def test_a_label_that_points_back_is_marked() -> None:
    assert [str(Label("backs")), str(Label("backs", forward=False))] == ["backs", "backs<"]
