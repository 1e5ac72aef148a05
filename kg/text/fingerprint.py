"""What two texts share, told from a few hundred bytes of each: MinHash over runs of five words.

A text is cut into *shingles*, runs of five words that overlap. Of each of 128 fixed orders of all possible
shingles a fingerprint keeps which of the text's shingles comes first (Broder 1997), by its last 16 bits (Li
and König 2010): how many of the 128 two texts have in common estimates which part of their shingles they
share. It depends on the words alone: not on case, punctuation, layout, the machine or the texts read before.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

__all__ = ["MINIMA", "SHINGLE", "Fingerprint", "fingerprint"]

SHINGLE: Final = 5
"""Words in a shingle; a text with fewer has one shingle, the whole."""

MINIMA: Final = 128
"""Numbers that a fingerprint holds."""

# A letter of a script that sets no spaces between words counts as a word.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]|[^\\W_]+")
_ASCII_WORD = re.compile("[0-9A-Za-z]+")  # the same, twice as fast
_AT_ONCE = 4096  # shingles; memory for the product stays at 4 MB however long a text is
_STORED = np.dtype("<u2")


def _odd(seed: str, count: int) -> Words:
    data = b"".join(blake2b(f"{seed} {n}".encode(), digest_size=8).digest() for n in range(count))
    return np.frombuffer(data, dtype="<u8").astype(np.uint64) | np.uint64(1)


_PLACES = _odd("place", SHINGLE)
_FACTORS, _TERMS = _odd("factor", MINIMA), _odd("term", MINIMA)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text to compare it with others.

    Attributes:
        shingles: How many different shingles the text has.
        minima: The last 16 bits of the first shingle in each of the orders, two bytes each.

    """

    shingles: int
    minima: bytes

    def __str__(self) -> str:
        """Return the form in which :meth:`parse` reads it back."""
        return f"{self.shingles}:{base64.b64encode(self.minima).decode()}"

    @classmethod
    def parse(cls, text: str) -> Fingerprint | None:
        """Read what ``str()`` gave; ``None`` for anything else."""
        count, _, coded = text.partition(":")
        try:
            minima = base64.b64decode(coded, validate=True)
        except ValueError:
            return None
        if not re.fullmatch("[1-9][0-9]{0,8}", count, re.ASCII) or len(minima) != MINIMA * _STORED.itemsize:
            return None
        return cls(int(count), minima)


def fingerprint(text: str) -> Fingerprint | None:
    """Return the fingerprint of a text, ``None`` where it has no words."""
    words = (_ASCII_WORD if text.isascii() else _WORD).findall(text)
    if not words:
        return None
    shingles = _shingles(words)
    first = np.full(MINIMA, np.iinfo(np.uint64).max)
    for start in range(0, len(shingles), _AT_ONCE):
        ordered = shingles[start : start + _AT_ONCE, None] * _FACTORS
        ordered += _TERMS
        np.minimum(first, ordered.min(axis=0), out=first)
    # The high bits of a product are as good as random, the low ones are not.
    return Fingerprint(len(shingles), (first >> np.uint64(32)).astype(_STORED).tobytes())


def _shingles(words: list[str]) -> Words:
    """Return a number for each different shingle, sorted."""
    row = np.fromiter(map(_number, words), dtype=np.uint64, count=len(words))
    width = min(SHINGLE, len(row))
    runs = np.lib.stride_tricks.sliding_window_view(row, width)
    return np.unique(_mixed((runs * _PLACES[:width]).sum(axis=1, dtype=np.uint64)))


@lru_cache(maxsize=1 << 15)
def _number(word: str) -> int:
    folded = word.casefold().encode(errors="replace")
    return int.from_bytes(blake2b(folded, digest_size=8).digest(), "little")


def _mixed(numbers: Words) -> Words:
    """Return the numbers with each bit spread over all others, so that any of them may order the rest."""
    mixed = (numbers ^ (numbers >> np.uint64(32))) * _SPREAD
    return mixed ^ (mixed >> np.uint64(29))
