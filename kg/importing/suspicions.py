"""What in a catalogue is allowed and yet often a mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.model import Actor, Name, NameKind
from kg.resolution.keys import in_latin
from kg.resolution.wordlist import word_list
from kg.text.fold import fold

__all__ = ["Suspicion", "suspicions"]

# Kinds of names that should lead to one actor: an adjective or a capital is of several by nature.
_OWN = {
    NameKind.OFFICIAL,
    NameKind.ACRONYM,
    NameKind.ALIAS,
    NameKind.FORMER,
    NameKind.EXONYM,
    NameKind.ORIGINAL_SCRIPT,
}
_CHAIN = {NameKind.OFFICIAL, NameKind.FORMER}
_SHOWN = 4  # actors of a message


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something about an actor that is worth a look.

    Attributes:
        actor_id: The actor.
        name: The name that is meant; empty where none is.
        message: What it is, in one line.
        hint: What to do about it, in one line.

    """

    actor_id: str
    name: str
    message: str
    hint: str


def suspicions(actors: Iterable[Actor]) -> Iterator[Suspicion]:
    """Yield what is worth a look, kind by kind."""
    actors = list(actors)
    yield from _shared_names(actors)
    yield from _shared_ids(actors)
    for actor in actors:
        yield from _common_words(actor)
        yield from _overlaps(actor)


def _shared_names(actors: list[Actor]) -> Iterator[Suspicion]:
    bearers: dict[tuple[str, bool], list[tuple[Actor, Name]]] = {}
    for actor in actors:
        for name in actor.names:
            if name.kind in _OWN and (folded := fold(name.text)):
                key = (folded, in_latin(name.text))  # folded, Arabic Amman is man
                bearers.setdefault(key, []).append((actor, name))
    for borne in bearers.values():
        if len({actor.id for actor, _ in borne}) < 2:
            continue
        told = set()
        for actor, name in borne:
            others = [o.id for o, other in borne if o.id != actor.id and _meet(name, other)]
            others = list(dict.fromkeys(others))
            if not others or actor.id in told:
                continue
            told.add(actor.id)
            shown = ", ".join(others[:_SHOWN]) + (
                f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
            )
            what = "acronym" if name.kind is NameKind.ACRONYM else "name"
            message = f"the {what} {name.text!r} of {actor.id!r} is one of {shown} too"
            yield Suspicion(actor.id, name.text, message, "give dates or countries that tell them apart")


def _shared_ids(actors: list[Actor]) -> Iterator[Suspicion]:
    holders: dict[tuple[str, str], list[str]] = {}
    for actor in actors:
        for pair in actor.same_as:
            holders.setdefault(pair, []).append(actor.id)
    for (register, number), ids in holders.items():
        for actor_id in ids if len(ids) > 1 else ():
            others = ", ".join(other for other in ids if other != actor_id)
            message = f"{register}:{number} is the id of {actor_id!r} and of {others}"
            yield Suspicion(actor_id, "", message, "one entry of a register is one actor")


def _common_words(actor: Actor) -> Iterator[Suspicion]:
    words = word_list()
    for name in actor.names:
        folded = fold(name.text)
        if name.kind not in _OWN - {NameKind.ACRONYM} or " " in folded:
            continue
        if folded in words.around or words.meanings(folded) & (words.generic | words.armed_bodies):
            hint = "call it weak, or leave it out: articles use the word for anybody"
            yield Suspicion(actor.id, name.text, f"{name.text!r} of {actor.id!r} is a common word", hint)


def _overlaps(actor: Actor) -> Iterator[Suspicion]:
    dated = [n for n in actor.names if n.kind in _CHAIN and (n.valid_from or n.valid_until)]
    for one, other in combinations(dated, 2):
        same = one.language == other.language and _interval(one) != _interval(other)
        if same and fold(one.text) != fold(other.text) and _meet(one, other):
            message = f"{one.text!r} and {other.text!r} of {actor.id!r} were both in force for a time"
            yield Suspicion(actor.id, other.text, message, "end one where the other begins")


def _interval(name: Name) -> tuple[dt.date, dt.date]:
    start = dt.date.min if name.valid_from is None else name.valid_from.first_day()
    return start, dt.date.max if name.valid_until is None else name.valid_until.first_day()


def _meet(one: Name, other: Name) -> bool:
    """Return whether two names were in force at one time."""
    (start, end), (other_start, other_end) = _interval(one), _interval(other)
    return start < other_end and other_start < end
