"""Names that are made of a country and of what it has: the Syrian army, the Iraqi ministry of defence."""

from __future__ import annotations

from collections.abc import Sequence

from kg.resolution.wordlist import word_list
from kg.resolution.words import Word

__all__ = ["armed_key", "is_of_state", "organ_keys"]

_MOST_WORDS = 6
_ARMED = "=armed"


def organ_keys(words: Sequence[Word]) -> tuple[str, ...]:
    """Return what a name made of a country and of words with a meaning is found by in any language.

    The first key keeps the order of the words, the second one does not.
    """
    countries = [word for word in words if word.countries]
    if len(countries) != 1 or not 1 < len(words) <= _MOST_WORDS:
        return ()
    if not all(word.meanings or is_of_state(word) for word in words):
        return ()
    keys = [word.key for word in words]
    return "> " + " ".join(keys), "= " + " ".join(sorted(keys))


def armed_key(words: Sequence[Word]) -> str | None:
    """Return what a name is found by that means the armed forces of a country; ``None`` for another name."""
    armed = word_list().armed_state_words
    countries = [word for word in words if word.countries]
    others = [word for word in words if not word.countries]
    if len(countries) != 1 or not others:
        return None
    if not all(word.text in armed or word.meanings & armed for word in others):
        return None
    return f"{_ARMED} {countries[0].key}"


def is_of_state(word: Word) -> bool:
    """Return whether a word means the state when it stands beside the name of a country."""
    words = word_list()
    return word.text in words.state_words or bool(word.meanings & words.state_words)
