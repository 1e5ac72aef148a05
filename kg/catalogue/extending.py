"""What one file adds to an actor that another file defines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.model import Actor, Fact, Name

__all__ = ["Extension", "extend"]


@dataclass(frozen=True, slots=True)
class Extension:
    """Names, facts and ids of registers for the actor with the id ``actor_id``, and where they come from."""

    actor_id: str
    names: tuple[Name, ...] = ()
    facts: tuple[Fact, ...] = ()
    same_as: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()


def extend(actor: Actor, extensions: Iterable[Extension]) -> Actor:
    """Return an actor with everything that the extensions add; their order does not matter.

    A name that the actor has already, with the same kind, language and time, is not added again. An added
    name carries the sources of its extension.
    """
    extensions = list(extensions)
    if not extensions:
        return actor
    names: dict[Name, str] = {}
    for extension in extensions:
        source = "; ".join(sorted(extension.sources))
        for name in extension.names:
            names[name] = min(names.get(name, source), source)
    added = [replace(name, source=source) for name, source in names.items() if name not in actor.names]
    facts = {fact for extension in extensions for fact in extension.facts} - set(actor.facts)
    sources = {source for extension in extensions for source in extension.sources} - set(actor.sources)
    return replace(
        actor,
        names=(*actor.names, *sorted(added, key=_name_key)),
        facts=(*actor.facts, *sorted(facts, key=_fact_key)),
        same_as=tuple(sorted({*actor.same_as, *(pair for e in extensions for pair in e.same_as)})),
        sources=(*actor.sources, *sorted(sources)),
    )


def _name_key(name: Name) -> tuple[str, ...]:
    return (name.text, name.kind, name.language, *map(str, (name.valid_from, name.valid_until)), name.source)


def _fact_key(fact: Fact) -> tuple[str, ...]:
    return (fact.relation, fact.target, str(fact.valid_from), str(fact.valid_until))
