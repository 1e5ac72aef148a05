"""An event of the catalogue as triples: what became of whom, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Triple

from kg.model import Event, EventKind
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import DCTERMS, KG, PROV, TYPE, string
from kg.store.rdf.triples import date_triples

__all__ = ["event_triples"]

_CLASSES: Final = {
    EventKind.SPLIT: KG["Split"],
    EventKind.MERGER: KG["Merger"],
    EventKind.SUCCESSION: KG["Succession"],
    EventKind.DISSOLUTION: KG["Dissolution"],
}


def event_triples(event: Event, iris: Iris) -> Iterator[Triple]:
    """Yield an event with those who were there before it and those who came out of it.

    It carries kg:Event beside its own class, so that a query for all events needs no reasoner.
    """
    node = iris.event(event)
    yield Triple(node, TYPE, _CLASSES[event.kind])
    yield Triple(node, TYPE, KG["Event"])
    for actor_id in event.predecessors:
        yield Triple(node, KG["predecessor"], iris.actor(actor_id))
    for actor_id in event.successors:
        yield Triple(node, KG["successor"], iris.actor(actor_id))
    for source in event.sources:
        yield Triple(node, DCTERMS["source"], string(source))
    yield Triple(node, PROV["wasDerivedFrom"], iris.catalogue)
    yield from date_triples(node, "date", event.date)
