"""What one line of a catalogue says: an actor, an extension of one, or an event; or what is broken in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from kg.catalogue.extending import Extension
from kg.errors import DataError
from kg.model import Actor, ActorKind, Date, Event, EventKind, Fact, Name, NameKind
from kg.vocabulary import RELATIONS

__all__ = ["read_line"]

_ACTOR_KEYS = ("id", "kind", "name", "countries", "names", "facts", "same_as", "sources")
_EXTENSION_KEYS = ("extends", "names", "facts", "same_as", "sources")
_NAME_KEYS = ("name", "kind", "language", "from", "until")
_FACT_KEYS = ("relation", "target", "from", "until")
_EVENT_KEYS = ("event", "date", "predecessors", "successors", "sources")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?")
_MAX_LINE = 100_000  # characters; the longest built-in line has a twentieth of it
_MAX_TEXT = 500  # characters of one name or source
# Control characters, line breaks, overrides of the writing direction, halves of a character.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_Kind = TypeVar("_Kind", ActorKind, NameKind, EventKind)
_ACTOR_KINDS = {kind.value: kind for kind in ActorKind}
_NAME_KINDS = {kind.value: kind for kind in NameKind}
_EVENT_KINDS = {kind.value: kind for kind in EventKind}
# How many predecessors and successors an event has, at least and at most.
_MANY = 10_000
_SIZES = {
    EventKind.SPLIT: ((1, 1), (1, _MANY)),
    EventKind.MERGER: ((2, _MANY), (1, 1)),
    EventKind.SUCCESSION: ((1, 1), (1, 1)),
    EventKind.DISSOLUTION: ((1, 1), (0, 0)),
}


def read_line(line: str) -> Actor | Extension | Event:
    """Return what one line of a catalogue says.

    Raises:
        DataError: The line is broken; the message says how, not where.

    """
    _require(len(line) <= _MAX_LINE, f"line of {len(line)} characters", f"the limit is {_MAX_LINE}")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"no JSON ({error})", hint="write one JSON object per line") from error
    if isinstance(data, dict) and "event" in data:
        return _event(data)
    return _extension(data) if isinstance(data, dict) and "extends" in data else _actor(data)


def _event(data: Mapping[str, Any]) -> Event:
    _keys(data, _EVENT_KEYS, required=("event", "predecessors", "sources"))
    kind = _member(_EVENT_KINDS, data["event"])
    parties = []
    for key, (least, most) in zip(("predecessors", "successors"), _SIZES[kind], strict=True):
        ids = [_matching(_ID, item, "an actor's id") for item in _list(data, key)]
        _require(len(set(ids)) == len(ids), f"one of the {key} stands twice", "remove one of the two")
        wanted = str(least) if most == least else f"{least} or more"
        _require(least <= len(ids) <= most, f"a {kind} with {len(ids)} {key}", f"it has {wanted}")
        parties.append(tuple(sorted(ids)))
    before, after = parties
    goes_on = kind is EventKind.MERGER or not set(before) & set(after)
    _require(goes_on, f"a {kind} of {before[0]!r} into itself", "whoever goes on stands before it only")
    return Event(kind, before, after, _date(data.get("date")), _sources(data))


def _extension(data: Mapping[str, Any]) -> Extension:
    _keys(data, _EXTENSION_KEYS, required=("extends", "sources"))
    added = [key for key in ("names", "facts", "same_as") if data.get(key)]
    _require(bool(added), "adds nothing", "give names, facts or same_as")
    return Extension(
        actor_id=_matching(_ID, data["extends"], "an actor's id"),
        names=tuple(_name(item) for item in _list(data, "names")),
        facts=tuple(_fact(item) for item in _list(data, "facts")),
        same_as=_same_as(data.get("same_as", {})),
        sources=_sources(data),
    )


def _actor(data: Any) -> Actor:
    _keys(data, _ACTOR_KEYS, required=("id", "kind", "name", "countries", "sources"))
    _require(isinstance(data["id"], str) and _ID.fullmatch(data["id"]) is not None,
             f"bad id {data['id']!r}", "use a-z, 0-9 and single hyphens")  # fmt: skip
    shown = _text(data["name"])
    names = tuple(_name(item) for item in _list(data, "names"))
    if all(name.text != shown for name in names):
        names = (Name(shown, NameKind.OFFICIAL, "en"), *names)
    _require(len(set(names)) == len(names), "a name stands twice", "remove one of the two")
    return Actor(
        id=data["id"],
        kind=_member(_ACTOR_KINDS, data["kind"]),
        name=shown,
        names=names,
        countries=tuple(_matching(_COUNTRY, code, "ISO 3166 alpha-2") for code in _list(data, "countries")),
        facts=tuple(_fact(item) for item in _list(data, "facts")),
        same_as=_same_as(data.get("same_as", {})),
        sources=_sources(data),
    )


def _name(item: Any) -> Name:
    _keys(item, _NAME_KEYS, required=("name", "kind"))
    language = _matching(_LANGUAGE, item.get("language", ""), "BCP 47")
    start, end = _interval(item)
    return Name(_text(item["name"]), _member(_NAME_KINDS, item["kind"]), language, start, end)


def _fact(item: Any) -> Fact:
    _keys(item, _FACT_KEYS, required=("relation", "target"))
    relation = item["relation"]
    known = isinstance(relation, str) and relation in RELATIONS
    _require(known, f"unknown relation {str(relation)[:60]!r}", _known(RELATIONS))
    start, end = _interval(item)
    return Fact(relation, _text(item["target"]), start, end)


def _interval(item: Mapping[str, Any]) -> tuple[Date | None, Date | None]:
    start, end = _date(item.get("from")), _date(item.get("until"))
    if start is not None and end is not None:
        _require(
            start.first_day() <= end.last_day(), f"until {end} lies before from {start}", "swap the dates"
        )
    return start, end


def _date(value: Any) -> Date | None:
    return None if value is None else Date.parse(_text(value))


def _same_as(value: Any) -> tuple[tuple[str, str], ...]:
    _require(isinstance(value, dict), "same_as is no object", 'write {"wikidata": "Q1"}')
    pairs = [
        (_text(register), _text(identifier))
        for register, given in value.items()
        for identifier in (given if isinstance(given, list) else [given])
    ]
    _require(len(set(pairs)) == len(pairs), "same_as has an id twice", "remove one of the two")
    return tuple(sorted(pairs))


def _sources(data: Mapping[str, Any]) -> tuple[str, ...]:
    sources = tuple(_text(source) for source in _list(data, "sources"))
    _require(bool(sources), "no sources", "say where the facts come from")
    return sources


def _keys(data: Any, known: tuple[str, ...], *, required: tuple[str, ...]) -> None:
    if not isinstance(data, dict):
        raise DataError(f"no JSON object: {str(data)[:60]!r}", hint=_known(known))
    for key in data:
        if key not in known:
            raise DataError(f"unknown key {key[:60]!r}", hint=_known(known))
    for key in required:
        if key not in data:
            raise DataError(f"missing key {key!r}", hint="required: " + ", ".join(required))


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    _require(isinstance(value, list), f"{key} is no list", 'write ["..."]')
    return list(value)


def _text(value: Any) -> str:
    good = (
        isinstance(value, str)
        and 0 < len(value) <= _MAX_TEXT
        and value == value.strip()
        and not _UNSEEN.search(value)
    )
    _require(good, f"bad text {str(value)[:60]!r}", f"1 to {_MAX_TEXT} printable characters, no outer spaces")
    return str(value)


def _matching(pattern: re.Pattern[str], value: Any, what: str) -> str:
    good = isinstance(value, str) and pattern.fullmatch(value) is not None
    _require(good, f"bad code {str(value)[:60]!r}", f"write a code of {what}")
    return str(value)


def _member(kinds: Mapping[str, _Kind], value: Any) -> _Kind:
    _require(isinstance(value, str) and value in kinds, f"unknown kind {str(value)[:60]!r}", _known(kinds))
    return kinds[value]


def _known(keys: Iterable[str]) -> str:
    return "known: " + ", ".join(keys)


def _require(condition: bool, message: str, hint: str) -> None:
    if not condition:
        raise DataError(message, hint=hint)
