"""Find the names of the catalogue in a text: all at once, longest first, at word boundaries, in any script.

Names and text are folded word by word, so "Hay’at" finds "Hayat", "al Nusra" finds "al-Nusra" and "U.S."
finds "US". Each match keeps its place in the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from kg.extraction.folding import FoldedText, folded_words
from kg.model import Actor, Name, NameKind

__all__ = ["Gazetteer", "Match"]

_ACRONYM_OWNS = re.compile(r"[A-Z]{2,}s")  # "ISs fighters"
_NO_LETTER = re.compile(r"[^\w]")
_SHORT = 4  # letters; names this short must be written with the same capitals: "US" is not "us"
_REMEMBERED = 65536  # surfaces
_LONGEST = 100  # letters of a surface that is remembered

_Bearers = tuple[tuple[Name, Actor], ...]
_Span = tuple[int, int]


class Match(NamedTuple):
    """A stretch of text that bears one or more names of the catalogue.

    ``start`` and ``end`` are code points; ``bearers`` are the names with their actors, never empty.
    """

    start: int
    end: int
    bearers: _Bearers


class Gazetteer:
    """An automaton over all names of some actors.

    Args:
        surfaces: Names with their actors, as :meth:`kg.catalogue.Catalogue.surfaces` yields them.

    """

    def __init__(self, surfaces: Iterable[tuple[str, Name, Actor]]) -> None:
        bearers: dict[str, dict[tuple[str, str], tuple[Name, Actor]]] = defaultdict(dict)
        for text, name, actor in surfaces:
            key = _key(text)
            if key.strip() and name.kind is not NameKind.WEAK:  # too common to be found in any text
                bearers[key].setdefault((actor.id, name.kind), (name, actor))
        self._keys = sorted(bearers)
        self._bearers = {
            key: tuple(bearers[key][pair] for pair in sorted(bearers[key])) for key in self._keys
        }
        self._automaton = AhoCorasick(self._keys)
        self._have_words = [" " in key[1:] for key in self._keys]  # more than one
        self._fitting: dict[tuple[int, str, bool], _Bearers] = {}

    def find(self, text: str) -> tuple[list[Match], list[Match]]:
        """Return the longest matches from left to right, none overlapping, and those that lie inside them."""
        folded = FoldedText(text)
        line, word_at = folded.line, folded.word_at
        known, have_words = self._fitting.get, self._have_words
        found: dict[_Span, Match] = {}
        for number, begin, stop in self._automaton.find_matches_as_indexes(line, overlapping=True):
            after = line[stop]
            lost = after == "s" and line[stop + 1] == " "
            if not (after == " " or lost):
                continue
            start, end = word_at(begin + 1)
            last = start
            if have_words[number]:
                last, end = word_at(stop - 1)
            if lost and line[stop - 1] == "s" and not _ACRONYM_OWNS.fullmatch(text, last, end):
                continue
            if lost or text[end - 1] in "sS":
                end = _without_possessive(text, last, end, lost)
            surface = text[start:end]
            fitting = known((number, surface, lost))
            if fitting is None:
                fitting = self._fit(number, surface, lost)
            if fitting:
                found[start, end] = Match(start, end, fitting)
        return _longest(found)

    def _fit(self, number: int, surface: str, lost: bool) -> _Bearers:
        """Return the bearers of a name that may be written like this."""
        bearers = self._bearers[self._keys[number]]
        fitting = tuple(bearer for bearer in bearers if _case_fits(bearer[0], surface, lost))
        if len(surface) <= _LONGEST:
            if len(self._fitting) >= _REMEMBERED:
                self._fitting.clear()
            self._fitting[number, surface, lost] = fitting
        return fitting


def _key(text: str) -> str:
    words = folded_words(text)
    # "the Golan" must not hide "Golan Heights".
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    return "".join(" " + word for word in words)


def _without_possessive(text: str, start: int, end: int, lost: bool) -> int:
    if lost:  # "Syrias army": the apostrophe is lost, the name ends one letter earlier
        return end - 1
    word = text[start:end]
    return end - 2 if len(word) > 3 and word[-1] in "sS" and word[-2] in "'’‘`" else end


def _case_fits(name: Name, surface: str, lost: bool) -> bool:
    letters = _NO_LETTER.sub("", name.text)
    if len(letters) <= _SHORT or name.kind is NameKind.ACRONYM:
        written = _NO_LETTER.sub("", surface)
        capitals = name.text.isupper() or name.kind is NameKind.ACRONYM
        return written == letters or (written.isupper() and len(letters) > 2 and not capitals)
    if lost and name.kind is NameKind.ADJECTIVE:
        return False
    return name.text.islower() or not surface.islower() or not surface.isascii()


def _longest(found: dict[_Span, Match]) -> tuple[list[Match], list[Match]]:
    taken: list[_Span] = []
    inside: list[_Span] = []
    spans = sorted(found)
    first, count = 0, len(spans)
    while first < count:
        reach, behind = spans[first][1], first + 1
        while behind < count and spans[behind][0] < reach:
            reach = max(reach, spans[behind][1])
            behind += 1
        if behind == first + 1:  # most overlap with no other
            taken.append(spans[first])
        else:
            outer, inner = _longest_of(sorted(spans[first:behind], key=_longer_first), reach)
            taken += outer
            inside += inner
        first = behind
    return [found[span] for span in taken], [found[span] for span in inside]


def _longer_first(span: _Span) -> _Span:
    return span[0], -span[1]


def _longest_of(spans: list[_Span], reach: int) -> tuple[list[_Span], list[_Span]]:
    if spans[0][1] == reach:
        return spans[:1], spans[1:]  # the first one holds all others
    taken: list[_Span] = []  # in the order of the text, none overlapping
    inside: list[_Span] = []
    for start, stop in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        place = bisect_right(taken, start, key=itemgetter(0))
        before = taken[place - 1] if place else (0, 0)
        if start < before[1]:
            if stop <= before[1]:
                inside.append((start, stop))
        elif place == len(taken) or stop <= taken[place][0]:
            taken.insert(place, (start, stop))
    return taken, sorted(inside, key=itemgetter(0))
