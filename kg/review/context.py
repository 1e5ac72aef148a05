"""The sentence of a claim and what stands around it, in pieces: source, target, quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Claim
from kg.store import Store

__all__ = ["Piece", "context_of", "pieces"]

_AROUND = 160  # characters before and after the quote


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what they are: ``around``, ``quote``, ``source`` or ``target``."""

    text: str
    role: str


def context_of(store: Store, claim: Claim) -> list[Piece]:
    """Return the pieces of a claim's sentence, with the words around it where the store keeps the text."""
    return list(pieces(claim, store.text(claim.document)))


def pieces(claim: Claim, text: str | None) -> Iterator[Piece]:
    """Yield the pieces of a claim's sentence.

    Args:
        claim: The claim.
        text: The text of its document, ``None`` where it is not kept.

    """
    evidence = claim.evidence
    start, end = evidence.start, evidence.end
    if text is None or text[start:end] != evidence.quote:
        yield from _marked(claim, evidence.quote, start)
        return
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    if before:
        yield Piece(_from_a_word(before, cut=start > _AROUND), "around")
    yield from _marked(claim, evidence.quote, start)
    if after:
        yield Piece(_to_a_word(after, cut=end + _AROUND < len(text)), "around")


def _marked(claim: Claim, quote: str, offset: int) -> Iterator[Piece]:
    ends = sorted(
        [(claim.source.start, claim.source.end, "source"), (claim.target.start, claim.target.end, "target")]
    )
    at = 0
    for start, end, role in ends:
        first, last = start - offset, end - offset
        if not at <= first < last <= len(quote):
            continue  # stands in another sentence, or within the other one
        if first > at:
            yield Piece(quote[at:first], "quote")
        yield Piece(quote[first:last], role)
        at = last
    if at < len(quote):
        yield Piece(quote[at:], "quote")


def _from_a_word(text: str, *, cut: bool) -> str:
    return "…" + text[text.find(" ") :] if cut and " " in text else text


def _to_a_word(text: str, *, cut: bool) -> str:
    return text[: text.rfind(" ") + 1] + "…" if cut and " " in text else text
