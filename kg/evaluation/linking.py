"""Which annotated actor a prediction means."""

from __future__ import annotations

from collections.abc import Mapping

from kg.evaluation.predictions import NamedActor
from kg.evaluation.words import fold_name, name_words, overlap

__all__ = ["Linker"]

_ENOUGH = 0.5  # of the words of both names
Names = Mapping[str, tuple[str, ...]]


class Linker:
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

    def key(self, actor: NamedActor | None) -> str | None:
        """Return the key of the actor, ``None`` where nobody annotated is meant."""
        if actor is None:
            return None
        for form in actor.forms:
            if fold_name(form) in self._keys:
                return self._keys[fold_name(form)]
        shares = (
            (overlap(words, known), key)
            for words in map(name_words, actor.forms)
            for known, key in self._words
        )
        share, key = max(shares, key=lambda pair: pair[0], default=(0.0, None))  # the first of equals
        return key if share >= _ENOUGH else None
