"""Find the names of the catalogue in a text: all at once, longest first, at word boundaries, in any script.

Names and text are folded word by word, so "Hay’at" finds "Hayat", "al Nusra" finds "al-Nusra" and "U.S."
finds "US". Each match keeps its place in the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from kg.model import Actor, Name, NameKind
from kg.text.fold import fold

__all__ = ["Gazetteer", "Match"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’‘`ʼʿʾ][^\W_]+)*")
# A name does not run across these.
_BREAK = re.compile(r"[,;:!?()\[\]{}\"“”«»|/…]|\.\s|\n\s*\n|\s[-–—]\s")
_ACRONYM_OWNS = re.compile(r"[A-Z]{2,}s")  # "ISs fighters"
_SHORT = 4  # letters; names this short must be written with the same capitals: "US" is not "us"


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of text that bears one or more names of the catalogue.

    ``start`` and ``end`` are code points; ``bearers`` are the names with their actors, never empty.
    """

    start: int
    end: int
    bearers: tuple[tuple[Name, Actor], ...]


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


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

    def find(self, text: str) -> tuple[list[Match], list[Match]]:
        """Return the longest matches from left to right, none overlapping, and those that lie inside them."""
        words = [(m.start(), m.end(), _folded(m.group())) for m in _WORD.finditer(text)]
        line, starts, indexes = _line(text, words)
        spans: dict[tuple[int, int], tuple[tuple[Name, Actor], ...]] = {}
        for number, begin, stop in self._automaton.find_matches_as_indexes(line, overlapping=True):
            lost = stop < len(line) and line[stop] == "s" and line[stop + 1 : stop + 2] == " "
            if not (line[stop : stop + 1] == " " or lost):
                continue
            first = indexes[bisect_left(starts, begin + 1)]
            last = indexes[bisect_left(starts, stop) - 1]
            if lost and line[stop - 1] == "s" and not _ACRONYM_OWNS.fullmatch(text, *words[last][:2]):
                continue
            # "Syrias army": the apostrophe is lost, the name ends one letter earlier.
            start, end = words[first][0], _without_possessive(text, words[last][0], words[last][1], lost)
            fitting = tuple(
                b for b in self._bearers[self._keys[number]] if _case_fits(b[0], text[start:end], lost)
            )
            if fitting:
                spans[start, end] = fitting
        return _longest(spans)


def _key(text: str) -> str:
    words = [_folded(match.group()) for match in _WORD.finditer(text)]
    words = [word for word in words if word]
    # "the Golan" must not hide "Golan Heights".
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    return "".join(" " + word for word in words)


def _line(text: str, words: list[tuple[int, int, str]]) -> tuple[str, list[int], list[int]]:
    """Return the folded text, and for each of its words the start in it and the index in ``words``."""
    parts: list[str] = []
    starts: list[int] = []
    indexes: list[int] = []
    length, previous = 0, 0
    for index, (start, end, folded) in enumerate(words):
        if not folded:
            continue
        gap = " | " if parts and _BREAK.search(text, previous, start + 1) else " "
        parts += (gap, folded)
        length += len(gap)
        starts.append(length)
        indexes.append(index)
        length += len(folded)
        previous = max(previous, end - 1)
    return "".join(parts) + " ", starts, indexes


def _without_possessive(text: str, start: int, end: int, lost: bool) -> int:
    if lost:
        return end - 1
    word = text[start:end]
    return end - 2 if len(word) > 3 and word[-1] in "sS" and word[-2] in "'’‘`" else end


def _case_fits(name: Name, surface: str, lost: bool) -> bool:
    letters = re.sub(r"[^\w]", "", name.text)
    if len(letters) <= _SHORT or name.kind is NameKind.ACRONYM:
        written = re.sub(r"[^\w]", "", surface)
        capitals = name.text.isupper() or name.kind is NameKind.ACRONYM
        return written == letters or (written.isupper() and len(letters) > 2 and not capitals)
    if lost and name.kind is NameKind.ADJECTIVE:
        return False
    return name.text.islower() or not surface.islower() or not surface.isascii()


def _longest(spans: dict[tuple[int, int], tuple[tuple[Name, Actor], ...]]) -> tuple[list[Match], list[Match]]:
    taken: list[Match] = []  # in the order of the text, none overlapping
    starts: list[int] = []
    inside: list[Match] = []
    for (start, stop), bearers in sorted(
        spans.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])
    ):
        place = bisect_right(starts, start)
        before = taken[place - 1] if place else None
        if before is not None and start < before.end:
            if stop <= before.end:
                inside.append(Match(start, stop, bearers))
        elif place == len(taken) or stop <= starts[place]:
            taken.insert(place, Match(start, stop, bearers))
            starts.insert(place, start)
    return taken, sorted(inside, key=_start)


def _start(match: Match) -> int:
    return match.start
