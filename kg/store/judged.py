"""Documents' graphs as judgements leave them, when they are stored and when they are judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.judgements import Decisions, grounded
from kg.model import Actor, Judgement, Reading
from kg.store import recall
from kg.store.engine import Database
from kg.store.rdf.actors import actor_triples
from kg.store.rdf.aside import ASIDE, as_read, with_aside
from kg.store.rdf.iris import Iris
from kg.store.rdf.quads import described_actors, read_reading, said_part
from kg.store.rdf.terms import APART, DCTERMS, KG, OA, string
from kg.store.rdf.triples import Index, quad
from kg.text.fold import fold

__all__ = ["JudgedGraphs"]

_UNION = DefaultGraph()


class JudgedGraphs:
    """Rewrites the graphs of documents as judgements ask for.

    Args:
        database: Where they are.
        iris: What names them.
        decisions: What people decided.

    """

    def __init__(self, database: Database, iris: Iris, decisions: Decisions) -> None:
        self._database = database
        self._iris = iris
        self._decisions = decisions

    def judged(self, reading: Reading, read: set[Triple]) -> set[Triple]:
        """Return the graph of a document as judgements leave it.

        Args:
            reading: What extraction read.
            read: The graph that says so.

        """
        if not self._decisions.concern(reading):
            return read
        # Whoever is named and not described gets a description here, as it comes back from the store.
        actors = tuple(described_actors(reading, self._is_curated))
        reading = replace(reading, actors=actors)
        judged = self._decisions.apply(reading, self._curated)
        before, after = set(self._said(reading)), set(self._said(judged.reading))
        for claim, number in judged.judgements.items():
            after.add(Triple(self._iris.claim(claim), KG["judgement"], self._iris.judgement(number)))
        catalogue = self._iris.catalogue
        gained = {t for t in after - before - read if quad(t, catalogue) not in self._database}
        return with_aside(read, (read - (before - after)) | gained, self._iris.document(reading.document.id))

    def again(self, document_id: str) -> set[Triple]:
        """Return the graph of a stored document as the judgements leave it now."""
        reading, read = self._as_read(document_id)
        return self.judged(reading, read)

    def grounded(self, judgement: Judgement) -> Judgement:
        """Return a judgement on a claim of the graph as one on the claim that extraction read."""
        if judgement.claim is None:
            return judgement
        reading = self.as_read(judgement.claim.document)
        return grounded(judgement, self._decisions.apply(reading, self._curated))

    def as_read(self, document_id: str) -> Reading:
        """Return what extraction read of a stored document, before judgements."""
        return self._as_read(document_id)[0]

    def _as_read(self, document_id: str) -> tuple[Reading, set[Triple]]:
        node = self._iris.document(document_id)
        quads = self._database.quads_for_pattern(None, None, None, node)
        read = as_read(held.triple for held in quads)
        triples = {triple for triple in read if triple.predicate not in APART}
        for triple in list(triples):
            if triple.predicate == KG["names"] and isinstance(triple.object, NamedNode):
                triples |= recall.description(self._database, triple.object, self._iris.catalogue)
        return read_reading(Index(triples), document_id, self._iris), read

    def _said(self, reading: Reading) -> Iterator[Triple]:
        yield from said_part(reading, self._iris)
        for actor in described_actors(reading, self._is_curated):
            yield from actor_triples(actor, self._iris)

    def _is_curated(self, actor_id: str) -> bool:
        named = Triple(self._iris.actor(actor_id), DCTERMS["identifier"], string(actor_id))
        return quad(named, self._iris.catalogue) in self._database

    def _curated(self, actor_id: str) -> Actor | None:
        return recall.actor(self._database, actor_id, self._iris, self._iris.catalogue)

    def concerned(self, judgement: Judgement) -> set[str]:
        """Return the ids of the stored documents that a judgement, or taking it back, may change."""
        if judgement.withdraws is not None:
            earlier = (j for j in self._decisions.history if j.number == judgement.withdraws)
            return {document for j in earlier for document in self.concerned(j)}
        if judgement.claim is not None:
            known = recall.digest_of(self._database, judgement.claim.document, self._iris) is not None
            return {judgement.claim.document} if known else set()
        found = set(self._set_aside())
        for actor in judgement.actors:
            for actor_id in self._decisions.merges.group(actor.id):
                found |= self._naming(actor_id)
        return found | (self._calling(judgement.name) if judgement.name else set())

    def _set_aside(self) -> Iterator[str]:
        return self._documents(self._database.quads_for_pattern(None, ASIDE, None, None))

    def _naming(self, actor_id: str) -> set[str]:
        quads = self._database.quads_for_pattern(None, KG["names"], self._iris.actor(actor_id), _UNION)
        return set(self._documents(quads))

    def _calling(self, name: str) -> set[str]:
        """Return the documents that call somebody so."""
        folded, found = fold(name), set()
        for term in (OA["exact"], KG["mentionedAs"], KG["claimantSurface"], KG["claimantName"]):
            for held in self._database.quads_for_pattern(None, term, None, None):
                graph, text = held.graph_name, held.object
                if isinstance(graph, NamedNode) and isinstance(text, Literal) and fold(text.value) == folded:
                    found.add(self._iris.document_id(graph.value))
        return {document for document in found if document is not None}

    def _documents(self, quads: Iterable[Quad]) -> Iterator[str]:
        subjects = (held.subject.value for held in quads if isinstance(held.subject, NamedNode))
        return (found for iri in subjects if (found := self._iris.document_id(iri)) is not None)
