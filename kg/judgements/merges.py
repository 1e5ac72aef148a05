"""Who is one with whom, and what names mean, by the judgements that stand.

Judgements are edges between actors; what is one is what they connect. Where they contradict each other,
directly or along a chain, the later one holds and the earlier one is overruled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.judgements.recognising import is_catalogued
from kg.model import Actor, ActorRef, Claimant, Judgement, Verdict
from kg.text.fold import fold, slug

__all__ = ["Merges"]


class Merges:
    """The actors that are one by the judgements that stand, and the names that mean somebody.

    Args:
        standing: Judgements in their order; those about claims are passed over.

    Attributes:
        names: The id that a folded name means, ``None`` for nobody.
        overruled: The numbers of the judgements that a later one contradicts.

    """

    def __init__(self, standing: Sequence[Judgement]) -> None:
        self.names: dict[str, str | None] = {}
        self.overruled: set[int] = set()
        self._leader: dict[str, str] = {}
        self._described: dict[str, Actor] = {}
        self._apart: list[tuple[str, str]] = []
        for judgement in reversed(standing):
            if judgement.verdict not in {Verdict.SAME, Verdict.DIFFERENT}:
                continue
            for actor in judgement.actors:
                self._described.setdefault(actor.id, actor)
            fits = self._admit_name(judgement) if judgement.name else self._admit(judgement)
            if not fits:
                self.overruled.add(judgement.number)

    def __bool__(self) -> bool:
        return bool(self._leader or self.names)

    def canonical(self, actor_id: str) -> str:
        """Return the id that stands for everybody who is one with this actor."""
        return self._leader.get(actor_id, actor_id)

    def is_same(self, one: str, other: str) -> bool:
        """Return whether two ids mean one actor."""
        return self.canonical(one) == self.canonical(other)

    def are_different(self, one: str, other: str) -> bool:
        """Return whether somebody decided that two actors are not one."""
        ends = {self.canonical(one), self.canonical(other)}
        return any({self.canonical(a), self.canonical(b)} == ends for a, b in self._apart)

    def group(self, actor_id: str) -> set[str]:
        """Return the ids of everybody who is one with this actor, its own included."""
        leader = self.canonical(actor_id)
        return {actor_id, leader, *(held for held, of in self._leader.items() if of == leader)}

    def bearer(self, actor: Actor) -> str:
        """Return the id of whoever an actor that is known by a name turned out to be."""
        decided = self.names.get(fold(actor.name)) if self.names else None
        return self.canonical(decided or actor.id)

    def actor(self, actor_id: str) -> Actor | None:
        """Return what the judgements know of an actor: id, kind and name."""
        return self._described.get(actor_id)

    def meant(self, ref: ActorRef) -> ActorRef:
        """Return who is meant at a place of a text."""
        actor_id, name = self._meant(ref.id, ref.name, ref.surface)
        return ref if (actor_id, name) == (ref.id, ref.name) else replace(ref, id=actor_id, name=name)

    def merged(self, ref: ActorRef) -> ActorRef:
        """Return who is meant by somebody whom a person chose: names decide nothing here."""
        leader = self.canonical(ref.id)
        return ref if leader == ref.id else replace(ref, id=leader, name=self._name(leader, ref.name))

    def speaker(self, claimant: Claimant | None) -> Claimant | None:
        """Return who says so."""
        if claimant is None:
            return None
        actor_id, name = self._meant(claimant.id, claimant.name, claimant.surface)
        return replace(claimant, id=actor_id, name=name)

    def _meant(self, actor_id: str, name: str, surface: str) -> tuple[str, str]:
        if self.names and (key := self._decided(actor_id, name, surface)) is not None:
            decided = self.names[key]
            if decided is not None:
                actor_id, name = decided, self._name(decided, name)
            elif is_catalogued(actor_id):
                actor_id, name = f"name/{slug(surface)}", surface
        leader = self.canonical(actor_id)
        return (actor_id, name) if leader == actor_id else (leader, self._name(leader, name))

    def _decided(self, actor_id: str, name: str, surface: str) -> str | None:
        if (folded := fold(surface)) in self.names:
            return folded
        # What stands for a name, such as "it", goes with the name.
        if not is_catalogued(actor_id) and (folded := fold(name)) in self.names:
            return folded
        return None

    def _name(self, actor_id: str, otherwise: str) -> str:
        known = self._described.get(actor_id)
        return otherwise if known is None else known.name

    def _admit_name(self, judgement: Judgement) -> bool:
        folded = fold(judgement.name)
        meant = judgement.actors[0].id if judgement.actors else None
        return self.names.setdefault(folded, meant) == meant

    def _admit(self, judgement: Judgement) -> bool:
        one, other = (self.canonical(actor.id) for actor in judgement.actors)
        if judgement.verdict is Verdict.DIFFERENT:
            if one != other:
                self._apart.append((one, other))
            return one != other
        if one == other:
            return True
        if self.are_different(one, other):
            return False
        together = self.group(one) | self.group(other)
        leader = min(together, key=_rank)
        self._leader |= dict.fromkeys(together, leader)
        return True


def _rank(actor_id: str) -> tuple[int, str]:
    """Return whose id stands for a group: one of the catalogue, else of a name, else of a document."""
    return (0 if is_catalogued(actor_id) else 1 if actor_id.startswith("name/") else 2, actor_id)
