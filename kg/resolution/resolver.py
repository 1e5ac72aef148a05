"""Decide which actors a name may mean, best first, with the reason for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.catalogue import Catalogue
from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.resolution.countries import country_code
from kg.resolution.index import NameIndex
from kg.resolution.keys import SHORT_ACRONYM, capitals, in_latin
from kg.text.fold import fold

__all__ = ["Candidate", "Resolver"]

# How much a way of matching, or a kind of name, says about who is meant. Only their order matters.
_SAME, _NO_ARTICLE, _ANY_ORDER, _TYPO, _OTHER_CASE = 1.0, 0.95, 0.9, 0.85, 0.5
_BY_KIND = {NameKind.METONYM: 0.9, NameKind.ADJECTIVE: 0.8, NameKind.WEAK: 0.6}
_NOT_IN_FORCE = 0.9  # people go on using a former name
_OTHER_COUNTRY = 0.6
_WITH_ACRONYM = re.compile(r"(?P<name>[^()]+) \([^()]+\)")
_AMBIGUOUS_CASE = 2  # letters up to which an acronym in another case is just a word: us, is, it


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that a name may mean.

    ``score`` lies in (0, 1] and ranks the candidates of one name; ``reason`` says in words how ``name``, of
    kind ``kind``, was matched. ``is_exact`` tells the same words from those that are
    only spelt alike.
    """

    actor_id: str
    name: str
    kind: NameKind
    score: float
    reason: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class _Match:
    score: float
    reason: str
    name: Name
    actor: Actor
    is_exact: bool = True


class Resolver:
    """Looks names up in a catalogue.

    Building one indexes all names; make it once and pass it down. Looking up is read-only and deterministic.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._index = NameIndex(catalogue.surfaces())

    def lookup(self, surface: str, on: Date | None = None, country: str | None = None) -> list[Candidate]:
        """Return the actors that ``surface`` may mean, best first; none if nobody bears such a name.

        The same letters come first, whatever the script, the case and the punctuation; then the same words
        without articles; then in another order; only if there is none of these, names that differ by a slip
        of the pen. An acronym of up to four letters has to stand in its own capitals, else it ranks last.
        ``Name (ACRONYM)`` is looked up as ``Name``.

        Args:
            surface: The name as it is written.
            on: The day that is spoken of: names not in force then rank lower.
            country: ISO 3166 alpha-2 code, or a name of a country in any of many languages: actors of other
                countries rank lower.

        """
        code = None if country is None else self.country(country) or country
        matches = list(self._matches(surface))
        if not matches and (defined := _WITH_ACRONYM.fullmatch(surface)) is not None:
            matches = list(self._matches(defined["name"]))
        best: dict[str, Candidate] = {}
        for match in matches:
            actor = match.actor
            candidate = _candidate(match, on, code)
            if actor.id not in best or candidate.score > best[actor.id].score:
                best[actor.id] = candidate
        return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.actor_id))

    def _matches(self, surface: str) -> Iterator[_Match]:
        folded = fold(surface)
        ways = (
            (_SAME, "same name", self._index.exact),
            (_NO_ARTICLE, "same name but for the article", self._index.without_articles),
            (_ANY_ORDER, "same words in another order", self._index.in_any_order),
        )
        other_case = []
        for score, reason, way in ways:
            found = False
            for name, actor in way(folded):
                if _written_as(name, surface):
                    found = True
                    yield _Match(score, reason, name, actor)
                elif len(folded) > _AMBIGUOUS_CASE and in_latin(name.text):
                    other_case.append((name, actor))
            if found:
                return
        for likeness, (name, actor) in self._index.alike(folded):
            if name.kind is not NameKind.ACRONYM and (in_latin(name.text) or not in_latin(surface)):
                yield _Match(_TYPO * likeness, "spelt almost the same", name, actor, is_exact=False)
        for name, actor in other_case:
            yield _Match(_OTHER_CASE, "acronym in another case", name, actor)

    def country(self, name: str) -> str | None:
        """Return the ISO 3166 alpha-2 code of a country; ``None`` where none is called so.

        Args:
            name: A name of a state of the catalogue, a name in one of many languages, or the code itself.

        """
        if len(name) == 2 and name.isascii() and name.isalpha():
            return name.upper()
        for _, actor in self._index.exact(fold(name)):
            if actor.kind is ActorKind.STATE:
                return actor.countries[0]
        return country_code(name)


def _written_as(name: Name, surface: str) -> bool:
    if in_latin(surface) and not in_latin(name.text):  # folded, Arabic Amman is man
        return False
    letters = capitals(name.text)
    return len(letters) > SHORT_ACRONYM or not letters.isupper() or capitals(surface) == letters


def _candidate(match: _Match, on: Date | None, country: str | None) -> Candidate:
    name, actor, reason = match.name, match.actor, match.reason
    score = match.score * _BY_KIND.get(name.kind, 1.0)
    if on is not None and not _in_force(name, on):
        score, reason = score * _NOT_IN_FORCE, f"{reason}, not in force on {on}"
    if country is not None and country not in actor.countries:
        score, reason = score * _OTHER_COUNTRY, f"{reason}, another country"
    return Candidate(actor.id, name.text, name.kind, round(score, 4), reason, match.is_exact)


def _in_force(name: Name, on: Date) -> bool:
    begun = name.valid_from is None or name.valid_from.first_day() <= on.last_day()
    ended = name.valid_until is not None and name.valid_until.first_day() <= on.first_day()
    return begun and not ended
