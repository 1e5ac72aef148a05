"""The check on writing finds what a full SHACL validation finds, and nothing in what is whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from test_store_validate import filled

from kg.resources import ontology_dir
from kg.store.rdf.terms import KG, TYPE, XSD
from kg.store.shacl.checking import checker
from kg.store.shacl.findings import Finding
from kg.store.shacl.shapes import read_shapes
from kg.store.shacl.validate import validate

EXAMPLES = sorted((ontology_dir() / "examples").glob("*/*.ttl"))


def example(path: Path) -> list[Triple]:
    """Read an example, with names of its own, also in place of blank nodes, which the store has none of."""
    own = f"https://w3id.org/kg-actors/{path.parent.name}/"

    def named(node: NamedNode | Literal | BlankNode) -> NamedNode | Literal:
        if isinstance(node, Literal) or node.value.startswith(KG):
            return node
        if isinstance(node, BlankNode):
            return NamedNode(f"{own}blank/{node.value}")
        return NamedNode(node.value.replace("https://w3id.org/kg-actors/", own))

    read = (quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE))
    return sorted({Triple(named(s), p, named(o)) for s, p, o in read}, key=str)


PASSING = (triple for path in EXAMPLES if path.stem == "pass" for triple in example(path))
WHOLE = sorted({*filled().triples(), *PASSING}, key=str)
TERMS = sorted({t.predicate for t in WHOLE}, key=str)
NODES = sorted({t.subject for t in WHOLE}, key=str)
ODD = [
    NamedNode("https://example.org/nobody"),
    KG["Claim"],
    KG["Fact"],
    KG["Actor"],
    KG["Person"],
    KG["backs"],
    KG["denied"],
    KG["day"],
    Literal(""),
    Literal("a text"),
    Literal("a text", language="en"),
    *(Literal(text, datatype=XSD["decimal"]) for text in ("0", "0.5", "1", "1.000001", "-1", "many")),
    *(Literal(text, datatype=XSD["integer"]) for text in ("-1", "0", "7", "10000000", "1.5", "")),
    Literal("2016-01-01T00:00:00Z", datatype=XSD["dateTime"]),
    Literal("2016-01-01T00:00:00+00:00", datatype=XSD["dateTime"]),
    Literal("2016-01-01T00:00:00", datatype=XSD["dateTime"]),
    Literal("2030-12-31T23:59:59Z", datatype=XSD["dateTime"]),
    Literal("2016-02-30T00:00:00Z", datatype=XSD["dateTime"]),
    Literal("last year", datatype=XSD["dateTime"]),
    Literal("2016-01-01", datatype=XSD["date"]),
    Literal("true", datatype=XSD["boolean"]),
]


def damages() -> st.SearchStrategy[list[tuple[str, int, int]]]:
    """What to do to the graph: the kind of damage, the triple, and what to put there."""
    kinds = st.sampled_from(["remove", "value", "another", "property", "class", "subject"])
    return st.lists(st.tuples(kinds, st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=8)


def damaged(done: list[tuple[str, int, int]]) -> set[Triple]:
    triples = set(WHOLE)
    for kind, place, what in done:
        subject, predicate, value = WHOLE[place % len(WHOLE)]
        odd = [*ODD, *NODES][what % (len(ODD) + len(NODES))]
        if kind in {"remove", "value"}:
            triples.discard(Triple(subject, predicate, value))
        if kind in {"value", "another"}:
            triples.add(Triple(subject, predicate, odd))
        elif kind == "property":
            triples.add(Triple(subject, TERMS[what % len(TERMS)], value))
        elif kind == "class" and isinstance(odd, NamedNode):
            triples.add(Triple(subject, TYPE, odd))
        elif kind == "subject":
            triples.add(Triple(NODES[what % len(NODES)], predicate, value))
    return triples


def told(findings: tuple[Finding, ...] | list[Finding]) -> set[tuple[str, ...]]:
    """Everything of the findings but their wording.

    Where the text of a number or date is none, the order is left out: the two compare such texts differently.
    """
    ill = {f.focus for f in findings if f.constraint == "datatype"}
    ordered = {"lessThan", "lessThanOrEquals", "maxInclusive", "minExclusive", "minInclusive"}
    return {
        (f.focus, f.path, f.value, f.shape, f.constraint)
        for f in findings
        if f.constraint not in ordered or f.focus not in ill
    }


@settings(max_examples=12, deadline=None)
@given(damages())
def test_a_damaged_graph_is_found_wrong_where_a_full_validation_finds_it_so(
    done: list[tuple[str, int, int]],
) -> None:
    triples = damaged(done)

    assert told(checker().check(triples)) == told(validate(triples).findings)


def test_every_constraint_of_the_shapes_is_understood() -> None:
    assert read_shapes().left_out == ()
    assert len(read_shapes().shapes) > 35


def test_a_whole_graph_has_nothing_wrong() -> None:
    assert checker().check(WHOLE) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_examples_of_the_shapes_pass_and_fail(path: Path) -> None:
    findings = checker().check(example(path))

    assert (findings == []) is (path.stem == "pass")
