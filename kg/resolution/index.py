"""All names of a catalogue, ready to be looked up by several keys."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from kg.model import Actor, ActorKind, Name
from kg.resolution.acronyms import initials
from kg.resolution.keys import loose, shuffled
from kg.resolution.organs import armed_key, organ_keys
from kg.resolution.postings import Postings
from kg.resolution.sounds import sound_key
from kg.resolution.trigrams import TrigramIndex
from kg.resolution.words import Word, words_of
from kg.text.fold import fold

__all__ = ["Entry", "NameIndex", "main_words"]

Entry = tuple[Name, Actor]

_LONGEST = 500  # letters; nobody has a longer name
_LIKELY, _SHARING = 8, 4  # names looked at per question: with like letters, and with like words
_HALF = 0.5  # as like as the likest name, below which a name is not looked at
_COMMON = 2000  # names with a word, from which on it finds nobody
_SHORTEST_SLIP, _LONGEST_SLIP = 5, 12  # letters of names that are looked for by single slips
_WRITTEN = "="  # begins the key of a word by its letters
_NO_ORGANS = {ActorKind.STATE, ActorKind.PERSON, ActorKind.PLACE}
_GENERIC = 0.4  # how much a word that many kinds of names share tells, of what its rarity says


class NameIndex:
    """Names by their folded form, without articles, in any order of words, by initials, and by likeness.

    Every list keeps the order in which the names were given.
    """

    def __init__(self, surfaces: Iterable[tuple[str, Name, Actor]]) -> None:
        self._entries: list[Entry] = []
        folded: list[str] = []
        for text, name, actor in surfaces:
            if key := fold(text):
                self._entries.append((name, actor))
                folded.append(key)
        self._exact = Postings([key] for key in folded)
        self._loose = Postings(_loose_keys(key) for key in folded)
        self._shuffled = Postings([shuffled(key)] for key in folded)
        self._initials = Postings(
            () if actor.kind is ActorKind.STATE else initials(words_of(name.text))
            for name, actor in self._entries
        )
        organs: list[tuple[str, ...]] = []
        self._words = Postings(
            tuple(
                dict.fromkeys(
                    key for word in _noted(name, actor, organs) for key in (word.key, _WRITTEN + word.text)
                )
            )
            for name, actor in self._entries
        )
        self._organs = Postings(organs)
        self._slips = Postings(map(_slipped, folded))
        self._sounds = Postings([sound] if (sound := sound_key(key)) else () for key in folded)
        self._trigrams = TrigramIndex(folded)
        actors: dict[int, int] = {}
        numbers = (actors.setdefault(id(actor), len(actors)) for _, actor in self._entries)
        self._actors = np.fromiter(numbers, np.int32, len(self._entries))  # who bears each name, by number
        self._log_size = math.log(len(actors) + 2)
        # How much a word tells, in (0, 1]: rare ones more, heads that many names share less.
        self.weight = lru_cache(maxsize=1 << 16)(self._rarity)
        # The same by its letters, which are rarer than what it means.
        self.weight_written = lru_cache(maxsize=1 << 16)(self._rarity_written)

    def exact(self, folded: str) -> list[Entry]:
        """Return the names that fold to the same text."""
        return self._found(self._exact, folded)

    def without_articles(self, folded: str) -> list[Entry]:
        """Return the names that are the same but for articles and for where words are parted."""
        for key in _loose_keys(folded):
            if found := self._found(self._loose, key):
                return found
        return []

    def in_any_order(self, folded: str) -> list[Entry]:
        """Return the names with the same words in another order."""
        return self._found(self._shuffled, shuffled(folded))

    def of_country(self, words: tuple[Word, ...]) -> list[Entry]:
        """Return the names of what a country has that mean the same, best the ones in the same order."""
        keys = (*organ_keys(words), armed_key(words))
        return next((found for key in keys if key and (found := self._found(self._organs, key))), [])

    def by_initials(self, letters: str) -> list[Entry]:
        """Return the names whose initials spell an acronym."""
        return self._found(self._initials, letters)

    def sounding(self, folded: str) -> list[Entry]:
        """Return the names that languages may write like this one."""
        key = sound_key(folded)
        return [] if key is None else self._found(self._sounds, key)

    def likely(self, text: str, folded: str) -> list[Entry]:
        """Return names that may be another way of writing this one: like letters, or like words."""
        if len(folded) > _LONGEST:
            return []
        nearest = self._trigrams.nearest(folded, _LIKELY)
        places = dict.fromkeys(place for place, cosine in nearest if cosine >= _HALF * nearest[0][1])
        places |= dict.fromkeys(self._sharing_words(main_words(text)))
        places |= dict.fromkeys(int(p) for key in _slipped(folded) for p in self._slips.find(key)[:_LIKELY])
        return [self._entries[place] for place in places]

    def _sharing_words(self, words: tuple[Word, ...]) -> list[int]:
        found, weights = [], []
        for key, word in {word.key: word for word in words}.items():
            places = self._words.find(key)
            if 0 < len(places) <= _COMMON:
                found.append(places)
                weights.append(np.full(len(places), self.weight(word), np.float32))
        if not found:
            return []
        places, where = np.unique(np.concatenate(found), return_inverse=True)
        sums = np.bincount(where, np.concatenate(weights))
        best = np.argsort(-sums, kind="stable")[:_SHARING]
        return [int(place) for place in places[best]]

    def _rarity(self, word: Word) -> float:
        return self._rarity_of(word.key) * (_GENERIC if word.generic else 1.0)

    def _rarity_written(self, word: Word) -> float:
        return self._rarity_of(_WRITTEN + word.text) * (_GENERIC if word.generic else 1.0)

    def _rarity_of(self, key: str) -> float:
        places = self._words.find(key)
        # Actors, not names: one that is known by many names does not make its own word common.
        numbers = np.sort(self._actors[places[:_COMMON]])
        bearers = min(1, len(numbers)) + int(np.count_nonzero(numbers[1:] != numbers[:-1]))
        rarity = 1 - math.log(1 + max(bearers, len(places) - _COMMON)) / self._log_size
        return max(0.05, rarity)

    def _found(self, postings: Postings, key: str) -> list[Entry]:
        return [self._entries[place] for place in postings.find(key)]


@lru_cache(maxsize=1 << 15)
def main_words(text: str) -> tuple[Word, ...]:
    """Return the words of a name without articles and prepositions; with them if there are no other."""
    words = words_of(text)
    return tuple(word for word in words if not word.dropped) or words


def _noted(name: Name, actor: Actor, organs: list[tuple[str, ...]]) -> tuple[Word, ...]:
    """Return the main words of a name, and note what it is found by where it is something of a country."""
    words = main_words(name.text)
    keys: tuple[str, ...] = ()
    if actor.kind not in _NO_ORGANS:
        armed = armed_key(words) if actor.kind is ActorKind.ARMED_FORCES else None
        keys = (*organ_keys(words), *([armed] if armed else ()))
    organs.append(keys)
    return words


def _slipped(folded: str) -> tuple[str, ...]:
    """Return a short name with each of its letters left out: names one slip apart meet in one of these."""
    key = loose(folded).replace(" ", "")
    if not _SHORTEST_SLIP <= len(key) <= _LONGEST_SLIP:
        return ()
    return tuple(dict.fromkeys((key, *(key[:i] + key[i + 1 :] for i in range(len(key))))))


def _loose_keys(folded: str) -> tuple[str, ...]:
    key = loose(folded)
    return tuple(dict.fromkeys((key, key.replace(" ", ""))))
