"""What the codes of CAMEO dictionaries say: a country, roles, and since and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError
from kg.importing.tables import load_table
from kg.model import ActorKind, Date

__all__ = ["Code", "alpha_two", "countries_of", "country_name", "is_person", "kind_of", "parse_codes"]

_BRACKETS = re.compile(r"\[([^\[\]]*)\]\s*")
_CODE = re.compile(r"(?P<codes>-{3}|[A-Z]{3,}(?:/[A-Z]{3,})*)(?:\s+(?P<dates>\S.*))?")
_RANGE = re.compile(r"(?:(?P<sign>[<>])=?\s*(?P<one>\d+)|(?P<since>\d+)\s*-\s*(?P<until>\d+))")
_PIVOT = 30  # years of two digits above it are of the twentieth century, as PETRARCH has it
_HINT = "write [SYRREB], [SYRGOV >170120], [SYRGOV <170120] or [SYRGOV 090120-170120]"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of an entry, with the time in which it holds."""

    text: str
    valid_from: Date | None = None
    valid_until: Date | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The code in threes of letters: country and roles."""
        return tuple(self.text[start : start + 3] for start in range(0, len(self.text), 3))

    @property
    def is_dated(self) -> bool:
        """Whether the code holds for some time only."""
        return self.valid_from is not None or self.valid_until is not None


def parse_codes(text: str) -> Iterator[Code]:
    """Yield the codes of a line: ``[USAGOV 090120-170120] [USAELI/USABUS >170120]``.

    Raises:
        DataError: A bracket is not closed, or holds no code or date.

    """
    if _BRACKETS.sub("", text).strip():
        raise DataError(f"no code: {text[:60]!r}", hint=_HINT)
    for inside in _BRACKETS.findall(text):
        match = _CODE.fullmatch(inside.strip())
        if match is None:
            raise DataError(f"no code: {inside[:60]!r}", hint=_HINT)
        since, until = _dates(match["dates"]) if match["dates"] else (None, None)
        for code in match["codes"].split("/"):
            yield Code(code, since, until)


def _dates(text: str) -> tuple[Date | None, Date | None]:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise DataError(f"no time of a code: {text[:60]!r}", hint=_HINT)
    if match["sign"] is None:
        since, until = _date(match["since"]), _date(match["until"])
        if since.first_day() > until.first_day():
            raise DataError(f"a time that ends before it begins: {text[:60]!r}", hint="swap the dates")
        return since, until
    day = _date(match["one"])
    return (day, None) if match["sign"] == ">" else (None, day)


def _date(digits: str) -> Date:
    """Read ``YYMMDD`` or ``YYYYMMDD``, or the year alone."""
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) > _PIVOT else "20") + digits
    return Date.parse("-".join(filter(None, (digits[:4], digits[4:6], digits[6:]))))


@cache
def alpha_two(code: str) -> str | None:
    """Return the ISO 3166 code of two letters for one of three, ``None`` where it is no country's."""
    from babel.core import get_global

    own = load_table("cameo")["countries"].get(code)
    found = get_global("territory_aliases").get(code, ()) if own is None and len(code) == 3 else (own,)
    return found[0] if len(found) == 1 else None


def countries_of(codes: Sequence[Code]) -> tuple[str, ...]:
    """Return the ISO 3166 alpha-2 codes of the countries that the codes begin with."""
    found = (alpha_two(code.parts[0]) for code in codes)
    return tuple(dict.fromkeys(country for country in found if country is not None))


@cache
def country_name(code: str) -> str | None:
    """Return the English name of the country that a code begins with."""
    from babel import Locale

    country = alpha_two(code[:3])
    return None if country is None else Locale("en").territories.get(country)


def is_person(codes: Sequence[Code]) -> bool:
    """Return whether only a person has such codes: offices, each for some time."""
    roles = set(load_table("cameo")["persons"]["roles"])
    held = [code for code in codes if not roles.isdisjoint(code.parts)]
    return bool(held) and all(code.is_dated for code in codes)


def kind_of(name: str, codes: Sequence[Code]) -> ActorKind:
    """Return the kind of actor that an entry is: by its codes, else by a word of its name."""
    table = load_table("cameo")
    if is_person(codes):
        return ActorKind.PERSON
    if any(code.parts[1:] == () and alpha_two(code.text) is not None for code in codes):
        return ActorKind.STATE
    told = [ActorKind(table["kinds"][p]) for code in codes for p in code.parts if p in table["kinds"]]
    if told and told[-1] is not ActorKind.UNKNOWN:
        return told[-1]
    words = f" {' '.join(name.upper().replace('_', ' ').split())} "
    kinds = (kind for word, kind in table["words"].items() if f" {word} " in words)
    return ActorKind(next(kinds, ActorKind.UNKNOWN))
