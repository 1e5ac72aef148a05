"""What a backend states, before anything of it is checked."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Statement"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as a backend words it: nothing of it needs to be true, or even to stand in the document.

    Attributes:
        source: The words that name the source.
        relation: What should be a key of :data:`kg.vocabulary.RELATIONS`.
        target: The words that name the target.
        quote: What should be words of the document.
        polarity: What should be a value of :class:`kg.model.Polarity`.
        modality: What should be a value of :class:`kg.model.Modality`.
        claimant: The words that name who says so; empty for the article itself.
        since: The words that say since when.
        until: The words that say until when.
        confidence: Any number.

    """

    source: str
    relation: str
    target: str
    quote: str
    polarity: str = "affirmed"
    modality: str = "asserted"
    claimant: str = ""
    since: str = ""
    until: str = ""
    confidence: float = 0.5
