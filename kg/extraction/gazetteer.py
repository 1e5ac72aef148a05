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
from typing import NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from kg.extraction.folding import FoldedText, folded_words
from kg.model import Actor, Name, NameKind

__all__ = ["Gazetteer", "Match"]

_ACRONYM_OWNS = re.compile(r"[A-Z]{2,}s")  # "ISs fighters"
_NO_LETTER = re.compile(r"[^\w]")
_SHORT = 4  # letters; names this short must be written with the same capitals: "US" is not "us"
_REMEMBERED = 65536  # spellings
_LONGEST = 100  # characters of what is remembered

_Bearers = tuple[tuple[Name, Actor], ...]
_Span = tuple[int, int]
_Placed = tuple[int, int, _Bearers]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


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
        self._is_word = [" " not in key[1:] for key in self._keys]
        # Where in a piece of text a name of one word stands, and whose it is: news repeats itself.
        self._placed: dict[tuple[int, str, int], _Placed] = {}
        self._fitting: dict[tuple[int, str, bool], _Bearers] = {}

    def find(self, text: str) -> tuple[list[Match], list[Match]]:
        """Return the longest matches from left to right, none overlapping, and those that lie inside them."""
        folded = FoldedText(text)
        line, word_at, piece_at = folded.line, folded.word_at, folded.piece_at
        found: dict[_Span, Match] = {}
        for number, begin, stop in self._automaton.find_matches_as_indexes(line, overlapping=True):
            after = line[stop]
            lost = after == "s" and line[stop + 1] == " "
            if not (after == " " or lost):
                continue
            if self._is_word[number]:
                piece, inside, first = piece_at(begin + 1)
                placed = self._placed.get((number, piece, inside))
                if placed is None:
                    word = word_at(begin + 1)
                    start, end, bearers = self._place(number, text, word, word, lost)
                    placed = (start - first, end - first, bearers)
                    if len(piece) <= _LONGEST:
                        _remember(self._placed, (number, piece, inside), placed)
                start, end, bearers = first + placed[0], first + placed[1], placed[2]
            else:
                start, end, bearers = self._place(number, text, word_at(begin + 1), word_at(stop - 1), lost)
            if bearers:
                found[start, end] = Match(start, end, bearers)
        return _longest(found)

    def _place(self, number: int, text: str, first: _Span, last: _Span, lost: bool) -> _Placed:
        """Return where a name stands, from its first word to its last, and who bears it written like this."""
        start, end = first[0], last[1]
        if lost and self._keys[number].endswith("s") and not _ACRONYM_OWNS.fullmatch(text, *last):
            return start, end, ()
        end = _without_possessive(text, last[0], end, lost)
        surface = text[start:end]
        bearers = self._fitting.get((number, surface, lost))
        if bearers is None:
            every = self._bearers[self._keys[number]]
            bearers = tuple(bearer for bearer in every if _case_fits(bearer[0], surface, lost))
            if len(surface) <= _LONGEST:
                _remember(self._fitting, (number, surface, lost), bearers)
        return start, end, bearers


def _remember(table: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    if len(table) >= _REMEMBERED:
        table.clear()
    table[key] = value


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
