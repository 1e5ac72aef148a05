"""Validation finds what is wrong with a graph, and nothing in one that the store wrote."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Triple

from kg.errors import DataError
from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Date,
    Document,
    Evidence,
    Fact,
    Name,
    NameKind,
    Reading,
    Run,
)
from kg.store import Iris, Store
from kg.store.rdf.terms import KG
from kg.store.shacl.validate import validate


def filled() -> Store:
    """Return a store in memory with one of everything."""
    store = Store(pyoxigraph.Store(), Path(), Iris("https://example.org/"), read_only=False)
    names = (
        Name("New", NameKind.OFFICIAL, "en", Date("2017")),
        Name("Old", NameKind.FORMER, "en", Date("2012-01"), Date("2017"), "a list"),
    )
    group = Actor(
        "g",
        ActorKind.ARMED_GROUP,
        "New",
        names,
        ("SY",),
        (Fact("part_of", "s"),),
        (("wikidata", "Q1"),),
        ("x",),
    )
    state = Actor("s", ActorKind.STATE, "State", (Name("State", NameKind.OFFICIAL, "en"),))
    store.set_catalogue([group, state])
    text = "The group holds Town, an official said."
    claim = Claim(
        "d",
        ActorRef("g", "New", "group", 4, 9),
        "controls",
        ActorRef("name/town", "Town", "Town", 16, 20),
        Evidence(0, len(text), text, "rule"),
        claimant=Claimant("name/official", "an official", "an official"),
        valid_from=Date("2016"),
        valid_until=Date("2016-05-01"),
        confidence=0.5,
    )
    document = Document("d", text, "Title", "Wire", Date("2016-05-02"), "not a | valid address")
    store.put(Reading(document, (claim,)), Run("0.1.0", "m", "r", "c"))
    return store


def test_what_the_store_writes_conforms() -> None:
    report = validate(filled().triples())

    assert report.conforms, report.findings
    assert report.triples > 60


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (
            "confidence",
            pyoxigraph.Literal("2", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        ),
        ("polarity", KG["asserted"]),
        ("object", NamedNode("https://example.org/actor/nobody")),
        ("subject", NamedNode("https://example.org/actor/nobody")),
    ],
)
def test_a_wrong_value_is_found_where_it_stands(term: str, value: pyoxigraph.NamedNode) -> None:
    triples = set(filled().triples())
    (broken,) = [t for t in triples if t.predicate == KG[term] and t.subject == _claim(triples)]
    triples = (triples - {broken}) | {Triple(broken.subject, broken.predicate, value)}
    report = validate(triples)

    assert not report.conforms
    assert (str(broken.subject)[1:-1], KG[term].value) in {(f.focus, f.path) for f in report.findings}
    assert all(f.message and "\n" not in f.message for f in report.findings)


def _claim(triples: set[Triple]) -> object:
    (node,) = [t.subject for t in triples if t.predicate == KG["claimant"]]
    return node


def test_a_missing_value_is_found() -> None:
    triples = {t for t in filled().triples() if t.predicate != KG["evidence"]}
    report = validate(triples)

    assert any("evidence" in finding.message for finding in report.findings)


def test_shapes_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text("this is no Turtle")

    with pytest.raises(DataError, match="shapes"):
        validate([], path)
    with pytest.raises(DataError, match="shapes"):
        validate([], tmp_path / "none.ttl")
