"""Actors that may be one: those known by nothing but a name, beside those whose names are like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.analysis import ClaimRecord
from kg.analysis.loading import outlines
from kg.catalogue import Catalogue
from kg.model import Actor, NameKind
from kg.resolution import Candidate, Resolver
from kg.store import Store

__all__ = ["Namesake", "doubtful_merges"]

_OFFERED = 4
_LONGEST = 200  # letters of a name that is looked up


@dataclass(frozen=True, slots=True)
class Namesake:
    """An actor that documents brought in, who else it may be, and in how many claims it stands."""

    actor: Actor
    candidates: tuple[Candidate, ...]
    claims: int


def doubtful_merges(store: Store, catalogue: Catalogue) -> list[Namesake]:
    """Return the actors that may be one with another, those with most claims first.

    Looked at are the actors with a name of their own (``name/...``) that a claim names. Nobody is offered of
    whom a person decided that they are different, or the same.

    Args:
        store: The graph.
        catalogue: The curated actors.

    """
    counts = Counter(actor_id for record in outlines(store) for actor_id in _ends(record))
    own = {
        actor_id: actor
        for actor_id in sorted(counts)
        if actor_id.startswith("name/") and (actor := store.actor(actor_id)) is not None
    }
    if not own:
        return []
    resolver = Resolver(Catalogue({**catalogue.actors, **own}, "with those of the documents"))
    found = [
        Namesake(actor, candidates, counts[actor_id])
        for actor_id, actor in own.items()
        if (candidates := tuple(_candidates(actor, resolver, store))[:_OFFERED])
    ]
    return sorted(found, key=lambda namesake: (-namesake.claims, namesake.actor.id))


def _ends(record: ClaimRecord) -> Collection[str]:
    claim = record.claim
    ends = {claim.source.id, claim.target.id}
    return ends if claim.claimant is None else ends | {claim.claimant.id}


def _candidates(actor: Actor, resolver: Resolver, store: Store) -> Iterator[Candidate]:
    merges = store.decisions.merges
    for candidate in resolver.lookup(actor.name[:_LONGEST]):
        other = candidate.actor_id
        if candidate.kind is NameKind.ADJECTIVE or merges.is_same(actor.id, other):
            continue
        if not merges.are_different(actor.id, other):
            yield candidate
