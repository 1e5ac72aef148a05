"""Items of Wikidata in JSON: a dump, or a part of one, an item a line; or the answer of Special:EntityData.

``kg/data/importing/wikidata.toml`` says which languages are taken, which kind an item is, and what its
properties mean. A dated official name becomes a dated name; where there is none, the label held from the
item's beginning to its end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import DataError
from kg.importing.lines import numbered_objects
from kg.importing.names import NameList, by_script, looks_like_acronym, tidy, tidy_tag
from kg.importing.records import OnProblem, Problem, Record, Statement
from kg.importing.tables import load_table
from kg.importing.wikidata_values import Value, best, current, date_of, item_of, text_of
from kg.model import ActorKind, Date, NameKind

__all__ = ["fits", "read"]

_ITEM = re.compile("Q[1-9][0-9]{0,12}")
_COUNTRY = re.compile("[A-Z]{2}")
_BEGINNING = re.compile(
    rb'\s*\[?\s*\{\s*(?:"entities"\s*:\s*\{\s*"Q\d|"(?:type"\s*:\s*"item|pageid"|id"\s*:\s*"Q\d))'
)
_UNDATED = {ActorKind.STATE, ActorKind.PLACE, ActorKind.COMMUNITY, ActorKind.PERSON}


def fits(head: bytes) -> bool:
    """Return whether the first bytes of a file are of Wikidata."""
    return _BEGINNING.match(head.lstrip(b"\xef\xbb\xbf")) is not None


def read(
    stream: BinaryIO, path: Path, report: OnProblem, *, languages: Sequence[str] = ()
) -> Iterator[Record]:
    """Yield a record for each item that may be an actor or a place.

    Args:
        stream: The file; the brackets and commas of a dump may be there.
        path: Its name, for messages.
        report: Takes what cannot be used.
        languages: Codes of the languages whose names are taken, the one to show first; a sensible choice
            if not given.

    """
    taken = tuple(languages or load_table("wikidata")["languages"])
    left_out: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for number, value in numbered_objects(stream, path, report, brackets=True):
        for entity in _entities(value):
            try:
                record = _record(entity, taken, number)
            except DataError as error:
                report(Problem(path, str(number), str(error), error.hint))
                continue
            if record is None:
                left_out[_what(entity)] += 1
                continue
            if record.kind is ActorKind.UNKNOWN:
                unknown[_what(entity)] += 1
            yield record
    if left_out:
        report(Problem(path, "", f"left out, because they are no actors: {_listed(left_out)}"))
    if unknown:
        hint = "say the kind in the catalogue, or add the class to kg/data/importing/wikidata.toml"
        report(Problem(path, "", f"taken as actors of unknown kind: {_listed(unknown)}", hint))


def _entities(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the items of a line: one, or those of an answer of Special:EntityData."""
    entities = value.get("entities")
    if "type" in value or not isinstance(entities, dict):
        yield value
        return
    yield from (entity for entity in entities.values() if isinstance(entity, dict))


def _what(entity: Mapping[str, Any]) -> str:
    if entity.get("type", "item") != "item":
        return str(entity.get("type"))[:20]
    classes = [item for value in best(entity.get("claims"), "P31") if (item := item_of(value.value))]
    return "+".join(classes[:3]) or "without class"


def _listed(counter: Counter[str]) -> str:
    most = [f"{count} of {what}" for what, count in sorted(counter.items(), key=lambda i: (-i[1], i[0]))]
    return ", ".join(most[:8]) + (f" and {len(most) - 8} more classes" if len(most) > 8 else "")


def _record(entity: Mapping[str, Any], languages: Sequence[str], number: int) -> Record | None:
    identifier, claims = entity.get("id"), entity.get("claims")
    if entity.get("type", "item") != "item":
        return None
    if not isinstance(identifier, str) or not _ITEM.fullmatch(identifier):
        raise DataError("no item of Wikidata", hint="an item has an 'id' such as Q42, 'labels' and 'claims'")
    kind = _kind(claims)
    if kind is None:
        return None
    labels = _labels(entity, languages)
    names = _names(entity, kind, labels, languages)
    if not names:
        raise DataError(f"{identifier} has no name in {', '.join(languages[:6])}, ...", hint="add a language")
    shown = next(iter(labels.values()), names.names()[0].text)
    statements = tuple(_statements(claims, identifier))
    lines = [f"Item: {identifier}"]
    lines += [f"{name.kind.replace('_', ' ')} ({name.language}): {name.text}" for name in names.names()]
    return Record(
        register="wikidata",
        identifier=identifier,
        kind=kind,
        name=shown,
        names=names.names(),
        countries=_countries(claims),
        same_as=_same_as(claims),
        statements=statements,
        place=str(number),
        source=f"Wikidata, {identifier}",
        lines=(*lines, *dict.fromkeys(statement.text for statement in statements)),
        publisher="Wikidata",
        date=_changed(entity.get("modified")),
    )


