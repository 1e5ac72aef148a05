"""What the cells of a plain table say, and how they are written so that they say it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.errors import DataError
from kg.importing.cameo_codes import alpha_two
from kg.importing.names import tidy_tag
from kg.importing.records import Statement
from kg.importing.tables import load_table
from kg.model import ActorKind, Date, NameKind
from kg.resolution.countries import country_code
from kg.text.dates import parse_date
from kg.text.fold import fold
from kg.vocabulary import RELATIONS

__all__ = [
    "date",
    "facts",
    "guard",
    "guarded",
    "interval",
    "joined",
    "kind_of_actor",
    "kind_of_name",
    "language",
    "pairs",
    "parts",
    "place_codes",
]

_PART = re.compile(r"(?:\\[;|\\]|[^;|])+")
_ESCAPED = re.compile(r"\\([;|\\])")
_SPECIAL = re.compile(r"([;|\\])")
# A spreadsheet takes such a cell for a formula; an apostrophe in front makes it text.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_FACT = re.compile(r"(?P<relation>[a-z_]+) (?P<target>\S+)(?: (?P<since>[\d-]*)/(?P<until>[\d-]*))?")


def guard(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def guarded(cell: str) -> str:
    """Return the text that :func:`guard` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def joined(texts: Iterable[str]) -> str:
    """Return several texts as one cell, which :func:`parts` takes apart again."""
    return "; ".join(_SPECIAL.sub(r"\\\1", text) for text in texts)


def parts(cell: str) -> list[str]:
    """Return the texts of a cell of several."""
    found = (_ESCAPED.sub(r"\1", part).strip() for part in _PART.findall(cell))
    return [part for part in found if part]


def date(cell: str) -> Date | None:
    """Return the date of a cell, ``None`` where it is empty.

    Raises:
        DataError: It is no date, or an ambiguous one.

    """
    if not cell:
        return None
    try:
        return Date.parse(cell)
    except DataError as error:
        found = parse_date(cell)
        if found is None:
            raise DataError(f"not a date: {cell[:60]!r}", hint="write YYYY, YYYY-MM or YYYY-MM-DD") from error
        return found


def interval(since: str, until: str) -> tuple[Date | None, Date | None]:
    """Return the dates of two cells.

    Raises:
        DataError: One is no date, or the second lies before the first.

    """
    start, end = date(since), date(until)
    if start is not None and end is not None and start.first_day() > end.last_day():
        raise DataError(f"until {end} lies before from {start}", hint="swap the dates")
    return start, end


def language(cell: str) -> str:
    """Return the language of a cell as a BCP 47 tag, empty where the cell is.

    Raises:
        DataError: It is no tag.

    """
    tag = tidy_tag(cell)
    if cell and not tag:
        raise DataError(f"no language: {cell[:60]!r}", hint="write a code: en, ar, zh-Hans")
    return tag


def kind_of_actor(cell: str) -> ActorKind:
    """Return the kind that a cell names.

    Raises:
        DataError: It names none.

    """
    plain = fold(cell)
    own = plain.replace(" ", "_")
    if own in set(ActorKind):
        return ActorKind(own)
    kinds = load_table("table")["kinds"]
    if plain not in kinds:
        raise DataError(f"unknown kind {cell[:60]!r}", hint=f"known: {', '.join(ActorKind)}")
    return ActorKind(kinds[plain])


def kind_of_name(cell: str) -> NameKind:
    """Return the kind of name that a cell names.

    Raises:
        DataError: It names none.

    """
    own = fold(cell).replace(" ", "_")
    if own not in set(NameKind):
        raise DataError(f"unknown kind of name {cell[:60]!r}", hint=f"known: {', '.join(NameKind)}")
    return NameKind(own)


def place_codes(cell: str) -> list[str]:
    """Return the ISO 3166 alpha-2 codes of the countries of a cell: codes of two or three letters, or names.

    Raises:
        DataError: One is no country.

    """
    found = []
    for part in parts(cell.replace(",", ";")):
        code = _code(part)
        if code is None:
            raise DataError(f"no country: {part[:60]!r}", hint="write codes of two letters: SY; LB")
        found.append(code)
    return found


@cache
def _code(text: str) -> str | None:
    if re.fullmatch("[A-Za-z]{2}", text):
        return text.upper()
    return alpha_two(text.upper()) or country_code(text[:80])


def pairs(cell: str) -> Iterator[tuple[str, str]]:
    """Yield the ids of other registers: ``wikidata:Q42; un:QDe.137``.

    Raises:
        DataError: One has no register.

    """
    for part in parts(cell):
        register, _, identifier = part.partition(":")
        if not register or not identifier:
            raise DataError(f"no id of a register: {part[:60]!r}", hint="write wikidata:Q42; un:QDe.137")
        yield register, identifier


def facts(cell: str, line: str, register: str) -> Iterator[Statement]:
    """Yield the facts of a cell: ``part_of syria 2016/2018-05; split_from other-id``.

    Args:
        cell: The facts; the ids are those of the table.
        line: The line of the record that says so.
        register: The register of the table.

    Raises:
        DataError: One is no fact.

    """
    for part in parts(cell):
        match = _FACT.fullmatch(part)
        if match is None or match["relation"] not in RELATIONS:
            hint = f"write RELATION ID FROM/UNTIL; relations: {', '.join(RELATIONS)}"
            raise DataError(f"no fact: {part[:60]!r}", hint=hint)
        since, until = interval(match["since"] or "", match["until"] or "")
        yield Statement(
            relation=match["relation"],
            text=line,
            other_register=register,
            other_identifier=match["target"],
            valid_from=since,
            valid_until=until,
        )
