"""Mentions by name: what the catalogue knows, what spaCy recognises, and acronyms that the text defines."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span

from kg.extraction.gazetteer import Gazetteer, Match
from kg.extraction.mentions import Mention
from kg.extraction.sentences import text_of
from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.rules import Lexicon
from kg.text.fold import fold

__all__ = ["find_names", "local_id", "slug"]

_KINDS = {
    "PERSON": ActorKind.PERSON,
    "ORG": ActorKind.UNKNOWN,
    "NORP": ActorKind.COMMUNITY,
    "GPE": ActorKind.PLACE,
    "LOC": ActorKind.PLACE,
    "FAC": ActorKind.PLACE,
}
_NESTED = {ActorKind.STATE, ActorKind.COMMUNITY, ActorKind.PERSON, ActorKind.INTERNATIONAL_ORGANISATION}
_LONGEST_NAME = 12  # tokens; longer entities are runs of words that the recogniser did not break
_DEFINITION = re.compile(r"\s?[(\[]\s?(?:the |or |also known as )?([A-Z][A-Za-z-]{1,9})\s?[)\]]")


def slug(text: str) -> str:
    """Return a name as the last part of an id."""
    return fold(text).replace(" ", "-")[:80].strip("-") or "unnamed"


def local_id(document: str, text: str) -> str:
    """Return the id of a group that is meant only in one document."""
    return f"doc/{hashlib.sha256(document.encode()).hexdigest()[:12]}/{slug(text)}"


def find_names(
    doc: Doc, gazetteer: Gazetteer, lexicon: Lexicon, on: Date | None = None
) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions by name, none of which overlap, and the actors named inside them ("US" in "US-led coalition").

    A name of the catalogue wins over an entity of the same words; a longer entity wins where the shorter
    name is only a place or an adjective inside it ("the Damascus Gazette").

    Args:
        doc: The parsed text.
        gazetteer: The names of the catalogue.
        lexicon: For the entities that are no actors.
        on: The date of the document: of two bearers, the one whose name was in force is preferred.

    """
    outer, inner = gazetteer.find(text_of(doc))
    known = [m for match in outer if (m := _known(doc, match, on)) is not None]
    known = _settle(known, doc)
    whose = {i: m.id for m in known for i in range(m.span.start, m.span.end)}
    found_inside = [m for match in inner if (m := _known(doc, match, on)) is not None and m.kind in _NESTED]
    nested = [m for m in found_inside if whose.get(m.span.start) != m.id]
    found = [m for entity in doc.ents if (m := _recognised(entity, lexicon)) is not None]
    names = _prefer(known, found)
    return _same_persons(names + _defined(doc, names)), nested


def _known(doc: Doc, match: Match, on: Date | None) -> Mention | None:
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None:
        return None
    places = [(n, a) for n, a in match.bearers if a.kind is ActorKind.PLACE]
    actors = [(n, a) for n, a in match.bearers if a.kind is not ActorKind.PLACE]
    place = (places[0][1].id, places[0][1].name) if places else None
    if not actors:
        actor = places[0][1]
        return Mention(span, match.start, match.end, actor.id, actor.name, ActorKind.PLACE, place)
    name, actor = min(actors, key=lambda bearer: _rank(*bearer, on))
    if actor.kind is ActorKind.STATE and name.kind is not NameKind.METONYM and place is None:
        place = (actor.id, actor.name)
    if name.kind is NameKind.METONYM and place is None:
        place = (f"name/{slug(name.text)}", name.text)
    adjective = name.kind is NameKind.ADJECTIVE and not _is_people(span)
    sense = "metonym" if name.kind is NameKind.METONYM else ""
    return Mention(span, match.start, match.end, actor.id, actor.name, actor.kind, place, adjective, sense)


def _rank(name: Name, actor: Actor, on: Date | None) -> tuple[bool, bool, bool, str]:
    in_force = on is None or (
        (name.valid_from is None or name.valid_from.first_day() <= on.last_day())
        and (name.valid_until is None or on.first_day() < name.valid_until.last_day())
    )
    return (not in_force, name.kind is NameKind.METONYM, name.kind is NameKind.ADJECTIVE, actor.id)


def _is_people(span: Span) -> bool:
    """Tell "the Russians", who act, from "Russian", which qualifies."""
    return span.root.tag_ in {"NNS", "NNPS"} and span.root.dep_ not in {"compound", "amod", "nmod"}


