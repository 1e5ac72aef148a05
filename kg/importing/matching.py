"""Whom of the catalogue an entry of a list means: by ids first, then by names that are exactly the same.

Names decide only where nothing speaks against it: one bearer, of a kind that fits, in a country of the entry.
A name that is merely like another never decides, and neither does an acronym, an alias, a weak name, or a
former name: who once bore a name may be another one than who bears it now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from kg.catalogue import Catalogue
from kg.importing.records import Record
from kg.model import ActorKind, Name, NameKind
from kg.resolution.keys import in_latin
from kg.text.fold import fold

__all__ = ["Known", "Match", "deciding_keys", "minted_id", "name_key"]

_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_BORNE = {NameKind.OFFICIAL, NameKind.FORMER, NameKind.ORIGINAL_SCRIPT, NameKind.ALIAS, NameKind.EXONYM}
_DECIDING = {NameKind.OFFICIAL, NameKind.ORIGINAL_SCRIPT}
# Kinds that are never one actor under two views; all others (a group, a party, a force) may be.
_APART = {ActorKind.PERSON, ActorKind.PLACE, ActorKind.MEDIA_OUTLET, ActorKind.COMMUNITY}


@dataclass(frozen=True, slots=True)
class Match:
    """Who an entry of a list is.

    Attributes:
        actor_id: An actor of the catalogue; ``None`` for somebody new.
        by: What decided.
        keys: The names that it shares with that actor, where they decided.
        may_be: Actors that it may be all the same, sorted: a person has to decide.
        why: Why it is none of these, in words.

    """

    actor_id: str | None = None
    by: Literal["", "id", "id elsewhere", "name"] = ""
    keys: frozenset[str] = frozenset()
    may_be: tuple[str, ...] = ()
    why: str = ""


class Known:
    """The actors of a catalogue by their ids in registers and by their names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._actors = catalogue.actors
        self._by_id: dict[tuple[str, str], list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for actor in catalogue.actors.values():
            for pair in actor.same_as:
                self._by_id.setdefault(pair, []).append(actor.id)
            for key in dict.fromkeys(name_key(name) for name in actor.names if name.kind in _BORNE):
                self._by_name.setdefault(key, []).append(actor.id)

    def with_id(self, register: str, identifier: str) -> list[str]:
        """Return the actors that a register has under an id: one, if the catalogue is consistent."""
        if register == "kg":
            return [identifier] if identifier in self._actors else []
        return self._by_id.get((register, identifier), [])

    def named(self, name: str) -> list[str]:
        """Return the actors that bear a name, whatever case and punctuation."""
        return self._by_name.get(name_key(Name(name)), [])

    def is_of_state(self, name: Name) -> bool:
        """Return whether a state bears a name."""
        bearers = self._by_name.get(name_key(name), ())
        return any(self._actors[bearer].kind is ActorKind.STATE for bearer in bearers)

    def match(self, record: Record) -> Match:
        """Return who an entry of a list is."""
        own = self.with_id(record.register, record.identifier)
        if own:
            others = tuple(own[1:])
            return Match(
                own[0], "id", deciding_keys(record), others, "they have the same id" if others else ""
            )
        elsewhere = sorted({actor for pair in record.same_as for actor in self.with_id(*pair)})
        if len(elsewhere) == 1:
            return Match(elsewhere[0], "id elsewhere", deciding_keys(record))
        if elsewhere:
            return Match(may_be=tuple(elsewhere), why="its ids in other registers lead to different actors")
        return self._by_its_names(record)

    def _by_its_names(self, record: Record) -> Match:
        keys = {
            key for name in record.names if name.kind in _BORNE and (key := name_key(name)) in self._by_name
        }
        bearers = dict.fromkeys(actor_id for key in sorted(keys) for actor_id in self._by_name[key])
        others = [
            self._actors[actor_id] for actor_id in bearers if not self._is_from(record.register, actor_id)
        ]
        if not others:
            return Match()
        deciding = deciding_keys(record) & keys
        fitting: dict[str, frozenset[str]] = {}
        reasons: set[str] = set()
        for actor in others:
            shared = frozenset(key for key in deciding if actor.id in self._by_name[key])
            if not shared:
                reasons.add("only an alias or a former name is the same")
            elif not _kinds_fit(record.kind, actor.kind):
                reasons.add("another kind")
            elif not set(record.countries) & set(actor.countries):
                reasons.add("another country" if record.countries and actor.countries else "no country")
            else:
                fitting[actor.id] = shared
        if len(fitting) == 1:
            ((actor_id, shared),) = fitting.items()
            return Match(actor_id, "name", shared)
        why = "several bear the name" if fitting else ", ".join(sorted(reasons))
        return Match(may_be=tuple(sorted(actor.id for actor in others)), why=f"the same name, but {why}")

    def _is_from(self, register: str, actor_id: str) -> bool:
        """Return whether an actor came from this register, which has no actor twice."""
        return any(minted_id(register, number) == actor_id for number in self._ids_in(register, actor_id))

    def _ids_in(self, register: str, actor_id: str) -> Iterator[str]:
        return (number for name, number in self._actors[actor_id].same_as if name == register)


def name_key(name: Name) -> str:
    """Return the form in which two names are the same; only names of one script are."""
    return fold(name.text) + ("" if in_latin(name.text) else " *")


def deciding_keys(record: Record) -> frozenset[str]:
    """Return the names of an entry by which it may be known."""
    return frozenset(name_key(name) for name in record.names if name.kind in _DECIDING)


def minted_id(register: str, identifier: str) -> str:
    """Return the id of an actor that a register brings: ``ucdp-1170``, ``un-qde-137``."""
    plain = re.sub("[^a-z0-9]+", "-", identifier.lower()).strip("-")
    if not _PLAIN.fullmatch(identifier) or len(plain) > 80:
        plain = f"{plain[:60]}-{sha256(identifier.encode()).hexdigest()[:8]}".replace("--", "-").strip("-")
    return f"{re.sub('[^a-z0-9]+', '-', register.lower()).strip('-')}-{plain}"


def _kinds_fit(one: ActorKind, other: ActorKind) -> bool:
    return one is other or not {one, other} & _APART
