"""Which sentence a token stands in, without asking the document again for each token."""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc, Span, Token

__all__ = ["sentence_of", "sentences_of"]

_SENTENCES = "kg.sentences"
_BY_TOKEN = "kg.sentence_by_token"


def sentences_of(doc: Doc) -> list[Span]:
    """Return the sentences of a parsed document; computed once."""
    if _SENTENCES not in doc.user_data:
        sentences = list(doc.sents)
        doc.user_data[_SENTENCES] = sentences
        doc.user_data[_BY_TOKEN] = [sentence for sentence in sentences for _ in range(len(sentence))]
    return cast(list[Span], doc.user_data[_SENTENCES])


def sentence_of(token: Token) -> Span:
    """Return the sentence of a token (``token.sent`` walks the whole document each time)."""
    doc = token.doc
    sentences_of(doc)
    return cast(Span, doc.user_data[_BY_TOKEN][token.i])
