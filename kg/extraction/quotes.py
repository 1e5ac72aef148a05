"""Which words stand inside quotation marks; a quotation ends with its paragraph at the latest."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Span, Token

from kg.extraction.sentences import text_of

__all__ = ["Quotes"]

_STRAIGHT, _OPEN, _CLOSE = '"', "\u201c", "\u201d"
_MARKS = {_STRAIGHT, _OPEN, _CLOSE, "\n"}


class Quotes:
    """The quotations of one document, read once."""

    def __init__(self, doc: Doc) -> None:
        starts: list[int] = []
        ends: list[int] = []
        text = text_of(doc)
        begun: int | None = None
        for i, mark in enumerate(text):
            if mark not in _MARKS:
                continue
            if begun is None and mark in {_STRAIGHT, _OPEN}:
                begun = i
            elif begun is not None and mark in {_STRAIGHT, _CLOSE, "\n"}:
                starts.append(begun)
                ends.append(i)
                begun = None
        if begun is not None:
            starts.append(begun)
            ends.append(len(text))
        self._starts, self._ends = starts, ends

    def inside(self, token: Token) -> bool:
        """Tell whether a word stands in a quotation."""
        at = bisect_right(self._starts, token.idx) - 1
        return at >= 0 and token.idx < self._ends[at]

    def touches(self, sentence: Span) -> bool:
        """Tell whether a sentence holds any part of a quotation."""
        at = bisect_right(self._starts, sentence.end_char) - 1
        return at >= 0 and self._ends[at] >= sentence.start_char
