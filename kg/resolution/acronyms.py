"""Acronyms that nobody has listed: the initials of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.resolution.words import Word
from kg.text.fold import fold

__all__ = ["acronym_of", "initials", "is_spelt_by"]

_SHORTEST, _LONGEST = 3, 9  # letters; two initials belong to too many names
_NO_LETTER = re.compile(r"[^\w]|_")


def acronym_of(text: str) -> str | None:
    """Return the letters of what is written like an acronym, folded; ``None`` if it is not.

    >>> acronym_of("CJTF-OIR"), acronym_of("E.L.N."), acronym_of("Hamas"), acronym_of("ЗСУ")
    ('cjtfoir', 'eln', None, 'zsu')
    """
    letters = _NO_LETTER.sub("", text)
    written = _SHORTEST <= len(letters) <= _LONGEST and " " not in text.strip()
    capitals = sum(letter.isupper() for letter in letters)
    if not written or capitals < 0.6 * len(letters):
        return None
    # One letter may fold to several, and a word that begins with it to the same ones: only the first counts.
    return "".join(fold(letter)[:1] for letter in letters)


def initials(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the acronyms that a name may have: of its main words, of all, with the Arabic articles.

    >>> from kg.resolution.words import words_of
    >>> initials(words_of("Mouvement pour la Libération du Congo"))
    ('mlc', 'mpldc')
    """
    every = [word for joined in words for word in _parts(joined)]
    main = "".join(word[0] for word, dropped in every if not dropped)
    with_articles = "".join(word[0] for word, dropped in every if not dropped or word in {"al", "el"})
    all_words = "".join(word[0] for word, _ in every)
    found = dict.fromkeys((main, with_articles, all_words))
    return tuple(letters for letters in found if _SHORTEST <= len(letters) <= _LONGEST)


def is_spelt_by(letters: str, words: Sequence[Word]) -> bool:
    """Return whether the initials of some words spell an acronym; there is at least one word."""
    if words[0].text[0] != letters[0]:
        return False
    every = [part for word in words for part in _parts(word)]
    main = "".join(word[0] for word, dropped in every if not dropped)
    return letters in {main, "".join(word[0] for word, _ in every)}


def _parts(word: Word) -> list[tuple[str, bool]]:
    """Return the single words of a word that stands for several: ``United States``."""
    return [(part, word.dropped) for part in word.text.split()]
