"""Persons whose name runs into that of their body: a comma is lost in "member of the Council Omar Daud"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.extraction.mentions import Mention
from kg.model import ActorKind
from kg.rules import Lexicon
from kg.text.fold import slug

__all__ = ["persons_behind"]

_FEWEST: Final = 2  # words of a person's name that stands so
_MOST: Final = 5
_ARTICLES: Final = {"the", "a", "an"}
_BODIES: Final = {
    ActorKind.ARMED_FORCES,
    ActorKind.ARMED_GROUP,
    ActorKind.COALITION,
    ActorKind.GOVERNMENT_BODY,
    ActorKind.INTERNATIONAL_ORGANISATION,
    ActorKind.ORGANISATION,
    ActorKind.POLITICAL_PARTY,
}


def persons_behind(doc: Doc, names: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the persons whom the recogniser took for a part of the name before theirs.

    Args:
        doc: The parsed text.
        names: The mentions by name.
        lexicon: For what somebody can be of a body, and for the nouns that end the name of one.

    """
    covered = {i for name in names for i in range(name.span.start, name.span.end)}
    entities = {token: entity for entity in doc.ents for token in range(entity.start, entity.end)}
    for name in names:
        entity = entities.get(name.span.start)
        if entity is None or name.kind not in _BODIES or entity.end <= name.span.end:
            continue
        tail = doc[name.span.end : entity.end]
        free = not any(token.i in covered for token in tail)
        if free and _is_held(name.span, lexicon) and _is_person(tail, lexicon):
            text = tail.text
            name_id = f"name/{slug(text)}"
            yield Mention(tail, tail.start_char, tail.end_char, name_id, text, ActorKind.PERSON)


def _is_held(body: Span, lexicon: Lexicon) -> bool:
    """Tell the body of "member of the body", "vice president of the body"."""
    before = [t for t in body.doc[max(0, body.start - 3) : body.start] if t.lower_ not in _ARTICLES]
    held = len(before) > 1 and before[-1].lower_ == "of"
    return held and before[-2].lemma_.lower() in lexicon.words("people", "roles")


def _is_person(tail: Span, lexicon: Lexicon) -> bool:
    words = [token for token in tail if token.is_alpha]
    if not _FEWEST <= len(words) <= _MOST or not tail[0].text[0].isupper():
        return False
    bodies = lexicon.words("people", "bodies") | lexicon.words("transparent", "labels")
    return all(_in_name(token) for token in tail) and words[-1].lemma_.lower() not in bodies


def _in_name(token: Token) -> bool:
    return token.text == "-" or (token.pos_ == "PROPN" and token.is_alpha)
