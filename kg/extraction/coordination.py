"""What is coordinated with a word: "A, B and C"."""

from __future__ import annotations

from spacy.tokens import Token

__all__ = ["conjuncts", "starts_anew"]

_MOST = 50  # a longer series is a list, not a statement


def conjuncts(token: Token) -> list[Token]:
    """Return what is coordinated after a word, and what "including" adds to it, in text order."""
    found: list[Token] = []
    waiting = [token]
    while waiting and len(found) < _MOST:
        word = waiting.pop()
        for child in word.children:
            if child.dep_ == "conj" and child.i > word.i and not _excepted(child) and not starts_anew(child):
                found.append(child)
                waiting.append(child)
            elif child.dep_ == "prep" and child.lower_ in {"including", "like"}:
                named = [t for t in child.children if t.dep_ == "pobj"]
                found += named
                waiting += named
    return sorted(found, key=lambda t: t.i)[:_MOST]


def starts_anew(noun: Token) -> bool:
    """Tell the Y of "they bombed X and Y condemned it", which the parser puts in a series with X."""
    following = noun.right_edge.i + 1
    if noun.dep_ != "conj" or following >= len(noun.doc):
        return False
    verb = noun.doc[following]
    finite = verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.head.i < noun.i
    return finite and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _excepted(noun: Token) -> bool:
    """Tell the Y of "X but not Y"."""
    return any(c.lower_ == "not" and c.i < noun.i for c in noun.children) or (
        noun.left_edge.i > 0 and noun.doc[noun.left_edge.i - 1].lower_ == "not"
    )
