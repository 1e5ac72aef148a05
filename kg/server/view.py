"""What the verbs keep of an open store between two questions: outlines of its claims, documents, names."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from kg.analysis import ClaimRecord
from kg.analysis.loading import documents_of, outlines, outlines_around
from kg.catalogue import Catalogue
from kg.model import Actor, ActorKind, Document
from kg.naming import actor_finder, directory_of
from kg.resources import catalogue_dir
from kg.scene.stored import judged_of
from kg.server.plain import Json
from kg.store import Store
from kg.text.fold import fold
from kg.vocabulary import ACTOR_CLASSES

__all__ = ["Named", "View", "catalogue_of", "learn_names", "view_of"]

_KINDS: Final = {iri: ActorKind(kind) for kind, iri in ACTOR_CLASSES.items()}
_ACTORS: Final = """
SELECT ?actor ?id ?name ?kind
WHERE { ?actor skos:prefLabel ?name ; dcterms:identifier ?id ; a ?kind FILTER(?kind != kg:Actor) }
"""
_COUNTRIES: Final = "SELECT ?actor ?country WHERE { ?actor kg:country ?country }"
_LABELS: Final = "SELECT ?actor ?name WHERE { ?actor skos:altLabel ?name }"

_CLAIMS_OF_ACTOR: Final = """
SELECT ?id ?n
WHERE {
  { SELECT ?a (COUNT(*) AS ?n) WHERE { ?c kg:subject ?a ; a kg:Claim } GROUP BY ?a }
  UNION
  { SELECT ?a (COUNT(*) AS ?n) WHERE { ?c kg:object ?a ; a kg:Claim } GROUP BY ?a }
  ?a dcterms:identifier ?id
}
"""
_CLAIMS_OF_DOCUMENT: Final = """
SELECT ?id ?n
WHERE {
  { SELECT ?d (COUNT(*) AS ?n) WHERE { ?c prov:wasDerivedFrom ?d ; a kg:Claim } GROUP BY ?d }
  ?d dcterms:identifier ?id
}
"""


@dataclass(frozen=True, slots=True)
class Named:
    """An actor with its names as they are compared: case, accents and script folded."""

    actor: Actor
    folded: tuple[str, ...]


class View:
    """One open store, and what is made of it when it is first needed.

    Args:
        store: Open for reading; what is kept tells of the moment at which it was first asked for.

    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def documents(self) -> dict[str, Document]:
        """All documents by their ids, without their texts."""
        return {document.id: document for document in self._documents_by_iri.values()}

    @cached_property
    def _documents_by_iri(self) -> dict[str, Document]:
        return documents_of(self.store)

    @cached_property
    def outlines(self) -> list[ClaimRecord]:
        """The outlines of all claims; see :mod:`kg.analysis.loading`."""
        return outlines(self.store, self._documents_by_iri)

    @cached_property
    def _outlines_of(self) -> dict[str, list[ClaimRecord]]:
        found = defaultdict(list)
        for record in self.outlines:
            for end in {record.claim.source.id, record.claim.target.id}:
                found[end].append(record)
        return found

    def outlines_of(self, actor_id: str) -> list[ClaimRecord]:
        """Return the outlines of the claims that name an actor as source or target.

        Where those of all claims are not needed yet, these alone are fetched: that takes milliseconds.
        """
        if "outlines" in vars(self):
            return self._outlines_of.get(actor_id, [])
        return outlines_around(self.store, actor_id)

    @cached_property
    def claims_of_actor(self) -> dict[str, int]:
        """In how many claims each actor is source or target; those in none are left out."""
        counts: Counter[str] = Counter()
        for row in self.store.select(_CLAIMS_OF_ACTOR).dicts():
            counts[row["id"]] += int(row["n"])
        return counts

    @cached_property
    def claims_of_document(self) -> dict[str, int]:
        """How many claims each document makes; documents without one are left out."""
        return {row["id"]: int(row["n"]) for row in self.store.select(_CLAIMS_OF_DOCUMENT).dicts()}

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """All actors and places by their ids, sorted, with the name to show alone."""
        countries = defaultdict(set)
        for row in self.store.select(_COUNTRIES).dicts():
            countries[row["actor"]].add(row["country"])
        found: dict[str, Actor] = {}
        for row in self.store.select(_ACTORS).dicts():
            if (kind := _KINDS.get(row["kind"])) is not None:
                places = tuple(sorted(countries.get(row["actor"], ())))
                actor = Actor(row["id"], kind, row["name"], countries=places)
                found[actor.id] = min(found.get(actor.id, actor), actor, key=lambda a: (a.name, a.kind))
        return dict(sorted(found.items()))

    @cached_property
    def named(self) -> list[Named]:
        """All actors and places with all their names, sorted by id."""
        iris, labels = self.store.iris, defaultdict(set)
        for row in self.store.select(_LABELS).dicts():
            labels[iris.actor_id(row["actor"])].add(row["name"])
        return [
            Named(actor, tuple(sorted({fold(name) for name in (actor.name, *labels.get(actor.id, ()))})))
            for actor in self.actors.values()
        ]

    @cached_property
    def judged(self) -> dict[str, Json]:
        """What people decided about claims that stand, by the ids of the claims."""
        return judged_of(self.store)

    def find(self, name: str, catalogue: str | None = None) -> str:
        """Return the id of whom a user means; see :func:`kg.naming.actor_finder`."""
        return actor_finder(self.store, lambda: catalogue_of(catalogue))(name)


@lru_cache(maxsize=1)
def catalogue_of(own: str | None = None) -> Catalogue:
    """Return the built-in catalogue, with a file or folder of the user's own beside it."""
    return Catalogue.load(catalogue_dir(), *([] if own is None else [Path(own)]))


def learn_names(own: str | None = None) -> None:
    """Load the catalogue and all that finds its names, which takes a second."""
    directory_of(catalogue_of(own)).alias("any name")


@lru_cache(maxsize=1)
def view_of(store: Store) -> View:
    """Return the view of an open store, the same one until another store is asked about."""
    return View(store)
