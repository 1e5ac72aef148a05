"""The names that share most with another one, letter by letter: groups of three, rare ones counting more.

Each word of a name is cut into trigrams, with a space before and after it, so that the order of the words
does not matter: ``al sham`` is `` al``, ``al ``, `` sh``, ``sha``, ``ham``, ``am ``. Two names are as alike
as the cosine of their trigrams, each weighted by how rare it is (tf-idf, where a trigram counts once a name).

Each trigram has a list of the names that hold it: four bytes for each, about 80 bytes for a name.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["TrigramIndex"]

_LETTERS = b" abcdefghijklmnopqrstuvwxyz0123456789"
_BASE = len(_LETTERS)
_TRIGRAMS = _BASE**3  # 50,653: the number of a trigram fits in 16 bits
# Each letter by its number; what is no letter and no digit counts as a space, which is 0.
_NUMBERS = bytes(max(0, _LETTERS.find(byte)) for byte in range(256))
_LONGEST = 500  # letters looked at; nobody has a longer name
_AT_ONCE = 1 << 16  # names that are cut up together: a place among them fits in 16 bits
_GROUP = 64  # names of which the best one stands for all, when a threshold is sought
_DIGITS = 6  # of a cosine; what follows is chance

_Trigrams = NDArray[np.uint16]
_Counts = NDArray[np.intp]


class TrigramIndex:
    """Finds the most alike of many texts; read-only once it is built, and deterministic.

    Args:
        texts: Folded texts; letters after the first 500 are not looked at.

    """

    def __init__(self, texts: Sequence[str]) -> None:
        blocks = [_cut(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
        frequency = np.zeros(_TRIGRAMS, np.intp)
        for _, found in blocks:
            frequency += np.bincount(found, minlength=_TRIGRAMS)
        # The square: a weight counts twice in a cosine, since it is the same in both texts.
        self._squares = (np.log1p(len(texts) / np.maximum(frequency, 1)) ** 2).astype(np.float32)
        self._starts = _starts(frequency)
        self._lists = _lists(blocks, self._starts)
        sums = [_sums(self._squares[found], counts) for counts, found in blocks]
        lengths = np.sqrt(np.concatenate([np.zeros(0, np.float32), *sums]))
        self._scale = 1 / np.maximum(lengths, np.float32(1e-3))  # texts without a letter have no length
        self._room = threading.local()

    def nearest(self, folded: str, limit: int = 20) -> list[tuple[int, float]]:
        """Return the texts that are most alike, best first: their places in the texts given, and cosines.

        A cosine lies in (0, 1]; texts that share no trigram are left out. Of two equally alike texts the
        earlier one comes first.

        Args:
            folded: A folded text.
            limit: How many texts to return at most.

        """
        asked = _trigrams(folded)
        if limit < 1 or not asked or not len(self._scale):
            return []
        alike = self._zeros()
        for trigram in asked:
            bearers = self._lists[self._starts[trigram] : self._starts[trigram + 1]]
            np.add.at(alike, bearers, self._squares[trigram])
        alike *= self._scale
        places = np.flatnonzero(alike >= _threshold(alike, limit))
        length = np.sqrt(self._squares[asked].sum(dtype=np.float64))
        cosines = np.round(alike[places] / length, _DIGITS)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(places[i]), min(1.0, float(cosines[i]))) for i in best if cosines[i] > 0]

    def _zeros(self) -> NDArray[np.float32]:
        """Return a zero for each text; each thread keeps the room: new room for a million takes time."""
        zeros: NDArray[np.float32] | None = getattr(self._room, "zeros", None)
        if zeros is None:
            zeros = self._room.zeros = np.empty(len(self._scale), np.float32)
        zeros.fill(0)
        return zeros


def _trigrams(text: str) -> list[int]:
    """Return the different trigrams of a text, ascending; for one text this is quicker than :func:`_cut`."""
    letters = _numbers(f" {text[:_LONGEST]} ")
    found = {
        (before * _BASE + letter) * _BASE + after
        for before, letter, after in zip(letters, letters[1:], letters[2:], strict=False)
        if letter
    }
    return sorted(found)


def _numbers(text: str) -> bytes:
    return text.encode("ascii", "replace").translate(_NUMBERS)


def _cut(texts: Sequence[str]) -> tuple[_Counts, _Trigrams]:
    """Return how many different trigrams each text has, and those of all texts, ascending within a text."""
    short = [text[:_LONGEST] for text in texts]
    letters = np.frombuffer(_numbers(f" {'   '.join(short)} "), np.uint8).astype(np.uint32)
    # The middle one of the three spaces between two texts is counted to the first.
    lengths = np.fromiter(map(len, short), np.intp, len(short)) + 3
    text_of = np.repeat(np.arange(len(short), dtype=np.uint32), lengths)[:-1]
    middle = np.flatnonzero(letters[1:-1]) + 1
    pieces = (letters[middle - 1] * _BASE + letters[middle]) * _BASE + letters[middle + 1]
    pairs = np.sort(text_of[middle] << 16 | pieces)
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    return np.bincount(pairs >> 16, minlength=len(short)), pairs.astype(np.uint16)


def _lists(blocks: Sequence[tuple[_Counts, _Trigrams]], starts: _Counts) -> NDArray[np.int32]:
    """Return for each trigram the texts that hold it, ascending."""
    lists = np.empty(starts[-1], np.int32)
    free = starts[:-1].copy()
    first = 0
    for counts, found in blocks:
        text_of = np.repeat(np.arange(first, first + len(counts), dtype=np.int32), counts)
        order = np.argsort(found, kind="stable")
        added = np.bincount(found, minlength=_TRIGRAMS)
        lists[np.repeat(free - _starts(added)[:-1], added) + np.arange(len(found))] = text_of[order]
        free += added
        first += len(counts)
    return lists


def _starts(counts: _Counts) -> _Counts:
    """Return where each run of so many items starts, and after the last one the end."""
    return np.append(0, np.cumsum(counts))


def _sums(values: NDArray[np.float32], counts: _Counts) -> NDArray[np.float32]:
    """Return the sum of each run of so many values, 0 for an empty run."""
    sums = np.zeros(len(counts), np.float32)
    filled = counts > 0
    if filled.any():
        sums[filled] = np.add.reduceat(values, _starts(counts[filled])[:-1])
    return sums


def _threshold(values: NDArray[np.float32], limit: int) -> np.float32:
    """Return a value above 0 that all of the ``limit`` highest positive ones reach, and few others."""
    groups = len(values) // _GROUP
    if groups > limit:  # so many groups have a best one as high as this: far fewer to look through
        values = values[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
    highest = np.partition(values, len(values) - limit)[len(values) - limit] if limit < len(values) else 0
    # Values that differ by chance only are equal, and then the place decides.
    return np.float32(max(highest * (1 - 1e-6), np.finfo(np.float32).tiny))
