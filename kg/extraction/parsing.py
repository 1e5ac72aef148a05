"""Parse texts: short ones in batches, long ones piece by piece, because memory grows with what is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Document

__all__ = ["parse", "pieces", "plain"]

# One code point for one, so that offsets stay those of the text as given.
_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " "}
)
# spaCy's tokeniser takes time by the square of such a run; its last character makes room for a space.
_ENDLESS = re.compile(r"\S{1000}")
_BATCH = 16
_PIECE = 50_000  # characters
_CUTS = ("\n\n", "\n", ". ", " ")


def plain(text: str) -> str:
    """Return a text with typewriter quotes and plain spaces, each in its place: what the pipeline parses."""
    return _ENDLESS.sub(lambda match: match.group()[:-1] + " ", text.translate(_TYPOGRAPHY))


def pieces(text: str, limit: int = _PIECE) -> Iterator[str]:
    """Cut a text into pieces of at most ``limit`` characters, where a paragraph or sentence ends."""
    while len(text) > limit:
        cut = next(
            (at + len(mark) for mark in _CUTS if (at := text.rfind(mark, limit // 2, limit)) > 0), limit
        )
        cut = min(cut, limit)
        yield text[:cut]
        text = text[cut:]
    yield text


def parse(nlp: Language, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc]]:
    """Yield each document with its parse, in order, a batch in memory at a time."""
    for is_long, group in groupby(documents, key=lambda document: len(document.text) > _PIECE):
        if is_long:
            yield from ((document, _parse_long(nlp, plain(document.text))) for document in group)
        else:
            pairs = ((plain(document.text), document) for document in group)
            for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
                yield document, doc


def _parse_long(nlp: Language, text: str) -> Doc:
    return Doc.from_docs([nlp(piece) for piece in pieces(text)], ensure_whitespace=False)
