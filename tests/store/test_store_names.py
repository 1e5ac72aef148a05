"""The names of an actor as SKOS and SKOS-XL: plain labels beside dated ones, none of both sorts."""

from __future__ import annotations

from hypothesis import given, settings
from pyoxigraph import Literal
from store_strategies import actors

from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.store import Iris
from kg.store.rdf.actors import actor_triples
from kg.store.rdf.terms import KG, SKOS, SKOSXL
from kg.store.rdf.triples import Index

law = settings(max_examples=60, deadline=None, derandomize=True)
IRIS = Iris("https://example.org/data/")


def texts(actor: Actor, position: str) -> set[str]:
    node, label = IRIS.actor(actor.id), SKOS[position]
    found = (t.object for t in actor_triples(actor, IRIS) if (t.subject, t.predicate) == (node, label))
    return {literal.value for literal in found if isinstance(literal, Literal)}


@law
@given(actors)
def test_no_text_is_both_preferred_and_alternative(actor: Actor) -> None:
    assert texts(actor, "prefLabel") == {actor.name}
    assert texts(actor, "altLabel") == {name.text for name in actor.names} - {actor.name}


def test_a_name_has_its_kind_language_interval_and_source() -> None:
    front = Name("Front", NameKind.FORMER, "en", Date("2012"), Date("2016-07-28"), "a list")
    actor = Actor("x", ActorKind.ARMED_GROUP, "Movement", (front,))
    index, node = Index(actor_triples(actor, IRIS)), IRIS.name("x", front).value

    assert index.values(IRIS.actor("x").value, SKOSXL["altLabel"]) == [node]
    assert index.literal(node, SKOSXL["literalForm"]) == Literal("Front", language="en")
    assert index.term(node, KG["nameKind"]) == "former"
    assert index.value(node, KG["validFrom"]) == "2012-01-01T00:00:00Z"
    assert index.term(node, KG["validFromPrecision"]) == "year"
    assert index.value(node, KG["validUntil"]) == "2016-07-28T00:00:00Z"
