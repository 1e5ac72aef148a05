"""The events of a catalogue: those that lines list, and the splits that facts state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kg.model import Actor, Event, EventKind

__all__ = ["all_events"]


def all_events(actors: Iterable[Actor], listed: Iterable[Event]) -> tuple[Event, ...]:
    """Return the listed events and the splits that facts state and no listed event does, in order of time."""
    found: dict[tuple[Any, ...], Event] = {}
    for event in listed:
        key = (event.kind, event.predecessors, event.successors, event.date)
        known = found.get(key)
        sources = () if known is None else known.sources
        found[key] = replace(event, sources=tuple(sorted({*sources, *event.sources})))
    told = {(old, new) for event in found.values() for old in event.predecessors for new in event.successors}
    splits = [
        Event(EventKind.SPLIT, (fact.target,), (actor.id,), fact.valid_from, actor.sources)
        for actor in actors
        for fact in actor.facts
        if fact.relation == "split_from" and (fact.target, actor.id) not in told
    ]
    return tuple(sorted((*found.values(), *splits), key=_time))


def _time(event: Event) -> tuple[Any, ...]:
    return (event.date is None, event.date or "", event.kind, event.predecessors, event.successors)
