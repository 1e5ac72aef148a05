"""A catalogue as a file for other programs, with bytes that depend on the content alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from pyoxigraph import DefaultGraph, Quad, Triple

from kg.catalogue import Catalogue, actor_line
from kg.catalogue.events import all_events
from kg.catalogue.writing import event_line
from kg.errors import SettingsError
from kg.export.catalogue_ftm import write_ftm
from kg.export.catalogue_table import write_table
from kg.store import write_quads
from kg.store.rdf.actors import actor_triples
from kg.store.rdf.events import event_triples
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import SKOS, TYPE

__all__ = ["CATALOGUE_FORMATS", "write_catalogue"]


def write_catalogue(catalogue: Catalogue, form: str, stream: BinaryIO, *, base: str) -> None:
    """Write a catalogue in one of :data:`CATALOGUE_FORMATS`.

    Args:
        catalogue: Its actors, and its events where the format has a place for them.
        form: The format.
        stream: Where to.
        base: IRI below which the actors of RDF are named (``Settings.base``).

    Raises:
        SettingsError: There is no such format.

    """
    if form not in CATALOGUE_FORMATS:
        hint = "known: " + ", ".join(CATALOGUE_FORMATS)
        raise SettingsError(f"unknown format of a catalogue {form!r}", hint=hint)
    CATALOGUE_FORMATS[form](catalogue, stream, base)


def _skos(catalogue: Catalogue, stream: BinaryIO, base: str) -> None:
    """Write actors as concepts of SKOS with the labels of SKOS-XL, in Turtle."""
    iris = Iris(base)
    triples = [Triple(iris.catalogue, TYPE, SKOS["ConceptScheme"])]
    for actor in catalogue.actors.values():
        node = iris.actor(actor.id)
        triples += [Triple(node, TYPE, SKOS["Concept"]), Triple(node, SKOS["inScheme"], iris.catalogue)]
        triples += actor_triples(actor, iris)
    for event in catalogue.events:
        triples += event_triples(event, iris)
    quads = (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    stream.write(write_quads(quads, "ttl"))


def _jsonl(catalogue: Catalogue, stream: BinaryIO, base: str) -> None:  # noqa: ARG001  (no IRIs in it)
    """Write the lines that a catalogue file holds; splits that facts state need no line of their own."""
    stated = set(all_events(catalogue.actors.values(), ()))
    lines = [actor_line(actor) for actor in catalogue.actors.values()]
    lines += [event_line(event) for event in catalogue.events if event not in stated]
    stream.write("".join(line + "\n" for line in lines).encode())


def _ftm(catalogue: Catalogue, stream: BinaryIO, base: str) -> None:  # noqa: ARG001
    write_ftm(catalogue.actors.values(), stream)


def _table(catalogue: Catalogue, stream: BinaryIO, base: str) -> None:  # noqa: ARG001
    write_table(catalogue.actors.values(), stream)


CATALOGUE_FORMATS: Final[dict[str, Callable[[Catalogue, BinaryIO, str], None]]] = {
    "skos": _skos,
    "ftm": _ftm,
    "csv": _table,
    "jsonl": _jsonl,
}
"""The formats that a catalogue can be written in."""