def _changed(value: object) -> Date | None:
    return date_of({"time": f"+{value}", "precision": 11}) if isinstance(value, str) else None


def _kind(claims: object) -> ActorKind | None:
    """Return the kind that the classes of an item tell, ``None`` where they tell that it is no actor."""
    table = load_table("wikidata")
    classes = {item_of(value.value) for value in best(claims, "P31")}
    if not classes.isdisjoint(table["left_out"]):
        return None
    for row in table["kinds"]:
        if not classes.isdisjoint(row["items"]):
            return ActorKind(row["kind"])
    return ActorKind.UNKNOWN


def _labels(entity: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    labels = entity.get("labels")
    if not isinstance(labels, dict):  # an empty one is written as a list
        return {}
    found = {}
    for language in languages:
        label = labels.get(language)
        if isinstance(label, dict) and isinstance(label.get("value"), str) and tidy(label["value"]):
            found[language] = tidy(label["value"])
    return found


def _names(
    entity: Mapping[str, Any], kind: ActorKind, labels: Mapping[str, str], languages: Sequence[str]
) -> NameList:
    claims, dates = entity.get("claims"), load_table("wikidata")["dates"]
    names = NameList()
    official = [value for value in current(claims, "P1448") if _is_dated(value)]
    # With dated official names the labels have no dates of their own: which of them one is, is not said.
    # States and places were called so before they were founded.
    is_dated = not official and kind not in _UNDATED
    held = [_first(claims, dates[end]) if is_dated else None for end in ("begin", "end")]
    for number, (language, label) in enumerate(labels.items()):
        if number == 0:
            if all(text_of(value.value)[0] != label for value in official):
                names.add(label, by_script(label, NameKind.OFFICIAL), _tag(language), *held)
        else:
            names.add(label, _name_kind(label, NameKind.EXONYM), _tag(language))
    for name, kind_of_name in load_table("wikidata")["names"].items():
        for value in current(claims, name):
            text, language = text_of(value.value)
            if language in languages or not language or name == "P1448":
                since, until = value.date(dates["since"]), value.date(dates["until"])
                names.add(text, _name_kind(text, NameKind(kind_of_name)), _tag(language), since, until)
    aliases = entity.get("aliases")
    for language in languages:
        listed = aliases.get(language) if isinstance(aliases, dict) else None
        for alias in listed if isinstance(listed, list) else ():
            if isinstance(alias, dict) and isinstance(alias.get("value"), str):
                names.add(alias["value"], _name_kind(alias["value"], NameKind.ALIAS), _tag(language))
    return names


def _is_dated(value: Value) -> bool:
    dates = load_table("wikidata")["dates"]
    return value.date(dates["since"]) is not None or value.date(dates["until"]) is not None


def _tag(language: str) -> str:
    return "" if language == "mul" else tidy_tag(language)


def _name_kind(text: str, kind: NameKind) -> NameKind:
    if kind in {NameKind.ALIAS, NameKind.EXONYM} and looks_like_acronym(text):
        return NameKind.ACRONYM
    return kind if kind is NameKind.ADJECTIVE else by_script(text, kind)


def _first(claims: object, properties: Sequence[str]) -> Date | None:
    dates = (date_of(value.value) for name in properties for value in best(claims, name))
    return next((date for date in dates if date is not None), None)


def _countries(claims: object) -> tuple[str, ...]:
    table = load_table("wikidata")
    codes = [text_of(value.value)[0] for name in table["countries"]["codes"] for value in best(claims, name)]
    for name in table["countries"]["items"]:
        codes += [table["iso"].get(item_of(value.value), "") for value in best(claims, name)]
    return tuple(dict.fromkeys(code for code in codes if _COUNTRY.fullmatch(code)))


def _same_as(claims: object) -> tuple[tuple[str, str], ...]:
    registers = load_table("wikidata")["registers"]
    found = {(r, text_of(value.value)[0]) for name, r in registers.items() for value in best(claims, name)}
    return tuple(sorted(pair for pair in found if pair[1]))


def _statements(claims: object, identifier: str) -> Iterator[Statement]:
    table = load_table("wikidata")
    for tie in table["ties"]:
        for value in current(claims, tie["property"]):
            other = item_of(value.value)
            if other is None or other == identifier:
                continue
            since = value.date(table["dates"]["since"])
            until = value.date(table["dates"]["until"])
            dates = "".join(f", {word} {d}" for word, d in (("from", since), ("until", until)) if d)
            yield Statement(
                relation=tie["relation"],
                text=f"{tie['label']} ({tie['property']}): {other}{dates}",
                other_register="wikidata",
                other_identifier=other,
                is_reversed=tie.get("reversed", False),
                valid_from=since,
                valid_until=until,
            )
