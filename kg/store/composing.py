"""What a document's graph is made of: what it says, and what the catalogue does not say of its actors yet."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Container, Iterable, Iterator

import pyoxigraph
from pyoxigraph import Quad, Triple

from kg.errors import DocumentError
from kg.model import Actor, Reading, Run
from kg.store.engine import Database, Distant
from kg.store.rdf.actors import actor_triples
from kg.store.rdf.iris import Iris
from kg.store.rdf.quads import described_actors, document_part
from kg.store.rdf.terms import DCTERMS, string
from kg.store.rdf.triples import quad

__all__ = ["Composer", "uncollected"]

_REMEMBERED = 4096  # actors; most articles name the same few


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking again and again through very many nodes without a cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Composer:
    """Makes the graphs of documents, and remembers what the catalogue in the store says.

    Args:
        iris: What names everything.

    """

    def __init__(self, iris: Iris) -> None:
        self._iris = iris
        self._known: dict[str, Actor] = {}
        self._missing: dict[Actor, frozenset[Triple]] = {}
        self._curated: dict[str, bool] = {}

    def know(self, actors: Iterable[Actor]) -> None:
        """Take it as given that the catalogue in the store says all of this; look the rest up again."""
        self._known = {actor.id: actor for actor in actors}
        self._forget()

    def _forget(self) -> None:
        self._missing.clear()
        self._curated.clear()

    def graph(self, database: Database, reading: Reading, run: Run, *, text: bool = True) -> set[Triple]:
        """Return the triples of a document's graph.

        Args:
            database: Where the catalogue stands.
            reading: What was read.
            run: What it was read with.
            text: Keep the text of the article.

        Raises:
            DocumentError: The document holds text that is no Unicode text.

        """
        if len(self._missing) > _REMEMBERED or len(self._curated) > _REMEMBERED:
            self._forget()
        try:
            triples = set(document_part(reading, run, self._iris, text=text))
            curated = self._curated_quads(database, reading)
            for actor in described_actors(reading, lambda actor_id: self._is_curated(curated, actor_id)):
                triples |= self._described(curated, actor)
        except ValueError as error:
            raise DocumentError(f"document {reading.document.id!r}: {error}") from error
        return triples

    def _curated_quads(self, database: Database, reading: Reading) -> Container[Quad]:
        """Return what holds the catalogue's quads, as far as this reading needs them."""
        if not isinstance(database, Distant):
            return database
        catalogue = self._iris.catalogue
        actors = described_actors(reading, lambda i: i in self._known or i in self._curated)
        unknown = (a for a in actors if self._known.get(a.id) != a)
        asked = {a.id for a in unknown if a not in self._missing or a.id not in self._curated}
        found = database.around([self._iris.actor(actor_id) for actor_id in sorted(asked)], catalogue)
        quads = {quad(triple, catalogue) for triple in found}
        for actor_id in asked:
            self._is_curated(quads, actor_id)
        return quads

    def _described(self, curated: Container[Quad], actor: Actor) -> frozenset[Triple]:
        """Return what is said of an actor and does not stand in the catalogue."""
        if self._known.get(actor.id) == actor:
            return frozenset()
        if actor not in self._missing:
            catalogue = self._iris.catalogue
            said = frozenset(actor_triples(actor, self._iris))
            if isinstance(curated, pyoxigraph.Store):  # to be asked for all of a node is faster than for each
                nodes = {triple.subject for triple in said}
                quads = (q for n in nodes for q in curated.quads_for_pattern(n, None, None, catalogue))
                self._missing[actor] = said - {held.triple for held in quads}
            else:
                self._missing[actor] = frozenset(t for t in said if quad(t, catalogue) not in curated)
        return self._missing[actor]

    def _is_curated(self, curated: Container[Quad], actor_id: str) -> bool:
        if actor_id in self._known:
            return True
        if actor_id not in self._curated:
            node, catalogue = self._iris.actor(actor_id), self._iris.catalogue
            fact = Quad(node, DCTERMS["identifier"], string(actor_id), catalogue)
            self._curated[actor_id] = fact in curated
        return self._curated[actor_id]
