"""Load the curated actors, their dated names and their facts, and refuse what is broken.

A catalogue is one or more JSONL files, one actor per line, sorted by id::

    {"id": "hayat-tahrir-al-sham", "kind": "armed_group", "name": "Hay'at Tahrir al-Sham",
     "countries": ["SY"],
     "names": [{"name": "HTS", "kind": "acronym", "language": "", "from": "2017-01-28", "until": null}],
     "facts": [{"relation": "part_of", "target": "syria", "from": null, "until": null}],
     "same_as": {"wikidata": "Q28859959"}, "sources": ["where the facts come from"]}

``names`` (with ``language``, ``from``, ``until`` of a name), ``facts`` and ``same_as`` may be left out.
``from`` is inclusive, ``until`` exclusive.

A line with the key ``event`` says what became of actors, in any place of any file::

    {"event": "merger", "date": "2017-03-02", "predecessors": ["ansar-dine", "macina-liberation-front"],
     "successors": ["jnim"], "sources": ["where that comes from"]}

A fact ``split_from`` is such an event too and needs no line of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from kg.errors import DataError
from kg.model import Actor, ActorKind, Date, Event, EventKind, Fact, Name, NameKind
from kg.resources import catalogue_dir
from kg.vocabulary import RELATIONS

__all__ = ["Catalogue"]

_ACTOR_KEYS = ("id", "kind", "name", "countries", "names", "facts", "same_as", "sources")
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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The curated actors by id, in the order of their ids, and the events that made and ended them, in time.

    ``digest`` changes when, and only when, the content changes; how it is spread over files does not matter.
    """

    actors: Mapping[str, Actor]
    digest: str
    events: tuple[Event, ...] = ()

    @classmethod
    def load(cls, *paths: Path) -> Catalogue:
        """Read catalogue files, or folders of ``*.jsonl`` files; the built-in catalogue if none is given.

        Raises:
            DataError: A file is missing or a line is broken; path, line and a hint say where and what.

        """
        places: dict[str, tuple[Path, int]] = {}
        actors: dict[str, Actor] = {}
        events: list[tuple[Path, int, Event]] = []
        for path, line, actor in _read(paths or (catalogue_dir(),)):
            if isinstance(actor, Event):
                events.append((path, line, actor))
                continue
            if actor.id in actors:
                first = "{}:{}".format(*places[actor.id])
                hint = f"the first one is {first}; choose another id"
                raise DataError(f"duplicate id {actor.id!r}", path=path, line=line, hint=hint)
            actors[actor.id] = actor
            places[actor.id] = (path, line)
        ordered = dict(sorted(actors.items()))
        _check_targets(ordered, places)
        _check_parties(ordered, events)
        happened = _events(ordered.values(), (event for _, _, event in events))
        return cls(MappingProxyType(ordered), _digest(ordered.values(), happened), happened)

    def get(self, actor_id: str) -> Actor | None:
        """Return the actor with this id, or ``None``."""
        return self.actors.get(actor_id)

    def surfaces(self) -> Iterator[tuple[str, Name, Actor]]:
        """Yield every name as ``(text, name, actor)``, actors by id, names as the catalogue lists them."""
        for actor in self.actors.values():
            for name in actor.names:
                yield name.text, name, actor


def _read(paths: Iterable[Path]) -> Iterator[tuple[Path, int, Actor | Event]]:
    for path in _files(paths):
        last = ""
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            hint = "give a catalogue file in JSONL, UTF-8"
            raise DataError(f"cannot be read ({error})", path=path, hint=hint) from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found = _record(line)
                if isinstance(found, Actor):
                    _require(last <= found.id, f"{found.id!r} after {last!r}", "sort the lines by id")
                    last = found.id
            except DataError as error:
                raise DataError(str(error), path=path, line=number, hint=error.hint) from error
            yield path, number, found


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.jsonl"))
            if not found:
                raise DataError(
                    "no .jsonl file in this folder", path=path, hint="give a catalogue file or folder"
                )
            yield from found
        else:
            yield path


def _record(line: str) -> Actor | Event:
    _require(len(line) <= _MAX_LINE, f"line of {len(line)} characters", f"the limit is {_MAX_LINE}")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"no JSON ({error})", hint="write one JSON object per line") from error
    return _event(data) if isinstance(data, dict) and "event" in data else _actor(data)


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
    return tuple(sorted((_text(register), _text(identifier)) for register, identifier in value.items()))


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


def _check_targets(actors: Mapping[str, Actor], places: Mapping[str, tuple[Path, int]]) -> None:
    for actor in actors.values():
        for fact in actor.facts:
            path, line = places[actor.id]
            target = actors.get(fact.target)
            if target is actor:
                message = f"a fact about {actor.id!r} and itself"
                raise DataError(message, path=path, line=line, hint="correct the target")
            if target is None:
                hint = "add an actor with this id, or correct the target"
                raise DataError(f"fact with unknown target {fact.target!r}", path=path, line=line, hint=hint)
            if RELATIONS[fact.relation].target == "place" and target.kind is not ActorKind.PLACE:
                message = f"{fact.relation} needs a place, and {fact.target!r} is a {target.kind}"
                raise DataError(message, path=path, line=line, hint="correct relation or target")


def _check_parties(actors: Mapping[str, Actor], events: Iterable[tuple[Path, int, Event]]) -> None:
    for path, line, event in events:
        for party in (*event.predecessors, *event.successors):
            actor = actors.get(party)
            if actor is None or actor.kind is ActorKind.PLACE:
                what = "unknown actor" if actor is None else "place"
                hint = "add an actor with this id, or correct the event"
                raise DataError(f"event with {what} {party!r}", path=path, line=line, hint=hint)


def _events(actors: Iterable[Actor], listed: Iterable[Event]) -> tuple[Event, ...]:
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


def _digest(actors: Iterable[Actor], events: Iterable[Event]) -> str:
    digest = hashlib.sha256()
    for item in (*actors, *events):
        digest.update(json.dumps(item, default=_plain, ensure_ascii=False).encode())
    return digest.hexdigest()


def _plain(value: Any) -> list[Any]:
    return [getattr(value, slot) for slot in value.__slots__]
