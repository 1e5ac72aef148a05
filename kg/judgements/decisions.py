"""What the judgements that stand make of a reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.judgements.merges import Merges
from kg.judgements.recognising import recognises, restates
from kg.judgements.standing import standing
from kg.model import Actor, ActorRef, Claim, Judgement, Name, Reading, Verdict
from kg.text.fold import fold

__all__ = ["Decisions", "Judged"]

Curated = Callable[[str], Actor | None]


@dataclass(frozen=True)
class Judged:
    """A reading as judgements leave it.

    Attributes:
        reading: What remains, corrected and with who is one put together.
        judgements: The number of the judgement behind each claim that was accepted or corrected.
        origins: The claim that extraction read, by the claim that it became.
        unmerged: The same claim, corrected, before actors were put together.

    """

    reading: Reading
    judgements: Mapping[Claim, int]
    origins: Mapping[Claim, Claim]
    unmerged: Mapping[Claim, Claim]


class Decisions:
    """Everything that people decided, as a function from what extraction read to what the graph says.

    It looks at nothing else: the same reading and the same standing judgements give the same claims, in
    whatever order documents were read and judgements made, repeated and taken back.

    Args:
        history: All judgements, oldest first.

    """

    def __init__(self, history: Sequence[Judgement] = ()) -> None:
        self.history = tuple(history)
        self.standing = standing(self.history)

    def __bool__(self) -> bool:
        return bool(self.standing)

    @cached_property
    def merges(self) -> Merges:
        """Who is one with whom, and what names mean."""
        return Merges(self.standing)

    def names(self) -> dict[str, str | None]:
        """Return whom folded names mean, ``None`` for nobody: what :class:`kg.resolution.Resolver` takes.

        An actor that is known by nothing but its name, and is one with another, lends it that name.
        """
        found: dict[str, str | None] = {}
        for judgement in self.standing:
            for actor in judgement.actors:
                leader = self.merges.canonical(actor.id)
                if leader != actor.id and actor.id.startswith("name/"):
                    found[fold(actor.name)] = leader
        meant = self.merges.names.items()
        return found | {name: who and self.merges.canonical(who) for name, who in meant}

    @cached_property
    def _by_document(self) -> dict[str, list[Judgement]]:
        """Return the judgements on claims of each document, latest first."""
        found = defaultdict(list)
        for judgement in reversed(self.standing):
            if judgement.claim is not None:
                found[judgement.claim.document].append(judgement)
        return dict(found)

    def documents(self) -> set[str]:
        """Return the ids of the documents whose claims were judged."""
        return set(self._by_document)

    def on_document(self, document_id: str) -> list[Judgement]:
        """Return the judgements on claims of a document, the latest first."""
        return list(self._by_document.get(document_id, ()))

    def concern(self, reading: Reading) -> bool:
        """Tell whether any judgement may change this reading; a quick look."""
        return bool(self.merges) or reading.document.id in self._by_document

    def with_judgement(self, judgement: Judgement) -> Decisions:
        """Return the decisions after one more judgement."""
        return Decisions((*self.history, judgement))

    def contradicted_by(self, judgement: Judgement) -> list[Judgement]:
        """Return the judgements on actors and names that would not hold any more beside a new one."""
        overruled = self.with_judgement(judgement).merges.overruled - self.merges.overruled
        return [earlier for earlier in self.standing if earlier.number in overruled]

    def on(self, claim: Claim) -> Judgement | None:
        """Return the judgement that holds for a claim as extraction read it: the latest that knows it."""
        return next((judgement for judgement, _ in self._on(claim)), None)

    def _on(self, claim: Claim) -> Iterator[tuple[Judgement, bool]]:
        """Yield the judgements on a claim, the latest first, and whether the claim is already corrected."""
        is_same = self.merges.is_same
        for judgement in self._by_document.get(claim.document, ()):
            if judgement.correction and restates(judgement.correction, claim, is_same):
                yield judgement, True
            elif judgement.claim and recognises(judgement.claim, judgement.verdict, claim, is_same):
                yield judgement, False

    def apply(self, reading: Reading, curated: Curated) -> Judged:
        """Return what a reading becomes.

        Args:
            reading: What extraction read.
            curated: Returns an actor as the catalogue describes it, ``None`` where it does not.

        """
        origins: dict[Claim, Claim] = {}
        unmerged: dict[Claim, Claim] = {}
        judgements: dict[Claim, int] = {}
        corrected: dict[Claim, int] = {}
        for claim in reading.claims:
            judgement, is_right = next(self._on(claim), (None, True))
            if judgement is not None and judgement.verdict is Verdict.REJECTED:
                continue
            changed = claim if is_right or judgement is None else _corrected(claim, judgement)
            chosen = frozenset() if changed is claim else _chosen(judgement)
            result = self._merged(changed, chosen)
            if result.source.id == result.target.id and claim.source.id != claim.target.id:
                continue  # who is one with somebody has no tie to itself
            origins.setdefault(result, claim)
            unmerged.setdefault(result, changed)
            if judgement is not None:
                judgements[result] = judgement.number
                if changed is not claim:
                    corrected[result] = judgement.number
        for claim, number in corrected.items():
            if any(_says_again(other, claim) for other, by in judgements.items() if by == number):
                del origins[claim], judgements[claim]
        claims = tuple(origins)
        actors = self._actors(reading, claims, curated)
        return Judged(replace(reading, claims=claims, actors=actors), judgements, origins, unmerged)

    def _merged(self, claim: Claim, chosen: frozenset[str]) -> Claim:
        def end(ref: ActorRef) -> ActorRef:
            return self.merges.merged(ref) if ref.id in chosen else self.merges.meant(ref)

        if not self.merges:
            return claim
        speaker = self.merges.speaker(claim.claimant)
        return replace(claim, source=end(claim.source), target=end(claim.target), claimant=speaker)

    def _actors(self, reading: Reading, claims: Iterable[Claim], curated: Curated) -> tuple[Actor, ...]:
        """Return the actors of what remains, with the names that the document uses for them."""
        before, after = _named(reading.claims), _named(claims)
        actors = {a.id: a for a in reading.actors if a.id in after or a.id not in before}
        for actor_id in sorted(after - before):
            if actor_id not in actors and (known := self._known(actor_id, curated)) is not None:
                actors[actor_id] = known
        for actor in reading.actors:
            if actor.id in actors or not actor.id.startswith("name/"):
                continue  # a common noun means somebody else in the next document
            leader = self.merges.bearer(actor)
            known = actors.get(leader) or (self._known(leader, curated) if leader in after else None)
            if known is None:
                continue
            held = {name.text for name in known.names}
            own = actor.names or (Name(actor.name),)
            more = tuple(name for name in own if name.text not in held)
            actors[leader] = replace(known, names=(*known.names, *more))
        return tuple(actors.values())

    def _known(self, actor_id: str, curated: Curated) -> Actor | None:
        if (known := curated(actor_id)) is not None:
            return known
        told = (actor for j in reversed(self.standing) for actor in j.actors if actor.id == actor_id)
        return next(told, None)


def _named(claims: Iterable[Claim]) -> set[str]:
    """Return the ids of everybody whom claims name."""
    ends = {ref.id for claim in claims for ref in (claim.source, claim.target)}
    return ends | {claim.claimant.id for claim in claims if claim.claimant is not None}


def _chosen(judgement: Judgement | None) -> frozenset[str]:
    """Return the ids to which a person corrected."""
    return frozenset() if judgement is None else frozenset(actor.id for actor in judgement.actors)


def _corrected(claim: Claim, judgement: Judgement) -> Claim:
    """Return a claim with everything that a judgement corrects, and the rest as it was read now."""
    before, after = judgement.claim, judgement.correction
    if before is None or after is None:
        return claim
    relation = claim.relation if before.relation == after.relation else after.relation
    source = _end(claim.source, before.source, after.source, claim.target)
    target = _end(claim.target, before.target, after.target, claim.source)
    return replace(claim, relation=relation, source=source, target=target)


def _end(ref: ActorRef, before: ActorRef, after: ActorRef, other: ActorRef) -> ActorRef:
    if before.id == after.id:
        return ref
    if other.id == after.id:
        return other  # the two were exchanged: the words too
    return replace(ref, id=after.id, name=after.name)


def _says_again(claim: Claim, corrected: Claim) -> bool:
    """Return whether another claim, read rightly, says what a corrected one does."""
    said = [(c.source.id, c.relation, c.target.id, c.polarity) for c in (claim, corrected)]
    return claim != corrected and said[0] == said[1]
