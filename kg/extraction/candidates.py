"""Who and what could stand in a relation: the mentions of each sentence, and who or what is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from kg.extraction.arguments import Arguments
from kg.extraction.coreference import Coreference
from kg.extraction.mentions import Mention, Mentions
from kg.extraction.sentences import sentence_of, sentences_of
from kg.model import ActorKind

__all__ = ["Candidate", "Candidates", "candidates_of"]

_MOST = 24  # candidates of a sentence; a longer one is a list of names


@dataclass(frozen=True, slots=True)
class Candidate:
    """One stretch of a sentence that could be an end of a relation.

    Attributes:
        start: First code point in the parsed text.
        end: Code point after the last.
        head: The word that the rest of the phrase hangs on.
        actor: The actor that it names, if it can be one.
        place: The place that it names, if it can be one.
        loose: It is named only by what it is ("a spokesman"), or qualifies another noun ("rebel territory").
        antecedent: For a pronoun, "the group", "the city": the mention before that says who or what is meant.

    """

    start: int
    end: int
    head: Token
    actor: Mention | None
    place: Mention | None
    antecedent: Mention | None = None
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one sentence, in text order; of two that begin together the longer one is first."""

    sentence: Span
    found: tuple[Candidate, ...]

    @property
    def too_many(self) -> bool:
        """Whether the sentence is rather a list of names, too long to judge each pair of them."""
        return len(self.found) > _MOST


def candidates_of(doc: Doc, mentions: Mentions, arguments: Arguments) -> Iterator[Candidates]:
    """Yield the candidates of every sentence that has any."""
    coreference = arguments.coreference
    loose: dict[int, list[Mention]] = {}
    for mention in mentions.loose:
        loose.setdefault(sentence_of(mention.head).start, []).append(mention)
    for sentence in sentences_of(doc):
        found: dict[tuple[int, int], Candidate] = {}
        for mention in mentions.between(sentence.start, sentence.end):
            candidate = _named(mention, coreference)
            if candidate is not None:
                found.setdefault((candidate.start, candidate.end), candidate)
        for token in sentence:
            if mentions.at(token) is None:
                for candidate in _meant(token, coreference, arguments):
                    found.setdefault((candidate.start, candidate.end), candidate)
        others = [c for m in loose.get(sentence.start, ()) if (c := _named(m, coreference)) is not None]
        if len(found) + len(others) <= _MOST:  # else a list of names, where they only add noise
            for candidate in others:
                found.setdefault((candidate.start, candidate.end), replace(candidate, loose=True))
        if found:
            ordered = sorted(found.values(), key=lambda c: (c.start, -c.end))
            yield Candidates(sentence, tuple(ordered))


def _named(mention: Mention, coreference: Coreference) -> Candidate | None:
    if _describes(mention.head):
        return None
    antecedent = None
    if mention.weak:
        antecedent = coreference.named(mention)
        if antecedent is None:
            return None
        mention = mention.meaning(antecedent)
    actor = None if mention.kind is ActorKind.PLACE else mention
    return Candidate(mention.start, mention.end, mention.head, actor, mention.as_place(), antecedent)


def _describes(head: Token) -> bool:
    """Tell "X is a group", "calls X an organisation", "X, a militia": the words say what X is."""
    if head.pos_ != "NOUN" or not any(t.lower_ in {"a", "an"} for t in head.lefts):
        return False
    return head.dep_ in {"attr", "oprd", "appos"} or (head.dep_ == "pobj" and head.head.lower_ == "as")


def _meant(token: Token, coreference: Coreference, arguments: Arguments) -> Iterator[Candidate]:
    """Read a pronoun, or a noun for places such as "the city", "the villages of X and Y"."""
    if token.pos_ == "PRON":
        antecedent = coreference.antecedent(token)
        if antecedent is None or antecedent.kind is ActorKind.PLACE:
            return
        start, end = token.idx, token.idx + len(token)
        meant = replace(
            antecedent, span=token.doc[token.i : token.i + 1], start=start, end=end, adjective=False
        )
        yield Candidate(start, end, token, replace(meant, place=None), None, antecedent)
    if token.pos_ != "NOUN":
        return
    for place in arguments.places(token, alone=True):
        if place.end <= token.idx:  # named before, meant again here
            yield Candidate(token.idx, token.idx + len(token), token, None, place, place)
        else:
            yield Candidate(place.start, place.end, token, None, place)
