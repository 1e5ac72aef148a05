"""Who is meant by the words of a statement: decided by the same code as for the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Doc, Span

from kg.extraction import Extractor
from kg.extraction.mentions import Mention, reference
from kg.extraction.names import local_id, slug
from kg.extraction.parsing import parse
from kg.extraction.sentences import sentences_of
from kg.model import Actor, ActorKind, ActorRef, Claim, Document
from kg.resolution import Resolver

__all__ = ["Linked", "Linker"]

_NAMING = {"NOUN", "PROPN", "ADJ", "X"}  # parts of speech that can be the head of a name
_LONGEST_NAME = 12  # tokens; longer stretches are descriptions, or half a sentence


class Linker:
    """Parses documents and finds their mentions; made once, used for many.

    Args:
        extractor: Its language pipeline, catalogue and word lists are used; its rules are not.

    """

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor

    @cached_property
    def resolver(self) -> Resolver:
        """For names that the text writes in a way that finding mentions does not know."""
        return Resolver(self.extractor.catalogue)

    def link(self, document: Document) -> Linked:
        """Return what knows who is named where in a document."""
        ((_, doc),) = parse(self.extractor.nlp, [document])
        return Linked(self, document, doc)


class Linked:
    """One document with its mentions."""

    def __init__(self, linker: Linker, document: Document, doc: Doc) -> None:
        self.document = document
        self._doc = doc
        self._linker, self._extractor = linker, linker.extractor
        self._mentions = self._extractor.mentions(document, doc)
        self._arguments = self._extractor.arguments(self._mentions)
        self._places = self._extractor.rules.lexicon.words("places", "heads")

    def sentences(self) -> list[tuple[int, int, int]]:
        """Return start and end of each sentence, in characters, and how many different actors it names."""
        return [
            (sentence.start_char, sentence.end_char, len({m.id for m in self._named(sentence)}))
            for sentence in sentences_of(self._doc)
        ]

    def actor(self, start: int, end: int) -> ActorRef | None:
        """Return the actor that is meant by a stretch of the text; ``None`` where it is nobody."""
        return self._reference(start, end, place=False)

    def place(self, start: int, end: int) -> ActorRef | None:
        """Return the place that is meant by a stretch of the text; ``None`` where it is none."""
        return self._reference(start, end, place=True)

    def described(self, claims: Sequence[Claim]) -> tuple[Actor, ...]:
        """Return every actor that the claims name."""
        return self._extractor.actors(claims, self._mentions)

    def _named(self, sentence: Span) -> list[Mention]:
        return [m for m in self._mentions.between(sentence.start, sentence.end) if not m.weak]

    def _reference(self, start: int, end: int, *, place: bool) -> ActorRef | None:
        span = self._doc.char_span(start, end, alignment_mode="expand")
        if span is None or len(span) > _LONGEST_NAME:
            return None
        given = ActorRef("", "", self.document.text[start:end], start, end)
        found = self._meant(span, place=place)
        if found is not None:
            inside = start <= found.start and found.end <= end
            return reference(found) if inside else replace(given, id=found.id, name=found.name)
        if span.root.pos_ not in _NAMING or self._is_other(span, place=place):
            return None
        known = self._known(given.surface, place=place)
        if known is not None:
            return replace(given, id=known.id, name=known.name)
        if any(token.pos_ == "PROPN" for token in span):
            return replace(given, id=f"name/{slug(given.surface)}", name=given.surface)
        if place:
            return None
        label = given.surface.removeprefix("The ").removeprefix("the ")
        return replace(given, id=local_id(self.document.id, label), name=f"the {label}")

    def _meant(self, span: Span, *, place: bool) -> Mention | None:
        read = self._arguments.places if place else self._arguments.actors
        mentions = read(span.root, alone=True)
        if not mentions:  # the adjective alone: "Turkish" of "Turkish drones"
            mentions = [m for m in self._exact(span) if (m.kind is ActorKind.PLACE) == place]
        return mentions[0] if mentions else None

    def _exact(self, span: Span) -> list[Mention]:
        """Return the mentions of just these words."""
        same = (m for m in self._mentions if m.span.start == span.start and m.span.end == span.end)
        return [m for m in same if not m.weak]

    def _is_other(self, span: Span, *, place: bool) -> bool:
        """Tell a place where an actor has to stand, and the other way round."""
        if not place and span.root.lemma_.lower() in self._places:  # "the town of Xanadu"
            return True
        return any((m.kind is ActorKind.PLACE) != place for m in self._exact(span))

    def _known(self, surface: str, *, place: bool) -> Actor | None:
        for candidate in self._linker.resolver.lookup(surface, on=self.document.date):
            actor = self._extractor.catalogue.actors[candidate.actor_id]
            if candidate.is_exact and (actor.kind is ActorKind.PLACE) == place:
                return actor
        return None
