"""A reading as the triples of its document's graph, and back.

What comes back as a reading equals what went in, except that it has no text, which is asked for by itself,
and that everything stands in sorted order: see :func:`canonical`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace

from pyoxigraph import NamedNode, Triple

from kg.model import Actor, ActorKind, Document, Reading, Run
from kg.store.rdf.actors import fact_key, name_key, read_actor
from kg.store.rdf.claims import claim_key, claim_triples, read_claims
from kg.store.rdf.iris import Iris, digest
from kg.store.rdf.terms import DCTERMS, KG, SCHEMA, TYPE, string
from kg.store.rdf.triples import Index, date_triples, read_date
from kg.text.fingerprint import fingerprint
from kg.vocabulary import RELATIONS

__all__ = [
    "canonical",
    "described_actors",
    "document_digest",
    "document_part",
    "read_document",
    "read_reading",
    "read_run",
    "text_triple",
]


def document_digest(document: Document, run: Run) -> str:
    """Return a digest of everything that decides a reading: the document as given, and the run.

    A document whose digest is already in the store does not have to be read again.
    """
    return digest(astuple(document), astuple(run))


def document_part(reading: Reading, run: Run, iris: Iris, *, text: bool = True) -> Iterator[Triple]:
    """Yield what only this document says: its metadata, run, claims and plain edges; some may come twice.

    Args:
        reading: What the document says.
        run: What it was read with.
        iris: What names it.
        text: Whether to keep the text of the article.

    """
    yield from _document_triples(reading.document, run, iris)
    if text:
        yield text_triple(reading.document, iris)
    yield from _run_triples(run, iris)
    yield from said_part(reading, iris)


def said_part(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Yield the claims of a document, their plain edges, and whom it names; some may come twice."""
    node = iris.document(reading.document.id)
    for actor_id in _described(reading):
        yield Triple(node, KG["names"], iris.actor(actor_id))
    for claim in reading.claims:
        yield from claim_triples(claim, iris)


def described_actors(reading: Reading, is_known: Callable[[str], bool]) -> Iterator[Actor]:
    """Yield the actors that the reading says something of.

    An actor that a claim names and the reading does not describe gets the name that the claim uses for it,
    unless it ``is_known`` from elsewhere.
    """
    given = {actor.id for actor in reading.actors}
    for actor in _described(reading).values():
        if actor.id in given or not is_known(actor.id):
            yield actor


def _described(reading: Reading) -> dict[str, Actor]:
    actors = {actor.id: actor for actor in reading.actors}
    for claim in reading.claims:
        is_place = RELATIONS[claim.relation].target == "place"
        target_kind = ActorKind.PLACE if is_place else ActorKind.UNKNOWN
        actors.setdefault(claim.source.id, Actor(claim.source.id, ActorKind.UNKNOWN, claim.source.name))
        actors.setdefault(claim.target.id, Actor(claim.target.id, target_kind, claim.target.name))
        if (who := claim.claimant) is not None:
            actors.setdefault(who.id, Actor(who.id, ActorKind.UNKNOWN, who.name))
    return actors


def _document_triples(document: Document, run: Run, iris: Iris) -> Iterator[Triple]:
    node = iris.document(document.id)
    yield Triple(node, TYPE, KG["Document"])
    yield Triple(node, DCTERMS["identifier"], string(document.id))
    optional = {
        DCTERMS["title"]: document.title,
        KG["publisher"]: document.publisher,
        SCHEMA["url"]: document.url,
    }
    for term, text in optional.items():
        if text:
            yield Triple(node, term, string(text))
    yield from date_triples(node, "date", document.date)
    text_digest = hashlib.sha256(document.text.encode()).hexdigest()
    yield Triple(node, KG["textDigest"], string(text_digest))
    yield Triple(node, KG["readingDigest"], string(document_digest(document, run)))
    yield Triple(node, KG["run"], iris.run(run))
    # The entries of a list repeat its form, which makes none of them a copy of another.
    if run.rules and (shared := fingerprint(document.text)) is not None:
        yield Triple(node, KG["fingerprint"], string(str(shared)))


def text_triple(document: Document, iris: Iris) -> Triple:
    """Return the text of an article as it stands in the document's graph."""
    return Triple(iris.document(document.id), KG["text"], string(document.text))


def _run_triples(run: Run, iris: Iris) -> Iterator[Triple]:
    node = iris.run(run)
    yield Triple(node, TYPE, KG["Run"])
    yield Triple(node, KG["version"], string(run.version))
    yield Triple(node, KG["model"], string(run.model))
    yield Triple(node, KG["rules"], string(run.rules))
    yield Triple(node, KG["catalogueDigest"], string(run.catalogue))
    for term, text in ((KG["reader"], run.reader), (KG["wordLists"], run.word_lists)):
        if text:
            yield Triple(node, term, string(text))


def read_reading(index: Index, document_id: str, iris: Iris) -> Reading:
    """Return the reading that :func:`document_part` and :func:`described_actors` wrote, without the text."""
    node = iris.document(document_id).value
    ids = [i for iri in index.values(node, KG["names"]) if (i := iris.actor_id(iri)) is not None]
    document = read_document(index, document_id, iris)
    actors = tuple(read_actor(index, actor_id, iris) for actor_id in sorted(ids))
    return Reading(document, tuple(read_claims(index, document_id, iris)), actors)


def read_document(index: Index, document_id: str, iris: Iris, text: str = "") -> Document:
    """Return a document with its metadata, and with the text given."""
    node = iris.document(document_id).value
    return Document(
        id=document_id,
        text=text,
        title=index.value(node, DCTERMS["title"]),
        publisher=index.value(node, KG["publisher"]),
        date=read_date(index, node, "date"),
        url=index.value(node, SCHEMA["url"]),
    )


def read_run(index: Index, node: NamedNode) -> Run:
    """Return the run that made a document's graph."""
    terms = ("version", "model", "rules", "catalogueDigest", "reader", "wordLists")
    return Run(*(index.value(node.value, KG[term]) for term in terms))


def canonical(reading: Reading) -> Reading:
    """Return the reading as the store gives it back: no text, no repetitions, everything sorted."""
    return Reading(
        document=replace(reading.document, text=""),
        claims=tuple(sorted(set(reading.claims), key=claim_key)),
        actors=tuple(map(_canonical_actor, sorted(_described(reading).values(), key=lambda actor: actor.id))),
    )


def _canonical_actor(actor: Actor) -> Actor:
    return replace(
        actor,
        names=tuple(sorted(set(actor.names), key=name_key)),
        countries=tuple(sorted(set(actor.countries))),
        facts=tuple(sorted(set(actor.facts), key=fact_key)),
        same_as=tuple(sorted(set(actor.same_as))),
        sources=tuple(sorted(set(actor.sources))),
    )
