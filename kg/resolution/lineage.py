"""Whom an actor came from and what came out of it: one actor, its names, or its whole line.

Lists of actors cut history differently. One keeps a group under one entry through all its names, another
opens an entry for each name, a third counts the movement that took over as the same. The catalogue takes a
side (a rename is the same actor, a split or merger a new one); a :class:`View` lets the reader take another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.catalogue import Catalogue
from kg.model import Actor, Date, Event, EventKind
from kg.resolution.history import NameSpan, name_history, name_timeline

__all__ = ["Identity", "Lineage", "View", "identities", "lineage"]

_NEVER, _ALWAYS = dt.date.max, dt.date.min


class View(StrEnum):
    """What counts as one actor."""

    NAME = "name"  # each name that it bore
    ACTOR = "actor"  # the entry of the catalogue, through all its renames
    LINEAGE = "lineage"  # the entry with those that it succeeded, and that succeeded it


@dataclass(frozen=True, slots=True)
class Identity:
    """What a view sees as one.

    Attributes:
        id: The id of the actor; of one name of it ``id@first-day``; of a line the id of its last actor.
        name: What to call it.
        valid_from: Since when it bore this name; where it is an actor or a line, its first known name.
        valid_until: Until when, exclusive.
        actors: The ids of the catalogue's actors that it consists of, oldest first.
        chain: The names, oldest first, unnamed times among them.

    """

    id: str
    name: str
    valid_from: Date | None
    valid_until: Date | None
    actors: tuple[str, ...]
    chain: tuple[NameSpan, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """An actor among those that it came from and that came out of it.

    Attributes:
        actor: The actor asked for.
        ancestors: Whom it came from, by succession, split or merger, over any number of steps.
        descendants: Who came out of it.
        events: The steps, and its own end where it has one, in order of time.

    """

    actor: Actor
    ancestors: tuple[Actor, ...]
    descendants: tuple[Actor, ...]
    events: tuple[Event, ...]


def lineage(catalogue: Catalogue, actor_id: str) -> Lineage:
    """Return whom an actor came from and who came out of it.

    The steps respect time: what a predecessor took in after the actor had left it is not the actor's past.

    Raises:
        KeyError: The catalogue has no such actor.

    """
    back = _follow(catalogue.events, actor_id, is_back=True)
    ahead = _follow(catalogue.events, actor_id, is_back=False)
    steps = {event: None for _, event in (*back, *ahead)}
    ends = (e for e in catalogue.events if e.kind is EventKind.DISSOLUTION and actor_id in e.predecessors)
    events = sorted((*steps, *ends), key=catalogue.events.index)

    def others(found: Iterable[tuple[str, Event]]) -> tuple[Actor, ...]:
        ids = dict.fromkeys(other for other, _ in found if other != actor_id)
        return tuple(sorted((catalogue.actors[other] for other in ids), key=_age))

    return Lineage(catalogue.actors[actor_id], others(back), others(ahead), tuple(events))


def identities(catalogue: Catalogue, actor_id: str, view: View = View.ACTOR) -> tuple[Identity, ...]:
    """Return what a view sees where the catalogue has one actor, oldest first.

    Raises:
        KeyError: The catalogue has no such actor.

    """
    actor = catalogue.actors[actor_id]
    if view is View.NAME:
        return tuple(
            Identity(
                _period_id(actor, span), span.name, span.valid_from, span.valid_until, (actor.id,), (span,)
            )
            for span in name_history(actor)
        )
    line = [actor] if view is View.ACTOR else _line(catalogue, actor)
    chain = tuple(span for member in line for span in name_timeline(member))
    last = line[-1]
    ids = tuple(member.id for member in line)
    return (Identity(last.id, last.name, chain[0].valid_from, chain[-1].valid_until, ids, chain),)


def _follow(events: tuple[Event, ...], actor_id: str, *, is_back: bool) -> dict[tuple[str, Event], None]:
    """Return the actors before (or after) one, each with the event that leads to it, in the order found."""
    found: dict[tuple[str, Event], None] = {}
    reached = {actor_id: _NEVER if is_back else _ALWAYS}  # the widest time from which we came to each
    waiting = [actor_id]
    while waiting:
        current = waiting.pop()
        limit = reached[current]
        for event in events:
            here, there = event.predecessors, event.successors
            if is_back:
                here, there = there, here
            if current not in here or not _is_in_time(event, limit, is_back=is_back):
                continue
            when = limit if event.date is None else _far_side(event.date, is_back=is_back)
            for other in there:
                if other == current:
                    continue
                found[other, event] = None
                known = reached.get(other)
                if known is None or (when > known if is_back else when < known):
                    reached[other] = when
                    waiting.append(other)
    return found


def _is_in_time(event: Event, limit: dt.date, *, is_back: bool) -> bool:
    if event.date is None:
        return True
    return event.date.first_day() <= limit if is_back else event.date.last_day() >= limit


def _far_side(date: Date, *, is_back: bool) -> dt.date:
    return date.last_day() if is_back else date.first_day()


def _line(catalogue: Catalogue, actor: Actor) -> list[Actor]:
    """Return the actors that succeeded one another up to, and from, one."""
    successions = tuple(event for event in catalogue.events if event.kind is EventKind.SUCCESSION)
    back = dict.fromkeys(other for other, _ in _follow(successions, actor.id, is_back=True))
    ahead = dict.fromkeys(other for other, _ in _follow(successions, actor.id, is_back=False))
    ids = [*reversed(back), actor.id, *ahead]
    return [catalogue.actors[other] for other in dict.fromkeys(ids)]


def _period_id(actor: Actor, span: NameSpan) -> str:
    return f"{actor.id}@{span.valid_from or ''}".removesuffix("@")


def _age(actor: Actor) -> tuple[dt.date, str]:
    first = name_history(actor)[0].valid_from
    return (_ALWAYS if first is None else first.first_day(), actor.id)
