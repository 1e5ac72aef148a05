"""A catalogue of names alone, as registers and benchmarks give it: one actor per line.

::

    {"id": "ucdp:1170", "type": "armed_group", "countries": ["Syria"],
     "names": [{"name": "Hay'at Tahrir al-Sham", "type": "name", "from": "2017-01-28"}]}

Types of names are name, official, former, acronym, demonym and capital; countries may be names or codes.
``from`` is inclusive, ``to`` exclusive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.catalogue import Catalogue
from kg.errors import DataError
from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.resolution.countries import country_code
from kg.text.objects import parse_object

__all__ = ["load_names"]

_KINDS = {
    "official": NameKind.OFFICIAL,
    "former": NameKind.FORMER,
    "acronym": NameKind.ACRONYM,
    "demonym": NameKind.ADJECTIVE,
    "capital": NameKind.METONYM,
}
_ACTOR_KINDS = {kind.value: kind for kind in ActorKind} | {
    "igo": ActorKind.INTERNATIONAL_ORGANISATION,
    "ngo": ActorKind.ORGANISATION,
    "party": ActorKind.POLITICAL_PARTY,
}
_LONGEST = 500  # letters of a name


def load_names(path: Path) -> Catalogue:
    """Read a list of actors and their names, or a catalogue of our own, whichever it is.

    Raises:
        DataError: The file cannot be read or a line is broken.

    """
    try:
        first = next((line for line in _lines(path)), None)
    except (OSError, UnicodeDecodeError) as error:
        hint = "give a catalogue file in JSONL, UTF-8"
        raise DataError(f"cannot be read ({error})", path=path, hint=hint) from error
    if first is None or "type" not in parse_object(first[1], path, first[0]):
        return Catalogue.load(path)
    actors: dict[str, Actor] = {}
    digest = hashlib.sha256()
    for number, line in _lines(path):
        actor = _actor(parse_object(line, path, number), path, number)
        if actor.id in actors:
            raise DataError(f"duplicate id {actor.id!r}", path=path, line=number, hint="choose another id")
        actors[actor.id] = actor
        digest.update(json.dumps(line).encode())
    return Catalogue(MappingProxyType(dict(sorted(actors.items()))), digest.hexdigest())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    if path.is_dir():
        return
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, line


def _actor(entry: dict[str, Any], path: Path, number: int) -> Actor:
    try:
        names = tuple(_name(item) for item in entry["names"])
        actor_id = str(entry["id"])
        kind = _ACTOR_KINDS.get(entry["type"], ActorKind.UNKNOWN)
        countries = tuple(dict.fromkeys(country_code(str(c)) or str(c) for c in entry.get("countries", ())))
        if not names or not actor_id:
            raise DataError("no id or no names", hint="give an id and at least one name")
    except DataError as error:
        raise DataError(str(error), path=path, line=number, hint=error.hint) from error
    except (KeyError, TypeError, AttributeError) as error:
        hint = "write id, type, countries and names, each name with name and type"
        raise DataError(f"no list entry ({error!r})", path=path, line=number, hint=hint) from error
    return Actor(actor_id, kind, _shown(names), tuple(dict.fromkeys(names)), countries)


def _shown(names: tuple[Name, ...]) -> str:
    """Return the name to show: the one that is in force still, else the first."""
    begun = [name for name in names if name.valid_from is not None and name.valid_until is None]
    return (begun or [n for n in names if n.kind is not NameKind.ACRONYM] or list(names))[0].text


def _name(item: dict[str, Any]) -> Name:
    text = item["name"]
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST:
        raise DataError(f"bad name {str(text)[:60]!r}", hint=f"1 to {_LONGEST} characters")
    begun, ended = (None if item.get(key) is None else Date.parse(str(item[key])) for key in ("from", "to"))
    # A name with dates is one that the actor bore for itself, a link of the chain.
    dated = NameKind.OFFICIAL if begun is not None or ended is not None else NameKind.ALIAS
    return Name(text, _KINDS.get(item.get("type", "name"), dated), "", begun, ended)
