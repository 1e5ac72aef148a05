"""The words that names of actors are made of: what they mean, which are dropped, which many names share."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from kg.resources import names_dir
from kg.text.fold import fold

__all__ = ["WordList", "word_list"]

_LONGEST_ENDING = 6  # letters that a star stands for
_SHORT_STEM, _SHORT_ENDING = 4, 3  # a short stem takes short endings: "sud*" is no Sudan


@dataclass(frozen=True, slots=True)
class WordList:
    """The tables of ``kg/data/names/words.toml``, folded."""

    dropped: frozenset[str]
    elided: frozenset[str]
    around: frozenset[str]
    endings: frozenset[str]
    state_words: frozenset[str]
    weak_state_words: frozenset[str]
    armed_state_words: frozenset[str]
    generic: frozenset[str]
    heads: frozenset[str]
    contrast: frozenset[str]
    armed_bodies: frozenset[str]
    whole: dict[str, frozenset[str]]
    _stems: dict[str, frozenset[str]]

    def meanings(self, folded: str) -> frozenset[str]:
        """Return the meanings that a folded word has; of several stems the longest one counts."""
        found = self.whole.get(folded)
        if found is not None:
            return found
        for length in range(len(folded), max(2, len(folded) - _LONGEST_ENDING - 1), -1):
            stem = self._stems.get(folded[:length])
            if stem is not None:
                ending = len(folded) - length
                fits = ending <= (_SHORT_ENDING if length <= _SHORT_STEM else _LONGEST_ENDING)
                return stem if fits else frozenset()
        return frozenset()


@cache
def word_list() -> WordList:
    """Return the tables, read once."""
    with (names_dir() / "words.toml").open("rb") as file:
        tables = tomllib.load(file)
    whole: dict[str, frozenset[str]] = {}
    stems: dict[str, frozenset[str]] = {}
    for meaning, words in (tables["generic"] | tables["words"]).items():
        for word in words.split():
            target = stems if word.endswith("*") else whole
            for form in _forms(word.removesuffix("*")):
                target[form] = target.get(form, frozenset()) | {meaning}
    state = tables["state"]
    return WordList(
        dropped=_folded(" ".join(tables["dropped"].values())),
        elided=_folded(" ".join(tables["elided"].values())),
        around=_folded(" ".join(tables["around"].values())),
        endings=_folded(" ".join(tables["endings"].values())),
        state_words=_folded(state["words"]) | frozenset(state["meanings"].split()),
        weak_state_words=_folded(state["weak"]),
        armed_state_words=_folded(state["armed"]),
        generic=frozenset(tables["generic"]),
        heads=_folded(" ".join(tables["compounds"].values())),
        contrast=frozenset(tables["contrast"]["meanings"].split()),
        armed_bodies=frozenset(tables["armed_bodies"]["meanings"].split()),
        whole=whole,
        _stems=stems,
    )


def _forms(word: str) -> list[str]:
    """Return a word of the tables as it stands folded in a name: alone, without the Arabic article too."""
    folded = fold(word).replace(" ", "")
    bare = fold(word.removeprefix("ال")).replace(" ", "")
    return [form for form in dict.fromkeys((folded, bare)) if form]


def _folded(words: str) -> frozenset[str]:
    return frozenset(form for word in words.split() for form in fold(word).split())
