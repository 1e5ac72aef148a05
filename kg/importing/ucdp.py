"""The UCDP Actor Dataset: one actor a row, with its names in order, where it fights, and what it came out of.

``kg/data/importing/ucdp.toml`` says what the codes mean. The dataset dates no name and no tie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from kg.importing.countries import country_in_english
from kg.importing.names import NameList, by_script, is_bare, looks_like_acronym, tidy
from kg.importing.records import OnProblem, Problem, Record, Statement
from kg.importing.rows import numbered_rows
from kg.importing.tables import load_table
from kg.model import ActorKind, NameKind
from kg.text.fold import fold

__all__ = ["fits", "read"]

_REGISTER = "ucdp"
_PUBLISHER = "Uppsala Conflict Data Program"
_REQUIRED = ("ActorId", "NameData", "NameOrigFullEng", "Org")
_NUMBER = re.compile("[0-9]{1,9}")
_NONE = frozenset({"", "n/a", "N/A"})
_GOVERNMENT = "Government of "
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")


def fits(head: bytes) -> bool:
    """Return whether a file that starts so is the dataset."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b"ActorId,NameData,")


def read(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Record]:
    """Yield a record for each actor.

    Args:
        stream: The dataset as CSV.
        path: Its name, for messages.
        report: Takes what cannot be used.

    """
    for number, row in numbered_rows(stream, path, report, required=_REQUIRED):
        identifier = tidy(row["ActorId"])
        if not _NUMBER.fullmatch(identifier):
            message = f"ActorId {row['ActorId'][:60]!r} is no number"
            report(Problem(path, str(number), message, "give each actor its number"))
            continue
        names = _names(row)
        if not names:
            report(Problem(path, str(number), f"actor {identifier} has no name", "fill in NameData"))
            continue
        edition = tidy(row.get("Version", ""))
        yield Record(
            register=_REGISTER,
            identifier=identifier,
            kind=_kind(row, path, number, report),
            name=names.names()[0].text,
            names=names.names(),
            countries=_countries(row, path, number, report),
            statements=tuple(_statements(row, identifier)),
            place=str(number),
            source=f"UCDP Actor Dataset {edition}".rstrip() + f", actor {identifier}",
            lines=tuple(_line(column, value) for column, value in row.items() if value.strip()),
            publisher=_PUBLISHER,
        )


def _line(column: str, value: str) -> str:
    return f"{column}: {' '.join(value.split())}"


def _kind(row: Mapping[str, str], path: Path, number: int, report: OnProblem) -> ActorKind:
    kinds = load_table("ucdp")["kinds"]
    code = row["Org"].strip()
    if code not in kinds:
        report(Problem(path, str(number), f"unknown Org {code[:60]!r}", "known: " + ", ".join(kinds)))
        return ActorKind.UNKNOWN
    return ActorKind(kinds[code])


def _names(row: Mapping[str, str]) -> NameList:
    """Return the names, first the one to show: the name in use, in full where the dataset uses an acronym."""
    in_use = _text(row["NameData"])
    first = [_text(row.get(column, "")) for column in ("NameOrig", "NameOrigFull", "NameOrigFullEng")]
    later = [
        _listed(row.get(column, "")) for column in ("NewName", "NewNameFullMotherTongue", "NewNameFullEng")
    ]
    short, native, english = (new[-1] if new else "" for new in later) if later[0] else first
    names = _Names()
    names.add(english if looks_like_acronym(in_use) and english else in_use or english, NameKind.OFFICIAL)
    names.add(in_use)
    if in_use.startswith(_GOVERNMENT):
        names.add(_IN_BRACKETS.sub("", in_use))
    for name in (short, *native.split(" / ")):
        names.add(name)
    names.add_english(english)
    if later[0]:
        old = [first, *zip_longest(*(new[:-1] for new in later), fillvalue="")]
        for short, native, english in old:
            for name in (short, *native.split(" / "), english):
                names.add(name, NameKind.FORMER)
    return names.list


class _Names:
    """Collects names, each once however it is spelt."""

    def __init__(self) -> None:
        self.list = NameList()
        self._seen: set[str] = set()

    def add(self, text: str, kind: NameKind = NameKind.ALIAS) -> None:
        if text and (key := fold(text) or text) not in self._seen:
            self._seen.add(key)
            shape = NameKind.ACRONYM if looks_like_acronym(text) else by_script(text, kind)
            self.list.add(text, shape)

    def add_english(self, text: str) -> None:
        """Add a translation: of one word (Spiders, Union) it is nobody's name alone."""
        self.add(text, NameKind.WEAK if is_bare(text) else NameKind.ALIAS)


def _text(value: str) -> str:
    text = tidy(value)
    return "" if text in _NONE else text


def _listed(value: str) -> list[str]:
    return [text for part in value.split(",") if (text := _text(part))]


def _countries(row: Mapping[str, str], path: Path, number: int, report: OnProblem) -> tuple[str, ...]:
    """Return where the actor is: a government at home, others where they fight."""
    codes, places = _listed(row.get("GWNOLoc", "")), _listed(row.get("Location", ""))
    states = load_table("ucdp")["states"]
    if unknown := [code for code in codes if code not in states]:
        message = f"unknown state {unknown[0][:60]!r} in GWNOLoc"
        report(Problem(path, str(number), message, "the row counts without it"))
    found = [iso for code in codes for iso in states.get(code, ())]
    name = _text(row["NameData"])
    if name.startswith(_GOVERNMENT):
        home = name.removeprefix(_GOVERNMENT)
        by_place = dict(zip(map(fold, places), codes, strict=False)) if len(codes) == len(places) else {}
        known = country_in_english(home)
        found = states.get(by_place.get(fold(home), ""), () if known is None else (known,))
    return tuple(dict.fromkeys(found))


def _statements(row: Mapping[str, str], identifier: str) -> Iterator[Statement]:
    for known in load_table("ucdp")["statements"]:
        value = row.get(known["names"], "")
        names, ids = _listed(value), _listed(row.get(known["ids"], ""))
        if len(names) != len(ids):
            names = [tidy(value)] if len(ids) == 1 else [""] * len(ids)
        for name, other in zip(names, ids, strict=True):
            if other != identifier:
                yield Statement(
                    relation=known["relation"],
                    text=_line(known["names"], value)
                    if value.strip()
                    else _line(known["ids"], row[known["ids"]]),
                    other_register=_REGISTER,
                    other_identifier=other,
                    other_name=name,
                    claimant=_PUBLISHER,
                )
