"""Mentions by name: what the catalogue knows, what spaCy recognises, and acronyms that the text defines."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span

from kg.extraction.gazetteer import Gazetteer, Match
from kg.extraction.mentions import Mention, lost_possessive
from kg.extraction.sentences import text_of
from kg.extraction.tails import persons_behind
from kg.extraction.variants import Variants
from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.rules import Lexicon
from kg.text.fold import fold, slug

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


def local_id(document: str, text: str) -> str:
    """Return the id of a group that is meant only in one document."""
    return f"doc/{hashlib.sha256(document.encode()).hexdigest()[:12]}/{slug(text)}"


def find_names(
    doc: Doc, gazetteer: Gazetteer, variants: Variants, lexicon: Lexicon, on: Date | None = None
) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions by name, none overlapping, and those inside them ("US" in "US-led coalition").

    A name of the catalogue wins over an entity of the same words; a longer entity wins where the shorter
    name is only a place or an adjective inside it ("the Damascus Gazette").

    Args:
        doc: The parsed text.
        gazetteer: The names of the catalogue.
        variants: Knows them in other spellings.
        lexicon: For the entities that are no actors.
        on: The date of the document: of two bearers, the one whose name was in force is preferred.

    """
    outer, inner = gazetteer.find(text_of(doc))
    choose = _Choice(outer, on)
    known = [m for match in outer if (m := _known(doc, match, choose)) is not None and not _common_word(m)]
    inside = [m for match in inner if (m := _known(doc, match, choose)) is not None]
    bygone = [m for m in known if _is_bygone(m, lexicon)]
    known = [m for m in known if m not in bygone]
    known += [m for m in inside if m.kind is ActorKind.PERSON and any(_holds(old, m) for old in bygone)]
    whose = {i: m.id for m in known for i in range(m.span.start, m.span.end)}
    nested = [m for m in inside if m.kind in _NESTED and whose.get(m.span.start) != m.id]
    found = [m for entity in doc.ents if (m := _recognised(entity, lexicon)) is not None]
    names = _prefer(known, found)
    listed = {(m.start, m.end) for m in known}
    unlisted = [m for m in names if (m.start, m.end) not in listed]
    known = [m for m in names if (m.start, m.end) in listed]
    names = known + variants.linked(unlisted, [*known, *nested], on)
    names += [*_defined(doc, names), *persons_behind(doc, names, lexicon)]
    return _same_persons(names + variants.initials(doc, names, on)), nested


class _Choice:
    """Choose between the bearers of one name: by the document's date and the countries it speaks of."""

    def __init__(self, matches: Iterable[Match], on: Date | None) -> None:
        self._on = on
        self._countries = Counter[str]()
        for match in matches:
            actors = {actor.id: actor for _, actor in match.bearers}
            if len(actors) == 1:
                self._countries.update(next(iter(actors.values())).countries)

    def best(self, bearers: Sequence[tuple[Name, Actor]]) -> tuple[Name, Actor] | None:
        """Return the likeliest bearer; ``None`` for an acronym of several of whom no country is spoken of."""
        best = min(bearers, key=lambda bearer: self._rank(*bearer))
        rivals = {actor.id for _, actor in bearers}
        unsupported = len(rivals) > 1 and best[0].kind is NameKind.ACRONYM and not self._support(best[1])
        return None if unsupported else best

    def _support(self, actor: Actor) -> int:
        return max((self._countries[country] for country in actor.countries), default=0)

    def _rank(self, name: Name, actor: Actor) -> tuple[bool, bool, bool, int, str]:
        secondary = name.kind is NameKind.METONYM, name.kind is NameKind.ADJECTIVE
        return (not self._in_force(name), *secondary, -self._support(actor), actor.id)

    def _in_force(self, name: Name) -> bool:
        if self._on is None:
            return True
        begun = name.valid_from is None or name.valid_from.first_day() <= self._on.last_day()
        return begun and (name.valid_until is None or self._on.first_day() < name.valid_until.last_day())


