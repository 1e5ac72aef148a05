"""A text folded for searching, with the way back to the text as given.

The text is cut at spaces, and each piece is folded by a table: the words of news recur, so that most pieces
cost one look into the table. Where a name was found is worked out only for the few pieces that hold one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from kg.text.fold import fold

__all__ = ["FoldedText", "folded_words"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’‘`ʼʿʾ][^\W_]+)*")
# A name does not run across these.
_BREAK = re.compile(r"[,;:!?()\[\]{}\"“”«»|/…]|\.\s|\s[-–—]\s")
_PARAGRAPH = re.compile(r"\n\s*\n")
_REMEMBERED = 65536  # pieces
_LONGEST = 64  # characters of a piece that is remembered

# Of each word where it starts in the folded piece, and its start and end in the piece as given.
_Words = tuple[tuple[int, int, int], ...]
_Value = TypeVar("_Value")


class FoldedText:
    """The words of a text, folded, each with a space before it, and `` |`` where a name cannot go on.

    Attributes:
        line: The folded text; it ends with a space.

    """

    def __init__(self, text: str) -> None:
        # Both keep the length, so that a place in the pieces is one in the text.
        flat = _PARAGRAPH.sub(_bar, text).replace("\n", " ")
        self._pieces = flat.split(" ")
        self._folded = list(map(_FOLDED.__getitem__, self._pieces))
        self.line = "".join(self._folded) + " "
        self._long: dict[str, _Words] = {}

    def piece_at(self, place: int) -> tuple[str, int, int]:
        """Return the piece at a place of the line, how far inside it folded, and where it starts in the text.

        What a piece folds to depends on the piece alone.
        """
        lengths, folded_lengths = self._lengths
        number = bisect_right(folded_lengths, place) - 1
        # A space stands between two pieces.
        return self._pieces[number], place - folded_lengths[number], lengths[number] + number

    def word_at(self, place: int) -> tuple[int, int]:
        """Return start and end in the text of the word that stands at a place of the line."""
        piece, inside, first = self.piece_at(place)
        words = _WORDS.get(piece) or self._words(piece)
        _, start, end = words[bisect_right(words, (inside, len(piece))) - 1]
        return first + start, first + end

    @cached_property
    def _lengths(self) -> tuple[list[int], list[int]]:
        """The lengths of all pieces before each one, as given and folded."""
        return [0, *accumulate(map(len, self._pieces))], [0, *accumulate(map(len, self._folded))]

    def _words(self, piece: str) -> _Words:
        words = self._long.get(piece)
        if words is None:
            words = _fold_piece(piece)[1]
            if len(piece) > _LONGEST:
                self._long[piece] = words  # as long as the text, which may be one long piece
            else:
                _remember(_WORDS, piece, words)
        return words


def folded_words(text: str) -> list[str]:
    """Return the words of a text, folded, without those of which nothing is left."""
    return [folded for match in _WORD.finditer(text) if (folded := fold(match.group()))]


class _Table(dict[str, str]):
    """Folded pieces by the pieces as given, made when they are first asked for."""

    def __missing__(self, piece: str) -> str:
        folded = _fold_piece(piece)[0]
        if len(piece) <= _LONGEST:
            _remember(self, piece, folded)
        return folded


_FOLDED = _Table()
_WORDS: dict[str, _Words] = {}


def _remember(table: dict[str, _Value], piece: str, value: _Value) -> None:
    if len(table) >= _REMEMBERED:
        table.clear()
    table[piece] = value


def _fold_piece(piece: str) -> tuple[str, _Words]:
    if piece.isascii() and piece.isalnum():
        return f" {piece.casefold()}", ((1, 0, len(piece)),)
    spaced = f" {piece} "  # what a piece begins or ends with is a break only beside a space
    folded = ""
    words = []
    previous = 0
    for match in _WORD.finditer(spaced):
        if word := fold(match.group()):
            start, end = match.span()
            folded += " | " if _BREAK.search(spaced, previous, start) else " "
            words.append((len(folded), start - 1, end - 1))
            folded += word
            previous = end - 1  # the dot of initials counts
    return folded + (" |" if _BREAK.search(spaced, previous) else ""), tuple(words)


def _bar(match: re.Match[str]) -> str:
    return "|".rjust(len(match.group()))
