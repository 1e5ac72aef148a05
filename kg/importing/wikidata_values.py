"""What stands behind a property of a Wikidata item: values that count, texts, times and their precision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import DataError
from kg.importing.names import tidy
from kg.model import Date

__all__ = ["Value", "best", "current", "item_of", "text_of"]

_ITEM = re.compile("Q[1-9][0-9]{0,12}")
_TIME = re.compile(r"\+?(\d{4})-(\d{2})-(\d{2})T")
_LENGTH = {9: 4, 10: 7, 11: 10}  # precision of a year, a month, a day -> letters of the ISO date
_JULIAN = "Q1985786"


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property, and the values that qualify it by their property."""

    value: Any
    rank: str
    qualifiers: Mapping[str, tuple[Any, ...]]

    def date(self, properties: Sequence[str]) -> Date | None:
        """Return the first time among these qualifiers."""
        for name in properties:
            for value in self.qualifiers.get(name, ()):
                if (date := date_of(value)) is not None:
                    return date
        return None


def current(claims: object, name: str) -> list[Value]:
    """Return the values of a property that stand: not those that are deprecated, unknown or none."""
    stated = claims.get(name) if isinstance(claims, dict) else None
    found = []
    for claim in stated if isinstance(stated, list) else ():
        if not isinstance(claim, dict) or claim.get("rank") == "deprecated":
            continue
        value = _snak_value(claim.get("mainsnak"))
        if value is not None:
            qualifiers = claim.get("qualifiers")
            listed = dict(_qualifiers(qualifiers)) if isinstance(qualifiers, dict) else {}
            found.append(Value(value, str(claim.get("rank")), listed))
    return found


def best(claims: object, name: str) -> list[Value]:
    """Return the preferred values of a property, all that stand where none is preferred."""
    values = current(claims, name)
    return [value for value in values if value.rank == "preferred"] or values


def item_of(value: object) -> str | None:
    """Return the id of the item that a value is."""
    number = value.get("id") if isinstance(value, dict) else None
    if number is None and isinstance(value, dict) and "numeric-id" in value:  # as older dumps have it
        number = f"Q{value['numeric-id']}"
    return number if isinstance(number, str) and _ITEM.fullmatch(number) else None


def text_of(value: object) -> tuple[str, str]:
    """Return the text of a value and its language, empty where it has none."""
    if isinstance(value, str):
        return tidy(value), ""
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        language = value.get("language")
        return tidy(value["text"]), language if isinstance(language, str) else ""
    return "", ""


def date_of(value: object) -> Date | None:
    """Return a time as a date, as precise as it is; ``None`` for decades, centuries and years before one.

    A day of the Julian calendar is another day of ours, so that only its year is taken.
    """
    if not isinstance(value, dict) or not isinstance(value.get("time"), str):
        return None
    match, length = _TIME.match(value["time"]), _LENGTH.get(value.get("precision", 0))
    if match is None or length is None:
        return None
    if str(value.get("calendarmodel", "")).endswith(_JULIAN):
        length = 4
    try:
        return Date.parse("-".join(match.groups())[:length])
    except DataError:
        return None


def _qualifiers(qualifiers: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, snaks in qualifiers.items():
        values = (_snak_value(snak) for snak in (snaks if isinstance(snaks, list) else ()))
        yield name, tuple(value for value in values if value is not None)


def _snak_value(snak: object) -> Any:
    if not isinstance(snak, dict) or snak.get("snaktype") != "value":
        return None
    data = snak.get("datavalue")
    return data.get("value") if isinstance(data, dict) else None
