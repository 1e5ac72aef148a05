"""Words that a text keeps at a distance: in scare quotes, or after "so-called".

They are the words of others: who writes of Russia's "support" does not say that it is any.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from spacy.tokens import Token

__all__ = ["is_distanced", "is_scare_quoted"]

_MARKS: Final = {'"', "'"}
_WORDS: Final = 4  # between the marks; more are a quotation
_SUBJECTS: Final = {"nsubj", "nsubjpass", "expl"}


def is_distanced(word: Token, doubted: Collection[str]) -> bool:
    """Tell whether a text uses a word as that of others.

    Args:
        word: The word.
        doubted: What stands before such words: "so-called".

    """
    return is_scare_quoted(word) or any(_phrase(child) in doubted for child in word.lefts)


def is_scare_quoted(word: Token) -> bool:
    """Tell whether a word stands in quotation marks with few others that make no sentence."""
    begun = next((i for i in range(word.i - 1, max(word.i - _WORDS, 0) - 1, -1) if _opens(word.doc[i])), None)
    if begun is None:
        return False
    mark = word.doc[begun].text
    last = min(begun + _WORDS + 2, len(word.doc))
    ended = next((i for i in range(begun + 1, last) if _closes(word.doc[i], mark)), None)
    if ended is None or ended <= word.i:
        return False
    return not any(t.dep_ in _SUBJECTS and begun < t.head.i < ended for t in word.doc[begun + 1 : ended])


def _opens(token: Token) -> bool:
    spaced = token.i == 0 or bool(token.nbor(-1).whitespace_) or not token.nbor(-1).text[-1].isalnum()
    return token.text in _MARKS and spaced and not token.whitespace_


def _closes(token: Token, mark: str) -> bool:
    """Tell a closing mark from an opening one and from the apostrophe of "the rebels' camp"."""
    return token.text == mark and token.tag_ != "POS" and not token.nbor(-1).whitespace_


def _phrase(token: Token) -> str:
    return token.doc[token.left_edge.i : token.right_edge.i + 1].text.lower()
