"""What the ties of FollowTheMoney say: memberships, offices, owners, successions, sanctions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from kg.errors import DataError
from kg.importing.lines import numbered_lines
from kg.importing.names import tidy
from kg.importing.records import Statement
from kg.importing.tables import load_table
from kg.model import Date
from kg.text.objects import parse_object

__all__ = [
    "OWN_DATASET",
    "Ties",
    "date_of",
    "flat_ties",
    "nested_ties",
    "register_of",
    "schema_of",
    "texts_of",
    "tie_schemata",
]

OWN_DATASET: Final = "kg-actors"
"""The dataset of entities that this program wrote; their ids are those of its catalogue."""
Ties = dict[str, list[Statement]]
"""What ties say, by the id of the entity that they are kept with."""

_SANCTION = "Sanction"
_LONGEST_LINE = 2000  # characters
_WORD = re.compile(r"[\w-]+")


@cache
def tie_schemata() -> frozenset[str]:
    """Return the schemata of the ties that mean something here."""
    return frozenset({_SANCTION, *_ends_of_ties()})


@cache
def _ends_of_ties() -> dict[str, dict[str, str]]:
    return {tie["schema"]: tie for tie in load_table("ftm")["ties"]}


def schema_of(entity: Mapping[str, Any]) -> str:
    """Return the schema of an entity, empty where it names none."""
    schema = entity.get("schema")
    return schema if isinstance(schema, str) else ""


def register_of(entity: Mapping[str, Any]) -> str:
    """Return the register that the id of an entity belongs to: published data name their data sets."""
    datasets = entity.get("datasets")
    if datasets == [OWN_DATASET]:
        return "kg"
    return "opensanctions" if datasets else "ftm"


def texts_of(entity: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the properties of an entity that are texts, in the file's order.

    Raises:
        DataError: The entity has no object of properties.

    """
    properties = entity.get("properties", {})
    if not isinstance(properties, dict):
        raise DataError("'properties' is no object", hint='write {"name": ["..."]}')
    found: dict[str, list[str]] = {}
    for key, values in properties.items():
        # A property is a list; some write its only value alone.
        texts = [v for v in (values if isinstance(values, list) else [values]) if isinstance(v, str)]
        if texts:
            found[tidy(key)] = [" ".join(text.split()) for text in texts]
    return found


def date_of(texts: list[str]) -> Date | None:
    """Return the first date among texts; a time behind it is left aside."""
    for text in texts:
        try:
            return Date.parse(text[:10])
        except DataError:
            continue
    return None


def flat_ties(stream: BinaryIO, path: Path) -> Ties:
    """Return what the ties say that are entities of their own. What cannot be read is passed over."""
    is_tie = re.compile(r'"schema"\s*:\s*"(?:' + "|".join(sorted(tie_schemata())) + ')"')
    ties: Ties = {}
    for number, line in numbered_lines(stream, path, lambda _: None):
        if not is_tie.search(line):
            continue
        try:
            entity = parse_object(line, path, number)
            said = list(_statements(entity, "", register_of(entity)))
        except DataError:
            continue
        for owner, statement in said:
            ties.setdefault(owner, []).append(statement)
    return ties


def nested_ties(entity: Mapping[str, Any]) -> list[Statement]:
    """Return what the ties say that stand inside an entity."""
    found = []
    for values in entity.get("properties", {}).values():
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict):
                found += [said for _, said in _statements(value, entity["id"], register_of(entity))]
    return found


def _statements(tie: Mapping[str, Any], within: str, register: str) -> Iterator[tuple[str, Statement]]:
    """Yield what a tie says, with the id of the entity that it is kept with.

    Args:
        tie: The entity that stands for the tie.
        within: The id of the entity inside which it stands, and which it then does not repeat.
        register: What the ids belong to.

    """
    schema, properties = schema_of(tie), tie.get("properties")
    if schema not in tie_schemata() or not isinstance(properties, dict):
        return
    texts = texts_of(tie)
    if schema == _SANCTION:
        owner = _end(properties.get("entity"))[0] or within
        yield from ((owner, said) for said in _sanction(texts) if owner)
        return
    known = _ends_of_ties()[schema]
    entity, other = (_end(properties.get(known[end])) for end in ("entity", "other"))
    entity, other = (end if end[0] else (within, "") for end in (entity, other))
    if not entity[0] or not other[0] or entity[0] == other[0]:
        return
    is_reversed = other[0] == within
    owner, end = (other[0], entity) if is_reversed else (entity[0], other)
    is_leader = known["relation"] in {"member_of", "part_of"} and _leads(texts.get("role", []))
    shown = texts | {known["entity" if is_reversed else "other"]: [" ".join(filter(None, end))]}
    yield (
        owner,
        Statement(
            relation="leads" if is_leader else known["relation"],
            text=_line(schema, shown, without=known["other" if is_reversed else "entity"]),
            other_register=register,
            other_identifier=end[0],
            other_name=tidy(end[1]),
            is_reversed=is_reversed,
            valid_from=date_of([*texts.get("startDate", []), *texts.get("date", [])]),
            valid_until=date_of(texts.get("endDate", [])),
        ),
    )


def _sanction(texts: Mapping[str, list[str]]) -> Iterator[Statement]:
    authority = next(filter(None, map(tidy, texts.get("authority", []))), "")
    if not authority:
        return
    programme = " ".join(t for key in ("program", "programId", "provisions") for t in texts.get(key, []))
    yield Statement(
        relation="designates_terrorist" if _is_terrorism(programme.casefold()) else "sanctions",
        text=_line(_SANCTION, texts, without="entity"),
        other_name=authority,
        is_reversed=True,
        valid_from=date_of([*texts.get("listingDate", []), *texts.get("startDate", [])]),
        valid_until=date_of(texts.get("endDate", [])),
    )


def _is_terrorism(programme: str) -> bool:
    table = load_table("ftm")["terrorism"]
    words = set(_WORD.findall(programme))
    return any(part in programme for part in table["parts"]) or not words.isdisjoint(table["words"])


def _leads(roles: list[str]) -> bool:
    table = load_table("ftm")["leaders"]
    for role in roles:
        words = _WORD.findall(role.casefold())
        if not set(words).isdisjoint(table["words"]) and set(words).isdisjoint(table["lesser"]):
            return True
    return False


def _end(values: Any) -> tuple[str, str]:
    """Return the entity that a property names first, as id and caption: a nested one, or a bare id."""
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, str) and value.strip():
            return value, ""
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            caption = value.get("caption")
            return value["id"], caption if isinstance(caption, str) else ""
    return "", ""


def _line(schema: str, texts: Mapping[str, list[str]], *, without: str) -> str:
    """Return a tie as one line of the document that its entity becomes."""
    shown = (f"{key} {', '.join(values)}" for key, values in sorted(texts.items()) if key != without)
    return f"{schema}: {'; '.join(shown)}"[:_LONGEST_LINE].strip()
