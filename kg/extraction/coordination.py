"""What is coordinated with a word: "A, B and C"."""

from __future__ import annotations

from spacy.tokens import Token

__all__ = ["conjuncts"]


def conjuncts(token: Token) -> list[Token]:
    """Return what is coordinated after a word, and what "including" adds to it."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            found += [child, *conjuncts(child)]
        elif child.dep_ == "prep" and child.lower_ in {"including", "like"}:
            for named in child.children:
                if named.dep_ == "pobj":
                    found += [named, *conjuncts(named)]
    return found
