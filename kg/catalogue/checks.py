"""What the lines of a catalogue must agree on, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.catalogue.extending import Extension
from kg.catalogue.files import Placed
from kg.model import Actor, ActorKind, Event
from kg.vocabulary import RELATIONS

__all__ = ["by_id", "check_parties", "check_targets", "of_known_actors"]


def by_id(lines: Iterable[Placed[Actor]]) -> dict[str, Actor]:
    """Return the actors by their ids, sorted.

    Raises:
        DataError: Two lines define one id.

    """
    first: dict[str, Placed[Actor]] = {}
    for line in lines:
        other = first.setdefault(line.found.id, line)
        if other is not line:
            hint = f"the first one is {other.path}:{other.line}; choose another id, or extend that one"
            raise line.error(f"duplicate id {line.found.id!r}", hint)
    return {actor_id: line.found for actor_id, line in sorted(first.items())}


def of_known_actors(
    lines: Iterable[Placed[Extension]], actors: Mapping[str, Actor]
) -> dict[str, list[Extension]]:
    """Return the extensions by the ids of the actors that they extend.

    Raises:
        DataError: An extension is one of nobody.

    """
    found: dict[str, list[Extension]] = {}
    for line in lines:
        if line.found.actor_id not in actors:
            hint = "add an actor with this id, or read the file beside the one that has it"
            raise line.error(f"extends unknown actor {line.found.actor_id!r}", hint)
        found.setdefault(line.found.actor_id, []).append(line.found)
    return found


def check_targets(lines: Iterable[Placed[Actor] | Placed[Extension]], actors: Mapping[str, Actor]) -> None:
    """Make sure that facts are about two actors that there are, and name a place where one is needed.

    Raises:
        DataError: One does not.

    """
    for line in lines:
        owner = line.found.id if isinstance(line.found, Actor) else line.found.actor_id
        for fact in line.found.facts:
            target = actors.get(fact.target)
            if fact.target == owner:
                raise line.error(f"a fact about {owner!r} and itself", "correct the target")
            if target is None:
                hint = "add an actor with this id, or correct the target"
                raise line.error(f"fact with unknown target {fact.target!r}", hint)
            if RELATIONS[fact.relation].target == "place" and target.kind is not ActorKind.PLACE:
                message = f"{fact.relation} needs a place, and {fact.target!r} is a {target.kind}"
                raise line.error(message, "correct relation or target")


def check_parties(lines: Iterable[Placed[Event]], actors: Mapping[str, Actor]) -> None:
    """Make sure that events happen to actors that there are.

    Raises:
        DataError: One does not.

    """
    for line in lines:
        for party in (*line.found.predecessors, *line.found.successors):
            actor = actors.get(party)
            if actor is None or actor.kind is ActorKind.PLACE:
                what = "unknown actor" if actor is None else "place"
                hint = "add an actor with this id, or correct the event"
                raise line.error(f"event with {what} {party!r}", hint)
