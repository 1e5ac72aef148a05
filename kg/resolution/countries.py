"""Countries by their names in all languages of the Unicode CLDR, by their people and by their seats."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from kg.resolution.keys import in_latin
from kg.resolution.wordlist import word_list
from kg.resources import names_dir
from kg.text.fold import fold

__all__ = ["CountryNames", "country_code", "country_names"]

_SHORTEST_STEM = 4  # letters of a country's name before an ending: "Mali" is no "Mal-i"
_AFTER_VOWELS = {"n", "ns", "s", "t", "h"}  # endings of other words too: "Irann" is no Iranian
_FINAL = ("iya", "iia", "ija", "ien", "ia", "ie", "ya", "ye", "ja", "eo", "a", "e", "i", "o", "u", "y")


@dataclass(frozen=True, slots=True)
class CountryNames:
    """Names of countries, folded, with the codes of the countries: several where one word means several.

    Attributes:
        names: What a country is called, in Latin letters.
        foreign: What it is called in other letters, folded: no word in Latin letters is looked up there,
            since Oman is ``man`` in Arabic.
        people: What its people and things are called.
        seats: The cities and buildings that stand for its state.
        widespread: By code, its names in languages of many readers.

    """

    names: dict[str, tuple[str, ...]]
    foreign: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]
    seats: dict[str, tuple[str, ...]]
    widespread: dict[str, tuple[str, ...]]
    _stems: dict[str, tuple[str, ...]]
    _foreign_stems: dict[str, tuple[str, ...]]

    def of_name(self, folded: str, *, latin: bool = True) -> tuple[str, ...]:
        """Return the codes of the countries that are called so."""
        return self.names.get(folded, ()) if latin else self.foreign.get(folded, ())

    def of_word(self, folded: str, *, latin: bool = True) -> tuple[str, ...]:
        """Return the codes of the countries that a word may belong to: ``Libyan``, ``libysch``."""
        found = self.people.get(folded) or self.of_name(folded, latin=latin)
        if found:
            return found
        stems = self._stems if latin else self._foreign_stems
        endings = word_list().endings
        for length in range(len(folded) - 1, _SHORTEST_STEM - 1, -1):
            ending = folded[length:]
            if ending in _AFTER_VOWELS and folded[length - 1] not in "aeiouy":
                continue
            if ending in endings and (codes := stems.get(folded[:length])) is not None:
                return codes
        return ()


@cache
def country_names() -> CountryNames:
    """Return the names, read once from ``kg/data/names``."""
    names: dict[str, tuple[str, ...]] = {}
    foreign: dict[str, tuple[str, ...]] = {}
    people: dict[str, tuple[str, ...]] = {}
    seats: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    foreign_stems: dict[str, tuple[str, ...]] = {}
    widespread: dict[str, tuple[str, ...]] = {}
    for line in (names_dir() / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, first, other, other_letters = line.split("\t")
        widespread[code] = tuple(first.split("|"))
        for folded in filter(None, (*first.split("|"), *other.split("|"))):
            names[folded] = (code,)
        for folded in filter(None, other_letters.split("|")):
            foreign[folded] = (code,)
            for stem in _stems(folded):
                _add(foreign_stems, stem, code)
    with (names_dir() / "states.toml").open("rb") as file:
        tables = tomllib.load(file)
    for code, table in tables.items():
        for key, target in (("names", names), ("people", people), ("seats", seats)):
            for text in table.get(key, ()):
                _add(target, fold(text), code)
    for code, own in widespread.items():
        for folded in own:
            for stem in _stems(folded):
                _add(stems, stem, code)
    return CountryNames(names, foreign, people, seats, widespread, stems, foreign_stems)


def country_code(name: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country, ``None`` where no language calls one so.

    Args:
        name: The name as it is written, in any script, without regard to case; or its code of two or three
            letters.

    """
    from babel.core import get_global

    if len(name) == 3 and name.isascii() and name.isupper():
        codes = get_global("territory_aliases").get(name, ())
        if len(codes) == 1:
            return str(codes[0])
    known = country_names()
    if len(name) == 2 and name.upper() in known.widespread:
        return name.upper()
    found = known.of_name(fold(name), latin=in_latin(name))
    return found[0] if len(found) == 1 else None


def _add(target: dict[str, tuple[str, ...]], folded: str, code: str) -> None:
    codes = target.get(folded, ())
    if code not in codes:
        target[folded] = (*codes, code)


def _stems(folded: str) -> list[str]:
    if " " in folded or len(folded) < _SHORTEST_STEM:
        return []
    found = [folded]
    found += [folded.removesuffix(end) for end in _FINAL if folded.endswith(end)]
    return [stem for stem in dict.fromkeys(found) if len(stem) >= _SHORTEST_STEM]
