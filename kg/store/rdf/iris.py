"""Mint IRIs from content, so that a second run over the same articles names everything the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg.model import Claim, Event, Evidence, Fact, Name, Run

__all__ = ["Iris", "digest", "is_base"]

_SEGMENT_SAFE = "-_~!$&'()*+,;=:@"
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def digest(*parts: object) -> str:
    """Return 32 hexadecimal digits that stand for these values and their order."""
    return hashlib.sha256(_ENCODE(parts).encode()).hexdigest()[:32]


def is_base(text: str) -> bool:
    """Return whether data can be minted below this: an absolute IRI that ends in ``/`` or ``#``."""
    try:
        return text.endswith(("/", "#")) and bool(NamedNode(text))
    except ValueError:
        return False


def _segment(text: str) -> str:
    # Some tools resolve "." and ".." away, which would let one id take the place of another.
    return text.replace(".", "%2E") if text in {".", ".."} else quote(text, safe=_SEGMENT_SAFE)


@lru_cache(8192)
def _actor(base: str, actor_id: str) -> NamedNode:
    return NamedNode(f"{base}actor/{'/'.join(map(_segment, actor_id.split('/')))}")


@lru_cache(1024)
def _document(base: str, document_id: str) -> NamedNode:
    return NamedNode(f"{base}document/{_segment(document_id)}")


@dataclass(frozen=True)
class Iris:
    """The IRIs below one base.

    Args:
        base: An absolute IRI ending in ``/`` or ``#`` (``Settings.base``).

    """

    base: str

    def _node(self, *parts: str) -> NamedNode:
        return NamedNode(self.base + "/".join(parts))

    @cached_property
    def catalogue(self) -> NamedNode:
        """The catalogue: the graph of the curated actors, and the source of their facts."""
        return self._node("catalogue")

    @cached_property
    def judgements(self) -> NamedNode:
        """The graph of what people decided."""
        return self._node("judgements")

    def judgement(self, number: int) -> NamedNode:
        """Return the IRI of a judgement: its place in the history."""
        return self._node("judgement", str(number))

    def person(self, name: str) -> NamedNode:
        """Return the IRI of somebody who judges, by the name that the person signs with."""
        return self._node("person", _segment(name))

    def actor(self, actor_id: str) -> NamedNode:
        """Return the IRI of an actor; slashes of the id stay slashes, anything odd is percent-encoded."""
        return _actor(self.base, actor_id)

    def actor_id(self, iri: str) -> str | None:
        """Return the actor id behind an IRI, ``None`` where it is no actor's IRI below this base."""
        return self._id(iri, "actor/")

    def document(self, document_id: str) -> NamedNode:
        """Return the IRI of a document, which also names its graph."""
        return _document(self.base, document_id)

    def document_id(self, iri: str) -> str | None:
        """Return the document id behind an IRI, ``None`` where it is no document's IRI below this base."""
        return self._id(iri, "document/")

    def _id(self, iri: str, folder: str) -> str | None:
        start = self.base + folder
        return unquote(iri[len(start) :]) if iri.startswith(start) else None

    def claim(self, claim: Claim) -> NamedNode:
        """Return the IRI of a claim: a digest of everything it says, evidence included."""
        return self._node("claim", digest("claim", claim.document, *_claim_parts(claim)))

    def fact(self, actor_id: str, fact: Fact) -> NamedNode:
        """Return the IRI of a fact of the catalogue."""
        parts = (fact.relation, fact.target, fact.valid_from, fact.valid_until)
        return self._node("fact", digest(actor_id, *parts))

    def event(self, event: Event) -> NamedNode:
        """Return the IRI of an event of the catalogue; its sources do not count."""
        parts = (event.kind.value, event.predecessors, event.successors, event.date)
        return self._node("event", digest(*parts))

    def evidence(self, document_id: str, evidence: Evidence) -> NamedNode:
        """Return the IRI of the words behind a claim."""
        parts = (evidence.start, evidence.end, evidence.quote, evidence.by)
        return self._node("evidence", digest(document_id, *parts))

    def mention(self, document_id: str, *parts: object) -> NamedNode:
        """Return the IRI of a place in a document that names an actor."""
        return self._node("mention", digest(document_id, *parts))

    def name(self, actor_id: str, name: Name) -> NamedNode:
        """Return the IRI of one dated name of an actor."""
        parts = (name.text, name.kind.value, name.language, name.valid_from, name.valid_until, name.source)
        return self._node("name", digest(actor_id, *parts))

    def run(self, run: Run) -> NamedNode:
        """Return the IRI of a run: equal versions, equal IRI."""
        return self._node("run", digest(*astuple(run)))


def _claim_parts(claim: Claim) -> list[object]:
    evidence, claimant = claim.evidence, claim.claimant
    refs = [[r.id, r.name, r.surface, r.start, r.end] for r in (claim.source, claim.target)]
    who = None if claimant is None else [claimant.id, claimant.name, claimant.surface]
    words = [evidence.start, evidence.end, evidence.quote, evidence.by]
    qualifiers = [claim.polarity.value, claim.modality.value, claim.valid_from, claim.valid_until]
    return [*refs, claim.relation, *qualifiers, claim.confidence, who, words]
