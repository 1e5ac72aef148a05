"""Actors as this program exports them in RDF, read back without loss."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.importing.names import NameList, tidy
from kg.importing.rdf_files import Graph
from kg.importing.records import Record, Statement
from kg.model import Actor, Date, Fact, Name
from kg.store.rdf.actors import read_actor
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import DCTERMS, KG, SKOSXL, TYPE
from kg.store.rdf.triples import Index
from kg.vocabulary import ACTOR_CLASSES

__all__ = ["name_line", "own_record"]


def own_record(graph: Graph, node: NamedNode) -> Record | None:
    """Return the record of an actor that this program wrote, ``None`` for another concept.

    Raises:
        ValueError: A value is none of those that this program writes; also :class:`KeyError`.
        DataError: A date does not exist.

    """
    triples = list(graph.about(node))
    index = Index(triples)
    identifier = index.value(node.value, DCTERMS["identifier"])
    iris = Iris(node.value[: node.value.rfind("actor/")])
    written = identifier and iris.actor(identifier) == node
    if not written or set(index.values(node.value, TYPE)).isdisjoint(ACTOR_CLASSES.values()):
        return None
    for labelled in (SKOSXL["prefLabel"], SKOSXL["altLabel"]):
        for label in index.values(node.value, labelled):
            triples += graph.about(NamedNode(label))
    for fact in graph.subjects(KG["subject"], node):
        triples += graph.about(fact)
    actor = read_actor(Index(triples), identifier, iris)
    items: list[Name | Fact] = [*actor.names, *actor.facts]
    for date in (date for item in items for date in (item.valid_from, item.valid_until) if date is not None):
        Date.parse(str(date))
    names = NameList(by_kind=True)
    for name in actor.names:
        names.add(name.text, name.kind, name.language, name.valid_from, name.valid_until)
    if not tidy(actor.name) or not names:
        return None
    statements = tuple(_facts(actor))
    lines = [f"prefLabel: {actor.name}", *(name_line(name) for name in names.names())]
    return Record(
        register="kg",
        identifier=identifier,
        kind=actor.kind,
        name=tidy(actor.name),
        names=names.names(),
        countries=actor.countries,
        same_as=tuple(sorted(actor.same_as)),
        statements=statements,
        place=node.value,
        source="; ".join(actor.sources)[:500] or node.value,
        lines=(*lines, *(statement.text for statement in statements)),
        publisher=iris.base,
    )


def name_line(name: Name) -> str:
    """Return a name as a line of the document that its concept becomes."""
    dates = (
        f", {name.valid_from or ''}/{name.valid_until or ''}" if name.valid_from or name.valid_until else ""
    )
    return f"{name.kind.replace('_', ' ')} ({name.language}{dates}): {name.text}"


def _facts(actor: Actor) -> Iterator[Statement]:
    for fact in actor.facts:
        dates = (
            f", {fact.valid_from or ''}/{fact.valid_until or ''}"
            if fact.valid_from or fact.valid_until
            else ""
        )
        yield Statement(
            relation=fact.relation,
            text=f"{fact.relation}: {fact.target}{dates}",
            other_register="kg",
            other_identifier=fact.target,
            valid_from=fact.valid_from,
            valid_until=fact.valid_until,
        )
