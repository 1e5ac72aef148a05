"""All names of a catalogue, ready to be looked up by several keys."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kg.model import Actor, Name
from kg.resolution.keys import loose, shuffled, words
from kg.text.fold import fold

__all__ = ["Entry", "NameIndex"]

Entry = tuple[Name, Actor]

_CUT_OFF = 80.0  # per cent of likeness below which a name is not even looked at
_SHORTEST = 5  # letters; shorter words differ too easily: Iran and Iraq, Mali and Bali
_LONGEST = 500  # letters; nobody has a longer name
_LONG_WORD = 9  # letters from which two slips of the pen are forgiven instead of one
_AT_MOST = 20  # spellings looked at per question


class NameIndex:
    """Names by their folded form, without articles, in any order of words, and by likeness.

    Every list keeps the order in which the names were given.
    """

    def __init__(self, surfaces: Iterable[tuple[str, Name, Actor]]) -> None:
        self._exact: dict[str, list[Entry]] = {}
        self._loose: dict[str, list[Entry]] = {}
        self._shuffled: dict[str, list[Entry]] = {}
        for text, name, actor in surfaces:
            folded = fold(text)
            if folded:
                self._exact.setdefault(folded, []).append((name, actor))
        for folded, entries in self._exact.items():
            self._loose.setdefault(loose(folded), []).extend(entries)
        for key, entries in self._loose.items():
            if " " in key:
                self._shuffled.setdefault(shuffled(key), []).extend(entries)
        self._spellings = [key for key in self._loose if len(key) >= _SHORTEST]

    def exact(self, folded: str) -> list[Entry]:
        """Return the names that fold to the same text."""
        return self._exact.get(folded, [])

    def without_articles(self, folded: str) -> list[Entry]:
        """Return the names that are the same but for articles."""
        return self._loose.get(loose(folded), [])

    def in_any_order(self, folded: str) -> list[Entry]:
        """Return the names with the same words in another order."""
        return self._shuffled.get(shuffled(folded), [])

    def alike(self, folded: str) -> list[tuple[float, Entry]]:
        """Return names that a slip of the pen may have made into this one, with their likeness in (0, 1].

        The words must pair up one by one: a name that has a word more, or one really different word, is
        another name (the veto), however alike the rest is.
        """
        key = loose(folded)
        if not _SHORTEST <= len(key) <= _LONGEST:
            return []
        near = process.extract(key, self._spellings, scorer=fuzz.ratio, score_cutoff=_CUT_OFF, limit=_AT_MOST)
        return [
            (ratio / 100, entry)
            for spelling, ratio, _ in near
            if _same_words(words(key), words(spelling))
            for entry in self._loose[spelling]
        ]


def _same_words(left: list[str], right: list[str]) -> bool:
    if len(left) != len(right):
        return _squeezed(left, right)
    return all(map(_same_word, left, right))


def _squeezed(left: list[str], right: list[str]) -> bool:
    return "".join(left) == "".join(right)


def _same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    if left[0] != right[0] or min(len(left), len(right)) < _SHORTEST or left.isdigit() or right.isdigit():
        return False
    slips = 2 if min(len(left), len(right)) >= _LONG_WORD else 1
    return OSA.distance(left, right, score_cutoff=slips) <= slips
