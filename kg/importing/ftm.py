"""FollowTheMoney entities in JSON lines, as OpenSanctions, OpenAleph and others publish them.

Flat files (``entities.ftm.json``) hold ties (memberships, sanctions, ...) as entities of their own, in any
order, so the file is gone through twice: once for the ties, once for who stands in them. Nested files
(``targets.nested.json``) hold them inside an entity. ``kg/data/importing/ftm.toml`` says what becomes of
which schema, topic and property.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import DataError
from kg.importing.ftm_ties import (
    Ties,
    date_of,
    flat_ties,
    nested_ties,
    register_of,
    schema_of,
    texts_of,
    tie_schemata,
)
from kg.importing.lines import numbered_objects
from kg.importing.names import NameList, by_script, looks_like_acronym, tidy
from kg.importing.records import OnProblem, Problem, Record
from kg.importing.tables import load_table
from kg.model import ActorKind, NameKind

__all__ = ["fits", "read"]

_MOST_LINES = 400  # of one entity; the longest have some hundred
_LONGEST_VALUE = 1000  # characters of a value that is shown
_COUNTRY = re.compile("[A-Za-z]{2}")
_AS_GIVEN = {NameKind.FORMER, NameKind.ACRONYM, NameKind.WEAK}
_NO_COUNTRY = frozenset({"eu", "zz"})
_PUBLISHERS = {"opensanctions": "OpenSanctions", "ftm": "FollowTheMoney", "kg": "kg-actors"}


def fits(head: bytes) -> bool:
    """Return whether the first bytes of a file are of FollowTheMoney."""
    line = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return line.startswith(b"{") and b'"schema"' in line and b'"properties"' in line


def read(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Record]:
    """Yield a record for each person and organisation, with what the ties of the file say about it.

    Args:
        stream: JSON lines; what cannot be gone through twice is kept in a temporary file.
        path: Its name, for messages.
        report: Takes what cannot be used.

    """
    with tempfile.TemporaryFile() as copy:
        if stream.seekable():
            source = stream
        else:
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            source = cast("BinaryIO", copy)
        start = source.tell()
        ties = flat_ties(source, path)
        source.seek(start)
        left_out: Counter[str] = Counter()
        for number, entity in numbered_objects(source, path, report):
            schema = schema_of(entity)
            if schema in tie_schemata():
                continue
            try:
                record = _record(entity, ties, number)
            except DataError as error:
                report(Problem(path, str(number), str(error), error.hint))
                continue
            if record is None:
                left_out[schema[:60]] += 1
            else:
                yield record
    if left_out:
        listed = ", ".join(f"{count} {schema}" for schema, count in sorted(left_out.items()))
        report(Problem(path, "", f"left out, because they are no actors: {listed}"))
    if ties:
        some = ", ".join(sorted(ties)[:3])
        message = f"ties of {len(ties)} entities that are not in the file: {some}"
        report(Problem(path, "", message, "import the file that holds these entities too"))


def _record(entity: dict[str, Any], ties: Ties, number: int) -> Record | None:
    identifier, schema = entity.get("id"), schema_of(entity)
    if not isinstance(identifier, str) or not tidy(identifier):
        raise DataError("no 'id'", hint="keys: " + ", ".join(map(str, list(entity)[:8])))
    if not schema:
        raise DataError("no 'schema'", hint="give entities of FollowTheMoney, one a line")
    if schema not in load_table("ftm")["kinds"]:
        return None
    texts = texts_of(entity)
    names = _names(texts, entity.get("caption"))
    if not names:
        raise DataError(f"{identifier} has no name", hint="'properties' needs a 'name'")
    statements = [*nested_ties(entity), *ties.pop(identifier, [])]
    register = register_of(entity)
    publisher = _PUBLISHERS[register]
    datasets = texts_of({"properties": {"datasets": entity.get("datasets")}}).get("datasets", [])
    return Record(
        register=register,
        identifier=identifier,
        kind=_kind(entity, schema, texts),
        name=names.names()[0].text,
        names=names.names(),
        countries=_countries(texts),
        same_as=_same_as(texts),
        statements=tuple(statements),
        place=str(number),
        source=", ".join(dict.fromkeys([publisher, *map(tidy, datasets[:5]), identifier])),
        lines=_lines(entity, texts, [statement.text for statement in statements]),
        publisher=publisher,
        date=date_of(texts_of({"properties": {"date": entity.get("last_change")}}).get("date", [])),
    )


def _lines(entity: Mapping[str, Any], texts: Mapping[str, list[str]], ties: list[str]) -> tuple[str, ...]:
    lines = [f"Schema: {entity['schema']}", f"Id: {entity['id']}"]
    lines += [f"{key}: {value[:_LONGEST_VALUE]}" for key, values in texts.items() for value in values]
    return (*lines[:_MOST_LINES], *dict.fromkeys(ties))


def _kind(entity: Mapping[str, Any], schema: str, properties: Mapping[str, list[str]]) -> ActorKind:
    own = entity.get("kind")  # what this program adds when it writes
    if isinstance(own, str) and own in set(ActorKind):
        return ActorKind(own)
    table = load_table("ftm")
    kind = ActorKind(table["kinds"][schema])
    if kind is ActorKind.PERSON:
        return kind
    topics = properties.get("topics", [])
    return next((ActorKind(said) for topic, said in table["topics"].items() if topic in topics), kind)


def _names(properties: Mapping[str, list[str]], caption: object) -> NameList:
    names = NameList()
    given = {key: properties.get(key, []) for key in load_table("ftm")["names"]}
    if isinstance(caption, str) and caption in given["name"]:
        given["name"] = [caption, *given["name"]]
    for key, values in given.items():
        kind = NameKind(load_table("ftm")["names"][key])
        for value in values:
            names.add(value, _name_kind(value, kind))
    if not names and isinstance(caption, str):
        names.add(caption, by_script(caption, NameKind.OFFICIAL))
    return names


def _name_kind(text: str, kind: NameKind) -> NameKind:
    if kind is NameKind.ALIAS and looks_like_acronym(text):
        return NameKind.ACRONYM
    return kind if kind in _AS_GIVEN else by_script(text, kind)


def _countries(properties: Mapping[str, list[str]]) -> tuple[str, ...]:
    found = [code for key in load_table("ftm")["countries"]["properties"] for code in properties.get(key, [])]
    good = [c.upper() for c in found if _COUNTRY.fullmatch(c) and c.casefold() not in _NO_COUNTRY]
    return tuple(dict.fromkeys(good))


def _same_as(properties: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    registers = load_table("ftm")["registers"]
    found = {(name, text) for key, name in registers.items() for text in map(tidy, properties.get(key, []))}
    return tuple(sorted(pair for pair in found if pair[1]))