def _settle(mentions: list[Mention], doc: Doc) -> list[Mention]:
    """Where one place name has several bearers the automaton already chose; drop words that are no names.

    A one-word name that the tagger takes for a verb or an adverb in lower case is a common word.
    """
    return [
        m
        for m in mentions
        if len(m.span) > 1
        or m.adjective
        or doc[m.span.start].pos_ not in {"VERB", "ADV", "ADP"}
        or not m.surface.islower()
    ]


def _recognised(entity: Span, lexicon: Lexicon) -> Mention | None:
    kind = _KINDS.get(entity.label_)
    span = _trim(entity)
    if kind is None or span is None or len(span) > _LONGEST_NAME:
        return None
    text = span.text
    folded = fold(text)
    if len(span) == 1 and any(
        span[0].lemma_.lower() in nouns for nouns in lexicon.section("groups").values()
    ):
        return None  # "Rebels" at the head of a sentence is no name
    if folded in lexicon.words("noise", "names") or len(folded) < 2 or not text[0].isalpha() or "@" in text:
        return None
    if not any(t.text[0].isupper() for t in span) or any(c in text for c in "\n|<>"):
        return None
    adjective = kind is ActorKind.COMMUNITY and span.root.tag_ not in {"NNS", "NNPS"}
    name_id = f"name/{slug(text)}"
    place = (name_id, text) if kind is ActorKind.PLACE else None
    return Mention(span, span.start_char, span.end_char, name_id, text, kind, place, adjective)


def _trim(entity: Span) -> Span | None:
    start, end = entity.start, entity.end
    doc = entity.doc
    while start < end and (
        doc[start].lower_ in {"the", "a", "an"} or doc[start].is_punct or doc[start].is_space
    ):
        start += 1
    while start < end and (
        doc[end - 1].lower_ in {"'s", "’s", "'", "’"} or doc[end - 1].is_punct or doc[end - 1].is_space
    ):
        end -= 1
    return doc[start:end] if start < end else None


def _prefer(known: Sequence[Mention], found: Sequence[Mention]) -> list[Mention]:
    taken: list[Mention] = list(known)
    for entity in sorted(found, key=lambda m: (-(m.span.end - m.span.start), m.span.start)):
        rivals = [m for m in taken if m.span.start < entity.span.end and entity.span.start < m.span.end]
        if not rivals:
            taken.append(entity)
        elif entity.kind in {ActorKind.UNKNOWN, ActorKind.PERSON} and all(
            _gives_way(m, entity) for m in rivals
        ):
            taken = [m for m in taken if m not in rivals] + [entity]
    return sorted(taken, key=lambda m: m.span.start)


def _gives_way(name: Mention, entity: Mention) -> bool:
    inside = entity.span.start <= name.span.start and name.span.end <= entity.span.end
    loose = name.adjective or name.kind in {ActorKind.PLACE, ActorKind.STATE, ActorKind.COMMUNITY}
    # "Idlib Reuters" is two names; an organisation's name that only begins or ends with a place has a head of its own.
    return (
        inside
        and loose
        and len(entity.span) > len(name.span)
        and entity.span.root.i not in range(name.span.start, name.span.end)
    )


def _defined(doc: Doc, names: Sequence[Mention]) -> list[Mention]:
    """Find acronyms that the text itself defines, "Levant Relief Union (LRU)", and every later use of them."""
    defined: dict[str, Mention] = {}
    for mention in names:
        match = _DEFINITION.match(text_of(doc), mention.end)
        if (
            match
            and mention.kind is not ActorKind.PLACE
            and not mention.adjective
            and match[1].upper() == match[1]
        ):
            defined.setdefault(match[1], mention)
    covered = {i for m in names for i in range(m.span.start, m.span.end)}
    return [
        Mention(doc[t.i : t.i + 1], t.idx, t.idx + len(t), owner.id, owner.name, owner.kind)
        for t in doc
        if t.i not in covered and (owner := defined.get(t.text)) is not None
    ]


def _same_persons(names: Iterable[Mention]) -> list[Mention]:
    """Let a surname alone mean the person whose full name came before, and only one had it."""
    resolved: list[Mention] = []
    by_surname: dict[str, Mention] = {}
    known = Counter[str]()
    for mention in sorted(names, key=lambda m: m.span.start):
        if mention.kind is ActorKind.PERSON:
            last = fold(mention.surface).split()[-1:]
            surname = last[0] if last else ""
            if len(mention.span) > 1:
                if surname not in by_surname or by_surname[surname].id != mention.id:
                    known[surname] += 1
                by_surname.setdefault(surname, mention)
            elif known[surname] == 1 and mention.id.startswith("name/"):
                resolved.append(mention.meaning(by_surname[surname]))
                continue
        resolved.append(mention)
    return resolved
