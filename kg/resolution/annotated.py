"""Which annotated actor is meant by a name: compared as the gold standard does.

That is coarser than the way in which the program tells actors apart, because annotators write names as they
please. Scores and training examples rest on it alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

__all__ = ["AnnotatedNames", "fold_name", "name_words", "overlap"]

_QUOTES = str.maketrans({"\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})
_DROPPED = re.compile(r"'(?:s\b)?")  # a possessive goes whole, any other apostrophe alone
_WORD = re.compile(r"\w+")
# Words that say nothing of who is meant.
_EMPTY_WORDS = frozenset({"the", "a", "an", "of", "in", "and", "group", "s"})
_ENOUGH = 0.5  # of the words of both names

Names = Mapping[str, tuple[str, ...]]


class AnnotatedNames:
    """Finds the key of the actor that is named: by equal names, else by the most words in common.

    Args:
        tables: Keys with their names; where two share a name the earlier one is meant.

    """

    def __init__(self, *tables: Names) -> None:
        self._keys: dict[str, str] = {}
        self._words: list[tuple[frozenset[str], str]] = []
        for table in tables:
            for key, names in table.items():
                for name in names:
                    self._keys.setdefault(fold_name(name), key)
                    self._words.append((name_words(name), key))

    def key(self, *forms: str) -> str | None:
        """Return the key of the actor that is called so, ``None`` where nobody annotated is meant.

        Args:
            forms: The ways in which one actor is named, the surest first.

        """
        for form in forms:
            if fold_name(form) in self._keys:
                return self._keys[fold_name(form)]
        shares = (
            (overlap(words, known), key) for words in map(name_words, forms) for known, key in self._words
        )
        share, key = max(shares, key=lambda pair: pair[0], default=(0.0, None))  # the first of equals
        return key if share >= _ENOUGH else None


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
