"""Read documents and actors back out of a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.model import Actor, Document, Reading, Run
from kg.store.chunks import chunks
from kg.store.describing import at_once, description, descriptions, graphs
from kg.store.engine import Database, Distant
from kg.store.rdf.actors import read_actor
from kg.store.rdf.iris import Iris
from kg.store.rdf.ontology import ONTOLOGY_GRAPH
from kg.store.rdf.quads import read_document, read_reading, read_run
from kg.store.rdf.terms import APART, DCTERMS, KG, SKOS
from kg.store.rdf.triples import Index
from kg.text.fingerprint import Fingerprint

__all__ = [
    "actor",
    "actor_ids",
    "actors",
    "description",
    "digest_of",
    "document",
    "document_ids",
    "named",
    "quads",
    "reading",
    "readings",
    "run_of",
    "stored",
    "text",
]

_UNION = DefaultGraph()


def digest_of(database: Database, document_id: str, iris: Iris) -> str | None:
    """Return the digest of a document's reading, ``None`` if the document is unknown."""
    node = iris.document(document_id)
    quads = database.quads_for_pattern(node, KG["readingDigest"], None, node)
    return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), None)


def stored(database: Database, document_ids: Iterable[str], iris: Iris) -> set[str]:
    """Return those of the documents that are known."""
    if not isinstance(database, Distant):
        return {known for known in document_ids if digest_of(database, known, iris) is not None}
    nodes = {iris.document(document_id): document_id for document_id in document_ids}
    held = {quad.subject for quad in database.contents(nodes, apart=False, predicate=KG["readingDigest"])}
    return {document_id for node, document_id in nodes.items() if node in held}


def text(database: Database, document_id: str, iris: Iris) -> str | None:
    """Return the text of a document, ``None`` if it is unknown or was stored without its text."""
    node = iris.document(document_id)
    quads = database.quads_for_pattern(node, KG["text"], None, node)
    return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), None)


def document(database: Database, document_id: str, iris: Iris) -> Document | None:
    """Return a document, its text empty where it was stored without; ``None`` if it is unknown."""
    if digest_of(database, document_id, iris) is None:
        return None
    node = iris.document(document_id)
    about = Index(quad.triple for quad in database.quads_for_pattern(node, None, None, node))
    return read_document(about, document_id, iris, text(database, document_id, iris) or "")


def run_of(database: Database, document_id: str, iris: Iris) -> Run | None:
    """Return the run that read a document, ``None`` if the document is unknown."""
    node = iris.document(document_id)
    for quad in database.quads_for_pattern(node, KG["run"], None, node):
        if isinstance(quad.object, NamedNode):
            described = database.quads_for_pattern(quad.object, None, None, node)
            return read_run(Index(held.triple for held in described), quad.object)
    return None


def fingerprints(database: Database, iris: Iris) -> dict[str, Fingerprint]:
    """Return the fingerprint of each document that has one, by id."""
    found = {}
    for quad in database.quads_for_pattern(None, KG["fingerprint"], None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            document_id, shared = iris.document_id(quad.subject.value), Fingerprint.parse(quad.object.value)
            if document_id is not None and shared is not None:
                found[document_id] = shared
    return found


def document_ids(database: Database, iris: Iris) -> list[str]:
    """Return the ids of all documents, sorted."""
    return _ids(database, KG["readingDigest"], iris.document_id)


def actor_ids(database: Database, iris: Iris) -> list[str]:
    """Return the ids of all actors and places, sorted."""
    return _ids(database, SKOS["prefLabel"], iris.actor_id)


def _ids(database: Database, predicate: NamedNode, read_id: Callable[[str], str | None]) -> list[str]:
    quads = database.quads_for_pattern(None, predicate, None, _UNION)
    ids = {read_id(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode)}
    return sorted(found for found in ids if found is not None)


def reading(database: Database, document_id: str, iris: Iris, *, actors: bool = True) -> Reading | None:
    """Return what a document's graph holds, ``None`` if the document is unknown.

    Without ``actors`` it costs a tenth: most of what is stored describes them.
    """
    return next(readings(database, [document_id], iris, actors=actors), None)


def readings(
    database: Database, document_ids: Iterable[str], iris: Iris, *, actors: bool = True
) -> Iterator[Reading]:
    """Yield what the graphs of documents hold; see :func:`reading`."""
    for some in chunks(document_ids, at_once(database)):
        nodes = {document_id: iris.document(document_id) for document_id in some}
        held = graphs(database, nodes.values())
        named = {node: _named(triples) if actors else [] for node, triples in held.items()}
        described = descriptions(database, chain(*named.values()), iris.catalogue)
        for document_id, node in nodes.items():
            triples = held[node]
            if not any(triple.predicate == KG["readingDigest"] for triple in triples):
                continue
            if not actors:
                triples = {triple for triple in triples if triple.predicate != KG["names"]}
            yield read_reading(Index(triples.union(*(described[n] for n in named[node]))), document_id, iris)


def _named(triples: Iterable[Triple]) -> list[NamedNode]:
    """Return the actors that a document's graph names."""
    objects = (triple.object for triple in triples if triple.predicate == KG["names"])
    return [node for node in objects if isinstance(node, NamedNode)]


def actor(
    database: Database, actor_id: str, iris: Iris, graph: NamedNode | DefaultGraph = _UNION
) -> Actor | None:
    """Return an actor as a graph describes it, or all graphs together, ``None`` if it is unknown there."""
    node = iris.actor(actor_id)
    if next(database.quads_for_pattern(node, DCTERMS["identifier"], None, graph), None) is None:
        return None
    return read_actor(Index(description(database, node, graph)), actor_id, iris)


def actors(database: Database, iris: Iris) -> Iterator[Actor]:
    """Yield every actor and place as all graphs together describe it, sorted by id."""
    for some in chunks(actor_ids(database, iris), at_once(database)):
        described = descriptions(database, map(iris.actor, some), _UNION)
        for actor_id in some:
            index = Index(described[iris.actor(actor_id)])
            if index.values(iris.actor(actor_id).value, DCTERMS["identifier"]):
                yield read_actor(index, actor_id, iris)


def quads(database: Database, *, apart: bool) -> Iterator[Quad]:
    """Yield the quads of all graphs but the ontology's, with what stands apart from the union if asked."""
    names = [g for g in database.named_graphs() if isinstance(g, NamedNode) and g != ONTOLOGY_GRAPH]
    if isinstance(database, Distant):
        yield from database.contents(names, apart=apart)
        return
    for name in names:
        held = database.quads_for_pattern(None, None, None, name)
        yield from held if apart else (quad for quad in held if quad.predicate not in APART)


def named(database: Database, name: str, iris: Iris) -> list[str]:
    """Return the ids of the actors and places that bear a name, upper and lower case alike, sorted."""
    wanted = name.casefold()
    found = set()
    for label in (SKOS["prefLabel"], SKOS["altLabel"]):
        for quad in database.quads_for_pattern(None, label, None, _UNION):
            subject, text = quad.subject, quad.object
            if (
                isinstance(subject, NamedNode)
                and isinstance(text, Literal)
                and text.value.casefold() == wanted
            ):
                found.add(iris.actor_id(subject.value))
    return sorted(actor_id for actor_id in found if actor_id is not None)
