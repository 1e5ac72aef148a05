"""Actors as entities of FollowTheMoney in JSON lines, that :mod:`kg.importing.ftm` reads back.

FollowTheMoney has no place for the dates, the languages and some kinds of names, and no schema for states:
what it can hold is written, and the kind of actor beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO, Final

from kg.importing.ftm_ties import OWN_DATASET
from kg.model import Actor, ActorKind, NameKind

__all__ = ["write_ftm"]

_SCHEMATA: Final = {
    ActorKind.PERSON: "Person",
    ActorKind.STATE: "PublicBody",
    ActorKind.GOVERNMENT_BODY: "PublicBody",
    ActorKind.ARMED_FORCES: "PublicBody",
    ActorKind.INTERNATIONAL_ORGANISATION: "PublicBody",
    ActorKind.UNKNOWN: "LegalEntity",
}
_PROPERTIES: Final = {
    NameKind.OFFICIAL: "name",
    NameKind.ACRONYM: "abbreviation",
    NameKind.FORMER: "previousName",
    NameKind.ALIAS: "alias",
    NameKind.EXONYM: "alias",
    NameKind.ORIGINAL_SCRIPT: "alias",
    NameKind.METONYM: "weakAlias",
    NameKind.ADJECTIVE: "weakAlias",
    NameKind.WEAK: "weakAlias",
}
_REGISTERS: Final = {"wikidata": "wikidataId", "un": "unscId", "lei": "leiCode"}


def write_ftm(actors: Iterable[Actor], stream: BinaryIO) -> None:
    """Write an entity a line for each actor that is no place."""
    for actor in actors:
        if actor.kind is not ActorKind.PLACE:
            stream.write((json.dumps(_entity(actor), ensure_ascii=False) + "\n").encode())


def _entity(actor: Actor) -> dict[str, Any]:
    found: dict[str, dict[str, None]] = {"name": {actor.name: None}}
    for name in actor.names:
        if name.text != actor.name:
            found.setdefault(_PROPERTIES[name.kind], {})[name.text] = None
    for code in actor.countries:
        found.setdefault("country", {})[code.lower()] = None
    for register, number in actor.same_as:
        if register in _REGISTERS:
            found.setdefault(_REGISTERS[register], {})[number] = None
    return {
        "id": actor.id,
        "caption": actor.name,
        "schema": _SCHEMATA.get(actor.kind, "Organization"),
        "properties": {key: list(values) for key, values in sorted(found.items())},
        "datasets": [OWN_DATASET],
        "kind": actor.kind.value,
    }
