"""From text with marked mentions to the numbers that the network reads."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["ADDED", "LONGEST", "Encoded", "Encoder", "Marked"]

LONGEST = 192  # word pieces of a text; what lies beyond is not read
ADDED = 2  # pieces of these that stand for no text: the first and the last
_FIRST, _SECOND = 2, 3
_PAIR = 4  # numbers of a pair: first and end word piece of either mention

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, its mentions as ``(start, end)`` in code points, and the pairs to judge as indices of mentions.

    The first mention of a pair must begin before the second, or at the same place and be the longer one.
    """

    text: str
    mentions: tuple[tuple[int, int], ...]
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as the network reads it.

    Attributes:
        ids: Word pieces, ``(n,)``.
        types: 1 where a mention stands, ``(n,)``; with marks 2 in the first of a pair and 3 in the second.
        pairs: For each pair the first and the end piece of both mentions, ``(p, 4)``.
        kept: Which of the given pairs these are: those with both mentions within the pieces read.

    """

    ids: Ints
    types: Ints
    pairs: Ints
    kept: tuple[int, ...]

    @property
    def marked(self) -> Encoded:
        """The same, with the two mentions of its only pair told apart; in one place, the second counts."""
        types = self.types.copy()
        for start1, end1, start2, end2 in self.pairs:
            types[start1:end1] = _FIRST
            types[start2:end2] = _SECOND
        return replace(self, types=types)


class Encoder:
    """Encode marked texts with the vocabulary of the base model.

    Args:
        vocabulary: The file ``tokenizer.json``.

    """

    def __init__(self, vocabulary: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Return where each word piece of a text stands, also of those beyond what is read."""
        encoding = self._tokenizer.encode(text)
        parts = [encoding, *encoding.overflowing]
        return [(start, end) for part in parts for start, end in part.offsets if end > start]

    def encode(self, marked: Marked) -> Encoded:
        """Return a text as numbers; a word piece that a mention touches belongs to it."""
        encoding = self._tokenizer.encode(marked.text)
        offsets = [(i, start, end) for i, (start, end) in enumerate(encoding.offsets) if end > start]
        starts, ends = [start for _, start, _ in offsets], [end for _, _, end in offsets]
        types = np.zeros(len(encoding.ids), np.int64)
        spans: list[tuple[int, int] | None] = []
        for start, end in marked.mentions:
            first = bisect_left(ends, start + 1)
            last = bisect_left(starts, end) - 1
            inside = first <= last < len(offsets) and first < len(offsets)
            spans.append((offsets[first][0], offsets[last][0] + 1) if inside else None)
            if spans[-1] is not None:
                types[slice(*spans[-1])] = 1
        kept, pairs = [], []
        for k, (a, b) in enumerate(marked.pairs):
            one, other = spans[a], spans[b]
            if one is not None and other is not None:
                kept.append(k)
                pairs.append((*one, *other))
        array = np.array(pairs, np.int64).reshape(-1, _PAIR)
        return Encoded(np.array(encoding.ids, np.int64), types, array, tuple(kept))
