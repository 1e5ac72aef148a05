"""An actor as triples: kind, names as dated labels, countries, registers, curated facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Triple

from kg.model import Actor, ActorKind, Fact, Name, NameKind
from kg.store.rdf.edges import lineage
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import DCTERMS, KG, OWL, PROV, SKOS, SKOSXL, TYPE, label, string
from kg.store.rdf.triples import Index, date_triples, read_date
from kg.vocabulary import ACTOR_CLASSES

__all__ = ["actor_triples", "canonical_tag", "fact_key", "name_key", "read_actor"]

_CLASS_KIND: Final = {iri: ActorKind(kind) for kind, iri in ACTOR_CLASSES.items()}
_WIKIDATA_ITEM = re.compile("Q[0-9]+")
_WIKIDATA = "http://www.wikidata.org/entity/"


def actor_triples(actor: Actor, iris: Iris) -> Iterator[Triple]:
    """Yield what is known of an actor.

    A fact is no claim and makes no plain edge: behind those stand sentences, behind a fact the catalogue.
    """
    node = iris.actor(actor.id)
    yield Triple(node, TYPE, NamedNode(ACTOR_CLASSES[actor.kind]))
    if actor.kind is not ActorKind.PLACE:
        yield Triple(node, TYPE, KG["Actor"])
    yield Triple(node, DCTERMS["identifier"], string(actor.id))
    yield Triple(node, SKOS["prefLabel"], string(actor.name))
    for country in actor.countries:
        yield Triple(node, KG["country"], string(country))
    for source in actor.sources:
        yield Triple(node, DCTERMS["source"], string(source))
    for register, number in actor.same_as:
        yield Triple(node, KG["registerId"], string(f"{register}:{number}"))
        if register == "wikidata" and _WIKIDATA_ITEM.fullmatch(number):
            yield Triple(node, OWL["sameAs"], NamedNode(_WIKIDATA + number))
    for name in actor.names:
        yield from _name_triples(node, actor, name, iris)
    yield from _history_triples(actor, iris)
    for fact in actor.facts:
        yield from _fact_triples(node, actor.id, fact, iris)


def _name_triples(node: NamedNode, actor: Actor, name: Name, iris: Iris) -> Iterator[Triple]:
    name_node, text = iris.name(actor.id, name), label(name.text, name.language)
    is_shown = name.text == actor.name
    if not is_shown:  # SKOS keeps preferred and alternative labels apart
        yield Triple(node, SKOS["altLabel"], text)
    yield Triple(node, SKOSXL["prefLabel" if is_shown else "altLabel"], name_node)
    yield Triple(name_node, TYPE, SKOSXL["Label"])
    yield Triple(name_node, TYPE, KG["Name"])
    yield Triple(name_node, SKOSXL["literalForm"], text)
    yield Triple(name_node, KG["nameKind"], KG[name.kind])
    if name.source:
        yield Triple(name_node, DCTERMS["source"], string(name.source))
    yield from date_triples(name_node, "validFrom", name.valid_from)
    yield from date_triples(name_node, "validUntil", name.valid_until)


def _history_triples(actor: Actor, iris: Iris) -> Iterator[Triple]:
    own = [name for name in actor.names if name.kind in {NameKind.OFFICIAL, NameKind.FORMER}]
    for later in own:
        for earlier in own:
            ends = earlier.valid_until is not None and earlier.valid_until == later.valid_from
            if ends and earlier.language == later.language and earlier.text != later.text:
                yield Triple(iris.name(actor.id, later), KG["previousName"], iris.name(actor.id, earlier))


def _fact_triples(node: NamedNode, actor_id: str, fact: Fact, iris: Iris) -> Iterator[Triple]:
    stated, target = iris.fact(actor_id, fact), iris.actor(fact.target)
    yield Triple(stated, TYPE, KG["Fact"])
    yield Triple(stated, KG["subject"], node)
    yield Triple(stated, KG["relation"], KG[fact.relation])
    yield Triple(stated, KG["object"], target)
    yield Triple(stated, PROV["wasDerivedFrom"], iris.catalogue)
    yield from date_triples(stated, "validFrom", fact.valid_from)
    yield from date_triples(stated, "validUntil", fact.valid_until, end=True)
    if "part_of" in lineage(fact.relation):  # a path of any length can follow this, but no chain of facts
        yield Triple(node, DCTERMS["isPartOf"], target)


def read_actor(index: Index, actor_id: str, iris: Iris) -> Actor:
    """Return the actor that :func:`actor_triples` wrote, with everything in sorted order."""
    node = iris.actor(actor_id).value
    kinds = [_CLASS_KIND[iri] for iri in index.values(node, TYPE) if iri in _CLASS_KIND]
    names = [
        _read_name(index, name)
        for position in ("prefLabel", "altLabel")
        for name in index.values(node, SKOSXL[position])
    ]
    registers = [tuple(text.split(":", 1)) for text in index.values(node, KG["registerId"])]
    return Actor(
        id=actor_id,
        kind=kinds[0] if kinds else ActorKind.UNKNOWN,
        name=index.value(node, SKOS["prefLabel"]),
        names=tuple(sorted(names, key=name_key)),
        countries=tuple(index.values(node, KG["country"])),
        facts=tuple(sorted(_read_facts(index, node, iris), key=fact_key)),
        same_as=tuple((register, number) for register, number in registers),
        sources=tuple(index.values(node, DCTERMS["source"])),
    )


def _read_name(index: Index, node: str) -> Name:
    form = index.literal(node, SKOSXL["literalForm"])
    return Name(
        text="" if form is None else form.value,
        kind=NameKind(index.term(node, KG["nameKind"], NameKind.ALIAS)),
        language=canonical_tag((form.language if form is not None else None) or ""),
        valid_from=read_date(index, node, "validFrom"),
        valid_until=read_date(index, node, "validUntil"),
        source=index.value(node, DCTERMS["source"]),
    )


def canonical_tag(tag: str) -> str:
    """Return a language tag in the case that BCP 47 recommends: ``zh-Hant-TW``."""
    first, *rest = tag.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first, *(cases.get(len(part), str.lower)(part) for part in rest)])


def _read_facts(index: Index, node: str, iris: Iris) -> Iterator[Fact]:
    for stated in index.subjects(KG["subject"], node):
        if KG["Fact"].value not in index.values(stated, TYPE):
            continue
        target = iris.actor_id(index.value(stated, KG["object"]))
        yield Fact(
            relation=index.term(stated, KG["relation"]),
            target=target or "",
            valid_from=read_date(index, stated, "validFrom"),
            valid_until=read_date(index, stated, "validUntil"),
        )


def name_key(name: Name) -> tuple[str, ...]:
    """Return the place of a name among an actor's names."""
    return (name.text, name.kind, name.language, *map(str, (name.valid_from, name.valid_until)), name.source)


def fact_key(fact: Fact) -> tuple[str, ...]:
    """Return the place of a fact among an actor's facts."""
    return (fact.relation, fact.target, str(fact.valid_from), str(fact.valid_until))
