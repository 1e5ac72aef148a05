"""Actors and extensions as the lines that a catalogue holds: what is not known is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kg.catalogue.extending import Extension
from kg.model import Actor, Event, Fact, Name

__all__ = ["actor_line", "event_line", "extension_line"]


def actor_line(actor: Actor) -> str:
    """Return an actor as a line, without its end: reading it gives the same actor.

    What a name's source adds is lost: in a line, the sources of the actor stand for all its names.
    """
    data: dict[str, Any] = {"id": actor.id, "kind": actor.kind.value, "name": actor.name}
    data["countries"] = list(actor.countries)
    return _line(data | _added(actor))


def extension_line(extension: Extension) -> str:
    """Return an extension as a line, without its end: reading it gives the same extension."""
    return _line({"extends": extension.actor_id} | _added(extension))


def event_line(event: Event) -> str:
    """Return an event as a line, without its end: reading it gives the same event."""
    data: dict[str, Any] = {"event": event.kind.value, "date": event.date and str(event.date)}
    data |= {"predecessors": list(event.predecessors), "successors": list(event.successors)}
    data["sources"] = list(event.sources)
    return _line({key: value for key, value in data.items() if value})


def _added(item: Actor | Extension) -> dict[str, Any]:
    data = {
        "names": [_name(name) for name in item.names],
        "facts": [_fact(fact) for fact in item.facts],
        "same_as": ids_by_register(item.same_as),
        "sources": list(item.sources),
    }
    return {key: value for key, value in data.items() if value}


def _name(name: Name) -> dict[str, str]:
    data = {"name": name.text, "kind": name.kind.value, "language": name.language}
    return {key: value for key, value in data.items() if value} | _interval(name)


def _fact(fact: Fact) -> dict[str, str]:
    return {"relation": fact.relation, "target": fact.target} | _interval(fact)


def _interval(item: Name | Fact) -> dict[str, str]:
    dates = {"from": item.valid_from, "until": item.valid_until}
    return {key: str(date) for key, date in dates.items() if date is not None}


def ids_by_register(pairs: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Return the ids of an actor by their registers, in a list where a register has several."""
    registers: dict[str, list[str]] = {}
    for register, identifier in sorted(pairs):
        registers.setdefault(register, []).append(identifier)
    return {register: ids[0] if len(ids) == 1 else ids for register, ids in registers.items()}


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
