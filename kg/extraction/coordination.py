"""What is coordinated with a word: "A, B and C"."""

from __future__ import annotations

from spacy.tokens import Token

__all__ = ["conjuncts"]

_MOST = 50  # a longer series is a list, not a statement


def conjuncts(token: Token) -> list[Token]:
    """Return what is coordinated after a word, and what "including" adds to it, in text order."""
    found: list[Token] = []
    waiting = [token]
    while waiting and len(found) < _MOST:
        word = waiting.pop()
        for child in word.children:
            if child.dep_ == "conj" and child.i > word.i:
                found.append(child)
                waiting.append(child)
            elif child.dep_ == "prep" and child.lower_ in {"including", "like"}:
                named = [t for t in child.children if t.dep_ == "pobj"]
                found += named
                waiting += named
    return sorted(found, key=lambda t: t.i)[:_MOST]
