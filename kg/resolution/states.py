"""What means a state without being listed for it: names in any language, people, seat and organs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Actor, ActorKind, Name, NameKind
from kg.resolution.countries import country_names
from kg.resolution.index import main_words
from kg.resolution.keys import capitals, in_latin
from kg.resolution.organs import is_of_state
from kg.resolution.wordlist import word_list
from kg.resolution.words import Word, unelided
from kg.text.fold import fold

__all__ = ["StateMatch", "States"]

CLDR, EDITORS = "Unicode CLDR", "editors' general knowledge"
_SHORTEST = 3  # letters up to which a country has to stand in capitals


@dataclass(frozen=True, slots=True)
class StateMatch:
    """A state that is meant, by a name that nobody lists for it, and why."""

    name: Name
    actor: Actor
    reason: str
    is_exact: bool = True


class States:
    """The states of a catalogue by the codes of their countries."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._by_code: dict[str, Actor] = {}
        for actor in actors:
            if actor.kind is ActorKind.STATE and (code := _code(actor)) is not None:
                self._by_code.setdefault(code, actor)

    def names(self) -> Iterator[tuple[str, Name, Actor]]:
        """Yield what the languages of many readers call these states, as a catalogue yields its names."""
        for code, actor in self._by_code.items():
            for folded in country_names().widespread.get(code, ()):
                if len(folded) <= _SHORTEST:
                    continue  # folded, "Irã" is an acronym of others
                yield folded, Name(folded, NameKind.EXONYM, source=CLDR), actor

    def meant(self, surface: str) -> list[StateMatch]:
        """Return the states that are meant by a name; several where one word means several."""
        for text in dict.fromkeys((surface, _without_article(surface))):
            if found := self._called(text):
                return found
        return self._described(surface)

    def _called(self, surface: str) -> list[StateMatch]:
        """Return the states that are called so, or whose people or seat are."""
        known = country_names()
        folded = fold(surface)
        if len(folded) <= _SHORTEST and surface.isascii() and not capitals(surface).isupper():
            return []  # "us" is no country, "Irã" is
        ways = (
            (known.of_name(folded, latin=in_latin(surface)), NameKind.EXONYM, "name of the country", CLDR),
            (known.people.get(folded, ()), NameKind.ADJECTIVE, "its people or things", EDITORS),
            (known.seats.get(folded, ()), NameKind.METONYM, "seat that stands for the state", EDITORS),
        )
        for codes, kind, reason, source in ways:
            if found := self._matches(codes, kind, reason, source):
                return found
        return []

    def _described(self, surface: str) -> list[StateMatch]:
        """Return the states that are meant by the name of a country in some form, alone or with an organ."""
        words = main_words(surface)
        countries = [word for word in words if word.countries]
        other = [word for word in words if not word.countries]
        if len(countries) != 1 or not all(map(is_of_state, other)):
            return []
        if other and all(_is_weak(word) for word in other):
            return []
        codes = sorted(countries[0].countries)
        if other:
            return self._matches(codes, NameKind.ALIAS, "organ or head of the state", CLDR)
        if countries[0].text in country_names().people:
            return self._matches(codes, NameKind.ADJECTIVE, "its people or things", EDITORS)
        reason = "made from the name of the country"
        return self._matches(codes, NameKind.ADJECTIVE, reason, CLDR, is_exact=False)

    def _matches(
        self, codes: Iterable[str], kind: NameKind, reason: str, source: str, *, is_exact: bool = True
    ) -> list[StateMatch]:
        states = [self._by_code[code] for code in codes if code in self._by_code]
        return [
            StateMatch(Name(state.name, kind, source=source), state, reason, is_exact) for state in states
        ]


def _without_article(surface: str) -> str:
    """Return a name without what is dropped at its beginning: ``the Netherlands``, ``l'Iran``."""
    words = surface.split()
    dropped = word_list().dropped
    while len(words) > 1 and fold(words[0]) in dropped:
        del words[0]
    return unelided(" ".join(words))


def _code(actor: Actor) -> str | None:
    """Return the code of a state: as it says itself, or as its names say."""
    known = country_names()
    if len(actor.countries) == 1 and actor.countries[0] in known.widespread:
        return actor.countries[0]
    for name in actor.names:
        codes = known.of_name(fold(name.text), latin=in_latin(name.text))
        if len(codes) == 1:
            return codes[0]
    return None


def _is_weak(word: Word) -> bool:
    words = word_list()
    return word.text in words.weak_state_words or bool(word.meanings & words.weak_state_words)
