"""Sentences end where lines end, unless the text is only wrapped: a headline is a sentence of its own."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["line_breaks"]

_WRAPPED_LINES = 4  # fewer lines are never taken for wrapped prose
_WRAPPED_WIDTH = (40, 120)  # characters of a wrapped line
_LONGEST_SENTENCE = 400  # tokens; beyond, it is a list or noise, and every look at the sentence would cost
_STOPS = {".", "!", "?"}
# After these a name follows: "Maj. Gen. X".
_TITLES = {
    "gen", "maj", "lt", "col", "brig", "sgt", "capt", "cmdr", "adm", "cpl", "gov", "sen", "rep", "rev", "dr",
    "mr", "mrs", "ms", "prof", "st", "hon",
}  # fmt: skip
_ENDED = re.compile(r"[.!?:;\"'”’)\]]\s*$")


@Language.component("kg_line_breaks", retokenizes=False)
def line_breaks(doc: Doc) -> Doc:
    """Let a sentence begin after each line break that is not mere wrapping; runs before the parser."""
    wrapped: bool | None = None
    length = 1
    for token in doc[1:]:
        before = doc[token.i - 1].text
        length = 1 if before in _STOPS or "\n" in before else length + 1
        if _is_title(token.i, doc) and "\n" not in before:
            token.is_sent_start = False
        if length > _LONGEST_SENTENCE:
            token.is_sent_start, length = True, 1
        if "\n" not in before or token.is_space:
            continue
        if wrapped is None:
            wrapped = _is_wrapped(doc.text)
        if not wrapped or before.count("\n") > 1:
            token.is_sent_start = True
    return doc


def _is_title(i: int, doc: Doc) -> bool:
    """Tell whether a title with its full stop, one token or two, stands straight before a token."""
    before = doc[i - 1].text
    word = doc[i - 2].text if before == "." and i > 1 else before.removesuffix(".")
    return before.endswith(".") and word.lower() in _TITLES and word[:1].isupper()


def _is_wrapped(text: str) -> bool:
    """Tell prose that was broken into lines of one width: most lines stop in mid-sentence."""
    lines = [line for line in text.split("\n") if line.strip()]
    low, high = _WRAPPED_WIDTH
    open_ended = [line for line in lines if low <= len(line) <= high and not _ENDED.search(line)]
    return len(lines) >= _WRAPPED_LINES and 2 * len(open_ended) > len(lines)