def _known(doc: Doc, match: Match, choose: _Choice) -> Mention | None:
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None:
        return None
    places = [(n, a) for n, a in match.bearers if a.kind is ActorKind.PLACE]
    actors = [(n, a) for n, a in match.bearers if a.kind is not ActorKind.PLACE]
    named_place = choose.best(places) if places else None
    place = (named_place[1].id, named_place[1].name) if named_place is not None else None
    if not actors:
        return (
            None if place is None else Mention(span, match.start, match.end, *place, ActorKind.PLACE, place)
        )
    bearer = choose.best(actors)
    if bearer is None:
        surface = text_of(doc)[match.start : match.end]
        return Mention(span, match.start, match.end, f"name/{slug(surface)}", surface, actors[0][1].kind)
    name, actor = bearer
    metonym = name.kind is NameKind.METONYM
    if place is None and metonym:
        place = (f"name/{slug(name.text)}", name.text)
    elif place is None and actor.kind is ActorKind.STATE:
        place = (actor.id, actor.name)
    adjective = name.kind is NameKind.ADJECTIVE and not _is_people(span)
    sense = "metonym" if metonym else ""
    return Mention(span, match.start, match.end, actor.id, actor.name, actor.kind, place, adjective, sense)


def _is_people(span: Span) -> bool:
    """Tell "the Russians", who act, from "Russian", which qualifies."""
    return span.root.tag_ in {"NNS", "NNPS"} and span.root.dep_ not in {"compound", "amod", "nmod"}


def _is_bygone(mention: Mention, lexicon: Lexicon) -> bool:
    """Tell "the former government of X", which is not the state."""
    start = mention.span.start
    before = mention.span.doc[start - 1].lower_ if start > 0 else ""
    governs = mention.kind is ActorKind.STATE and len(mention.span) > 1
    return governs and before in lexicon.words("modifiers", "bygone")


def _holds(outer: Mention, inner: Mention) -> bool:
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def _common_word(mention: Mention) -> bool:
    """Tell a word of the language that happens to be a name: a verb or adverb in lower case."""
    alone = len(mention.span) == 1 and not mention.adjective and mention.surface.islower()
    return alone and mention.span[0].pos_ in {"VERB", "ADV", "ADP"}


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
    if folded in lexicon.words("places", "directions"):
        return None
    if folded in lexicon.words("noise", "names") or len(folded) < 2 or not text[0].isalpha() or "@" in text:
        return None
    if not any(t.text[0].isupper() for t in span) or any(c in text for c in "\n|<>/"):
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
    taken: dict[int, Mention] = {}  # by each token
    for name in known:
        taken |= dict.fromkeys(range(name.span.start, name.span.end), name)
    for entity in sorted(found, key=lambda m: (-(m.span.end - m.span.start), m.span.start)):
        tokens = range(entity.span.start, entity.span.end)
        rivals = [taken[i] for i in tokens if i in taken]
        free = entity.kind in {ActorKind.UNKNOWN, ActorKind.PERSON}
        if not rivals or (free and all(_gives_way(m, entity) for m in rivals)):
            taken |= dict.fromkeys(tokens, entity)
    return list({m.span.start: m for _, m in sorted(taken.items())}.values())


def _gives_way(name: Mention, entity: Mention) -> bool:
    """Tell whether a name is only a place or an adjective inside a longer name with a head of its own."""
    inside = entity.span.start <= name.span.start and name.span.end <= entity.span.end
    loose = name.adjective or name.kind in {ActorKind.PLACE, ActorKind.STATE, ActorKind.COMMUNITY}
    headed = name.span.start <= entity.span.root.i < name.span.end  # "Idlib Reuters" is two names
    return inside and loose and not headed and not lost_possessive(name)


def _defined(doc: Doc, names: Sequence[Mention]) -> list[Mention]:
    """Find acronyms that the text itself defines, "Levant Relief Union (LRU)", wherever they are used."""
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
    if not defined:
        return []
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
