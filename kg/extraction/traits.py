"""What the gate before the classifier is shown of a sentence: words, candidates, what the rules read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import log2

from spacy.tokens import Token

from kg.extraction.candidates import Candidates

__all__ = ["traits_of"]

_STEPS = 3  # up the grammar from a candidate
_SAYS_NOTHING = frozenset({"PROPN", "PUNCT", "SPACE", "NUM", "SYM", "X"})  # names tell of whom, not of what
_MOST = 8


def traits_of(group: Candidates, ruled: Collection[str] = ()) -> Iterator[str]:
    """Yield the traits of a sentence; some may come twice.

    They are its words but for names, each candidate's way up the grammar with the word that it leads
    to (``nsubj<attack``), how many candidates and pairs there are and of what kinds, and what the rules read.

    Args:
        group: The candidates of the sentence.
        ruled: The relation of each claim that the rules read in it.

    """
    heads = {candidate.head.i for candidate in group.found}
    for token in group.sentence:
        if token.pos_ not in _SAYS_NOTHING and token.i not in heads:
            yield token.lemma_.lower()
    for candidate in group.found:
        yield from _way(candidate.head, heads)
        if candidate.actor is not None:
            yield f"kind:{candidate.actor.kind}"
        if candidate.antecedent is not None:
            yield "antecedent:"
    named = [candidate for candidate in group.found if not candidate.loose]
    actors = sum(candidate.actor is not None for candidate in named)
    yield f"candidates:{min(len(heads), _MOST)}"
    yield f"named actors:{min(actors, _MOST)}"
    yield f"loose:{min(len(group.found) - len(named), _MOST)}"
    yield f"named pairs:{int(log2(1 + len(named) * (len(named) - 1) // 2))}"
    yield f"words:{min(len(group.sentence) // 8, _MOST)}"
    yield f"ruled:{min(len(ruled), _MOST)}"
    for relation in ruled:
        yield f"ruled:{relation}"


def _way(token: Token, heads: set[int]) -> Iterator[str]:
    way = ""
    for _ in range(_STEPS):
        way += f"{token.dep_}<"
        if token.head.i == token.i:
            return
        token = token.head
        name = "*" if token.i in heads else token.pos_ if token.pos_ == "PROPN" else token.lemma_.lower()
        yield way + name
