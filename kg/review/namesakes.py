"""Actors that may be one: those known by nothing but a name, beside those whose names are like it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.analysis import ClaimRecord
from kg.analysis.loading import outlines
from kg.catalogue import Catalogue
from kg.model import Actor, NameKind
from kg.resolution import Candidate, Resolver
from kg.store import Store
from kg.text.fold import fold

__all__ = ["Namesake", "doubtful_merges"]

_RENAMING = "formerly_known_as"
_OFFERED = 4
_LONGEST = 200  # letters of a name that is looked up
_FEW = 50  # actors that share a word, up to which they are compared
_ALIKE = 0.85  # share of letters that two names have in common


@dataclass(frozen=True, slots=True)
class Namesake:
    """An actor that documents brought in, who else it may be, and in how many claims it stands."""

    actor: Actor
    candidates: tuple[Candidate, ...]
    claims: int


def doubtful_merges(store: Store, catalogue: Catalogue) -> list[Namesake]:
    """Return the actors that may be one with another, those with most claims first.

    Looked at are the actors with a name of their own (``name/...``) that a claim names, other than as what
    somebody was called before. Nobody is offered of whom a person decided that they are different, or the
    same.

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
    resolver, likeness = Resolver(catalogue), _Likeness(own.values())
    found = []
    for actor_id, actor in own.items():
        offered = [*resolver.lookup(actor.name[:_LONGEST]), *likeness.near(actor)]
        candidates = tuple(_open(actor_id, offered, store))[:_OFFERED]
        if candidates:
            found.append(Namesake(actor, candidates, counts[actor_id]))
    return sorted(found, key=lambda namesake: (-namesake.claims, namesake.actor.id))


def _ends(record: ClaimRecord) -> Collection[str]:
    claim = record.claim
    ends = {claim.source.id}
    if claim.relation != _RENAMING:  # a former name stands for its bearer, as the claim itself says
        ends.add(claim.target.id)
    return ends if claim.claimant is None else ends | {claim.claimant.id}


def _open(actor_id: str, offered: Iterable[Candidate], store: Store) -> Iterator[Candidate]:
    """Yield the candidates of whom nobody has decided yet."""
    merges = store.decisions.merges
    for candidate in offered:
        other = candidate.actor_id
        if candidate.kind is NameKind.ADJECTIVE or merges.is_same(actor_id, other):
            continue
        if not merges.are_different(actor_id, other) and store.actor(other) is not None:
            yield candidate


class _Likeness:
    """Finds actors whose names are spelt alike, among those that documents brought in.

    Only those are compared that share a word which few have, so that many names do not take their square.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._names = {actor.id: fold(actor.name)[:_LONGEST] for actor in actors}
        self._shown = {actor.id: actor.name for actor in actors}
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        for actor_id, name in self._names.items():
            for word in set(name.split()):
                self._with[word].append(actor_id)

    def near(self, actor: Actor) -> list[Candidate]:
        """Return those spelt like an actor that come after it, so that each pair is offered once."""
        name = self._names[actor.id]
        beside = {
            other
            for word in set(name.split())
            if len(self._with[word]) <= _FEW
            for other in self._with[word]
            if other > actor.id
        }
        scored = ((fuzz.token_sort_ratio(name, self._names[other]) / 100, other) for other in beside)
        found = sorted(((-score, other) for score, other in scored if score >= _ALIKE))
        return [
            Candidate(
                other, self._shown[other], NameKind.ALIAS, -score, "spelt almost the same", is_exact=False
            )
            for score, other in found[:_OFFERED]
        ]
