"""What a parsed document is asked again and again: its text, its sentences, the sentence of a token.

spaCy computes each of them anew with every call, over the whole document.
"""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc, Span, Token

__all__ = ["entities_of", "sentence_of", "sentences_of", "text_of"]

_SENTENCES = "kg.sentences"
_NUMBERED = "kg.sentence_by_token"
_TEXT = "kg.text"
_ENTITIES = "kg.entities_by_sentence"


def sentences_of(doc: Doc) -> list[Span]:
    """Return the sentences of a parsed document; computed once."""
    if _SENTENCES not in doc.user_data:
        sentences = list(doc.sents)
        doc.user_data[_SENTENCES] = sentences
        doc.user_data[_NUMBERED] = [sentence for sentence in sentences for _ in range(len(sentence))]
    return cast(list[Span], doc.user_data[_SENTENCES])


def text_of(doc: Doc) -> str:
    """Return ``doc.text``; computed once."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return cast(str, doc.user_data[_TEXT])


def sentence_of(token: Token) -> Span:
    """Return the sentence of a token."""
    doc = token.doc
    sentences_of(doc)
    return cast(Span, doc.user_data[_NUMBERED][token.i])


def entities_of(sentence: Span) -> list[Span]:
    """Return the entities that begin in a sentence; computed once for the document."""
    user_data = sentence.doc.user_data
    if _ENTITIES not in user_data:
        found: dict[int, list[Span]] = {}
        for entity in sentence.doc.ents:
            found.setdefault(sentence_of(entity[0]).start, []).append(entity)
        user_data[_ENTITIES] = found
    return cast(list[Span], user_data[_ENTITIES].get(sentence.start, []))
