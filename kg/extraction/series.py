"""Which words share a slot: "Russia, Iran and Türkiye", "groups including X", "the rebels, who"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extraction.coordination import conjuncts
from kg.extraction.coreference import Coreference
from kg.extraction.mentions import Mentions
from kg.extraction.sentences import sentence_of
from kg.model import ActorKind

__all__ = ["Series"]

_RELATIVE = {"who", "which", "that"}
_MOST_STACKED = 8
_STACKABLE = {ActorKind.STATE, ActorKind.ARMED_GROUP}


class Series:
    """Spread one word of a slot over all that stand with it."""

    def __init__(self, mentions: Mentions, coreference: Coreference) -> None:
        self._mentions = mentions
        self._coreference = coreference

    def of(self, token: Token, near: Token | None = None) -> list[Token]:
        """Return the words that stand in one series with a word, itself included, in text order.

        With ``near``, the word that the slot belongs to decides: what follows a series belongs to its last
        member ("soldiers and rebels backed by X"), what stands before it to the first ("pro-X rebels and
        soldiers").
        """
        if token.lower_ in _RELATIVE and (noun := self._coreference.relative_noun(token)) is not None:
            return self.of(noun, token)
        if near is not None and near.i < token.i and near.head.i == token.i:
            return [token]
        series = [*self._stacked(token), token]
        for other in conjuncts(token):
            series += [*self._stacked(other), other]
        if near is not None and near.i > token.i and (near.head.i == token.i or near.lower_ in _RELATIVE):
            return [t for t in series if t.i < near.i][-1:]
        return series

    def _stacked(self, token: Token, most: int = _MOST_STACKED) -> list[Token]:
        """Return names of one kind that stand straight before a name: "Russia Iran and X" lost a comma."""
        mention = self._mentions.at(token)
        if (
            most == 0
            or mention is None
            or mention.kind not in _STACKABLE
            or mention.adjective
            or mention.sense
        ):
            return []
        before = mention.span.start - 1
        other = self._mentions.at(token.doc[before]) if before >= sentence_of(token).start else None
        if other is None or other.kind is not mention.kind or other.adjective or other.weak or other.sense:
            return []
        return [*self._stacked(other.head, most - 1), other.head]
