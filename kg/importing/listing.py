"""Which actors of a catalogue a user means by kind, country and source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from kg.catalogue import Catalogue
from kg.model import Actor
from kg.text.fold import fold

__all__ = ["choose"]


def choose(
    catalogue: Catalogue,
    kinds: Collection[str] = (),
    countries: Collection[str] = (),
    sources: Collection[str] = (),
) -> Catalogue:
    """Return the catalogue with the actors that fit, and the events among them.

    Args:
        catalogue: The catalogue.
        kinds: Kinds of actors, of which one has to fit; all if none is given.
        countries: ISO 3166 alpha-2 codes, of which the actor has one.
        sources: Words, each of them part of one of the actor's sources, or a register that knows the actor.

    """
    wanted = [fold(source) for source in sources]
    actors = {
        actor_id: actor
        for actor_id, actor in catalogue.actors.items()
        if (not kinds or actor.kind in kinds)
        and (not countries or not set(countries).isdisjoint(actor.countries))
        and (not wanted or _is_from(actor, wanted))
    }
    events = tuple(e for e in catalogue.events if {*e.predecessors, *e.successors} <= actors.keys())
    return replace(catalogue, actors=actors, events=events)


def _is_from(actor: Actor, wanted: list[str]) -> bool:
    known = [fold(source) for source in actor.sources]
    registers = {fold(register) for register, _ in actor.same_as}
    return any(word in registers or any(word in source for source in known) for word in wanted)
