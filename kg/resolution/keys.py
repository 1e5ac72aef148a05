"""The forms in which two spellings of one name are compared, from strict to loose."""

from __future__ import annotations

import re

from kg.text.fold import fold

__all__ = ["SHORT_ACRONYM", "capitals", "in_latin", "loose", "shuffled", "words"]

_LATIN = re.compile("[A-Za-z]")
SHORT_ACRONYM = 4  # letters; up to here an acronym is easily a word in another case: US, IS, WHO, MIT

# The Arabic article in the shapes that it takes before other letters, and the English one.
_ARTICLES = frozenset(
    {"the", "al", "el", "ul", "ar", "as", "ash", "at", "an", "ad", "adh", "az", "ez", "es", "ed"}
)


def words(folded: str) -> list[str]:
    """Split a folded name into its words without articles; with them if nothing else is left."""
    every = folded.split()
    return [word for word in every if word not in _ARTICLES] or every


def loose(folded: str) -> str:
    """Return a folded name without articles: ``al-Nusra`` and ``Nusra``, ``ar-Raqqa`` and ``Raqqa`` meet."""
    return " ".join(words(folded))


def shuffled(folded: str) -> str:
    """Return the words of a folded name in alphabetical order, so that the order does not matter."""
    return " ".join(sorted(words(folded)))


def capitals(text: str) -> str:
    """Return the letters and digits of an acronym as they stand: ``U.S.`` gives ``US``, ``us`` ``us``."""
    short = text.removesuffix("'s").removesuffix("’s")
    return "".join(character for character in short if character.isalnum()) or fold(text)


def in_latin(text: str) -> bool:
    """Return whether a text has a plain Latin letter in it."""
    return _LATIN.search(text) is not None
