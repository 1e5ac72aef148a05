"""The UN Security Council Consolidated List: persons and entities under sanctions, with names and dates.

``kg/data/importing/un.toml`` says which lists are about terrorism and what the qualities of names mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element

from kg.errors import DataError
from kg.importing.countries import country_in_english
from kg.importing.elements import numbered_elements
from kg.importing.names import NameList, by_script, is_bare, tidy
from kg.importing.records import OnProblem, Problem, Record, Statement
from kg.importing.tables import load_table
from kg.importing.un_names import kind_of, person_names, split_names
from kg.model import ActorKind, Date, NameKind

__all__ = ["fits", "read"]

_REGISTER = "un"
_PUBLISHER = "United Nations Security Council"
_LIST = "UN Security Council Consolidated List"
_PERSON, _ENTITY = "INDIVIDUAL", "ENTITY"
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
# What is said about being on the list; the lines stand together, because they are evidence together.
_LISTING = ("UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON")
_LONGEST_VALUE = 5_000  # characters of a value that is shown; the longest comments have half of it


def fits(head: bytes) -> bool:
    """Return whether a file that starts so is the list."""
    return b"<CONSOLIDATED_LIST" in head.replace(b"\0", b"")  # UTF-16 has them


def read(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Record]:
    """Yield a record for each person and entity.

    Args:
        stream: The list as XML.
        path: Its name, for messages.
        report: Takes what cannot be used.

    """
    tags = (_PERSON, _ENTITY)
    for line, element in numbered_elements(stream, path, report, root="CONSOLIDATED_LIST", tags=tags):

        def complain(message: str, hint: str = "", place: str = str(line)) -> None:
            report(Problem(path, place, message, hint))

        reference = tidy(element.findtext("REFERENCE_NUMBER", ""))
        if not reference:
            complain(f"the {element.tag} has no REFERENCE_NUMBER", "it is what the entry is known by")
            continue
        names = _names(element)
        if not names:
            complain(f"{reference} has no name", "fill in FIRST_NAME")
            continue
        yield Record(
            register=_REGISTER,
            identifier=reference,
            kind=ActorKind.PERSON if element.tag == _PERSON else ActorKind.ORGANISATION,
            name=names.names()[0].text,
            names=names.names(),
            countries=_countries(element),
            statements=tuple(_statements(element, reference, complain)),
            place=str(line),
            source=f"{_LIST}, {reference}",
            lines=tuple(_lines(element)),
            publisher=_PUBLISHER,
            date=_last_change(element, reference, complain),
        )


def _names(element: Element) -> NameList:
    is_person = element.tag == _PERSON
    split = person_names if is_person else split_names
    names = NameList()
    full = " ".join(tidy(element.findtext(part, "")) for part in _NAME_PARTS)
    for number, name in enumerate(split(full)):
        names.add(name, kind_of(name, NameKind.ALIAS if number else NameKind.OFFICIAL))
    for name in split(element.findtext("NAME_ORIGINAL_SCRIPT", "")):
        names.add(name, by_script(name))
    qualities = load_table("un")["qualities"]
    for alias in element.findall(f"{element.tag}_ALIAS"):
        quality = NameKind(qualities.get(tidy(alias.findtext("QUALITY", "")), "alias"))
        for name in split(alias.findtext("ALIAS_NAME", "")):
            # "Hamza", "The Base": one word alone is no way to tell a person, or what it is a translation of.
            is_weak = is_bare(name) and (is_person or " " in name)
            names.add(name, kind_of(name, NameKind.WEAK if is_weak else quality))
    return names


def _countries(element: Element) -> tuple[str, ...]:
    """Return of which countries a person is a citizen, or where an entity is; else what the list is about."""
    path = "NATIONALITY/VALUE" if element.tag == _PERSON else "ENTITY_ADDRESS/COUNTRY"
    found = [country_in_english(tidy(given.text or "")) for given in element.findall(path)]
    known = load_table("un")["lists"].get(tidy(element.findtext("UN_LIST_TYPE", "")), {})
    return tuple(dict.fromkeys(filter(None, found or [known.get("country")])))


def _statements(element: Element, reference: str, complain: Callable[..., None]) -> Iterator[Statement]:
    name = tidy(element.findtext("UN_LIST_TYPE", ""))
    known = load_table("un")["lists"]
    if name not in known:
        hint = "known: " + ", ".join(known)
        complain(f"{reference} is on an unknown list {name[:60]!r}, and no claim is made of it", hint)
        return
    yield Statement(
        relation=known[name]["relation"],
        text="\n".join(_line(tag, element.findtext(tag, "")) for tag in _LISTING if element.findtext(tag)),
        other_name=_PUBLISHER,
        is_reversed=True,
        valid_from=_date(element.findtext("LISTED_ON", ""), f"{reference}, LISTED_ON", complain),
        claimant=_PUBLISHER,
    )


def _date(text: str, place: str, complain: Callable[..., None]) -> Date | None:
    """Return a date, without the time zone that some have: ``2011-02-26-05:00``."""
    day = tidy(text)
    if not day:
        return None
    try:
        return Date.parse(day[:10] if len(day) > 10 and day[10] in "-+TZ" else day)
    except DataError as error:
        complain(f"{place}: {error}", "the entry counts without it")
        return None


def _last_change(element: Element, reference: str, complain: Callable[..., None]) -> Date | None:
    days = [value.text or "" for value in element.findall("LAST_DAY_UPDATED/VALUE")]
    dates = [_date(day, f"{reference}, LAST_DAY_UPDATED", complain) for day in days]
    listed = _date(element.findtext("LISTED_ON", ""), "", lambda *_: None)
    return max(filter(None, (*dates, listed)), key=Date.last_day, default=None)


def _lines(element: Element) -> Iterator[str]:
    """Yield the values of an entry with their tags, those of its listing first."""
    for tag in _LISTING:
        if value := element.findtext(tag):
            yield _line(tag, value)
    for part in element:
        if part.tag not in _LISTING:
            for item in (part, *part):
                if item.text and item.text.strip():
                    yield _line(item.tag if item is part else f"{part.tag} {item.tag}", item.text)


def _line(tag: str, value: str) -> str:
    return f"{tag}: {' '.join(value.split())[:_LONGEST_VALUE]}"
