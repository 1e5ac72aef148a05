"""Compare names as the gold standard does, which is coarser than the way the program tells actors apart."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold_name", "name_words", "overlap"]

_QUOTES = str.maketrans({"\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})
_DROPPED = re.compile(r"'(?:s\b)?")  # a possessive goes whole, any other apostrophe alone
_WORD = re.compile(r"\w+")
# Words that say nothing of who is meant.
_EMPTY_WORDS = frozenset({"the", "a", "an", "of", "in", "and", "group", "s"})


def fold_name(text: str) -> str:
    """Return a name in lower case, without accents, possessives and punctuation, words one space apart.

    >>> fold_name("Hay’at Taḥrīr al-Shām’s")
    'hayat tahrir al sham'
    """
    letters = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return " ".join(_WORD.findall(_DROPPED.sub("", plain)))


def name_words(text: str) -> frozenset[str]:
    """Return the words of a name that say who is meant."""
    return frozenset(fold_name(text).split()) - _EMPTY_WORDS


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of the words of both is shared (Jaccard), from 0 to 1; 0 where there are none."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0
