"""Names that the catalogue spells in another way: slips, other transliterations, unlisted initials.

Only what is sure is linked, for a wrong actor is worse than an unknown one: every word of the name has its
counterpart, its kind is what spaCy takes it for, and a name of one word belongs to the country that the
document speaks of most. Where words are missing, or only initials stand, the document has to name the actor
elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Doc

from kg.catalogue import Catalogue
from kg.extraction.folding import folded_words
from kg.extraction.mentions import Mention
from kg.model import Actor, ActorKind, Date, NameKind
from kg.resolution.deciding import decide
from kg.resolution.index import main_words
from kg.resolution.resolver import Candidate, Resolver

__all__ = ["Variants"]

_SURE = 0.6  # score from which a name of several words is taken, whatever spaCy thinks it is
_FAIR = 0.5  # score from which one is taken that everything else in the document speaks for
_LONG, _SHORT = 5, 3  # letters of a single name, and of a word, below which a slip makes another one
_ACRONYM = range(3, 7)  # letters
_OBLIQUE = {NameKind.ADJECTIVE, NameKind.METONYM, NameKind.WEAK}
_AS_WRITTEN = {"exact", "articles"}  # indexes that know the very words
_OTHER_WAYS = {"states", "within", "order"}  # indexes whose answers say no more than the words themselves
_GROUPS = set(ActorKind) - {ActorKind.PERSON, ActorKind.PLACE, ActorKind.STATE}
_FITTING = {
    ActorKind.PERSON: {ActorKind.PERSON},
    ActorKind.PLACE: {ActorKind.PLACE, ActorKind.STATE},
    ActorKind.COMMUNITY: _GROUPS,
    ActorKind.UNKNOWN: _GROUPS,
}


class Variants:
    """Links the names of a document that the gazetteer does not find; built once, used for many documents.

    Args:
        catalogue: The actors.

    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for text, *_ in self._catalogue.surfaces() for word in folded_words(text))

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._catalogue)

    def linked(
        self, mentions: Sequence[Mention], known: Iterable[Mention], on: Date | None = None
    ) -> list[Mention]:
        """Return mentions of one document, those that are surely other spellings linked to their actors.

        Args:
            mentions: Names that nobody in the catalogue bears.
            known: The mentions of the document that mean actors of the catalogue.
            on: The date of the document.

        """
        asked = {id(mention) for mention in mentions if self._may_be(mention)}
        if not asked:
            return list(mentions)
        around = _Around(self._catalogue, known)
        return [self._link(mention, around, on) if id(mention) in asked else mention for mention in mentions]

    def initials(self, doc: Doc, names: Iterable[Mention], on: Date | None = None) -> list[Mention]:
        """Return the mentions of actors of a document by initials that neither it nor the catalogue tells.

        Args:
            doc: The parsed text.
            names: All its mentions by name.
            on: The date of the document.

        """
        names = list(names)
        covered = {i for m in names for i in range(m.span.start, m.span.end)}
        open_ones = [t for t in doc if t.i not in covered and _is_acronym(t.text)]
        if not open_ones:
            return []
        around = _Around(self._catalogue, names)
        bare = (
            Mention(doc[t.i : t.i + 1], t.idx, t.idx + len(t), "", t.text, ActorKind.UNKNOWN)
            for t in open_ones
        )
        return [linked for mention in bare if (linked := self._link(mention, around, on)).id]

    def _may_be(self, mention: Mention) -> bool:
        """Tell cheaply what is worth a question; most names that nobody bears are those of strangers."""
        if mention.adjective:
            return False
        words = [word for word in folded_words(mention.surface) if len(word) >= _SHORT]
        if len(words) > 1:
            return sum(word not in self._words for word in words) < 2
        if mention.kind is ActorKind.PERSON:
            return False  # a surname with a slip is mostly another surname
        return sum(map(len, words)) >= _LONG or _is_acronym(mention.surface)

    def _link(self, mention: Mention, around: _Around, on: Date | None) -> Mention:
        surface = mention.surface
        decision = decide(self._resolver.lookup(surface, on, beside=around.actors))
        if decision.actor_id is None:
            return mention
        # How like two names are does not depend on the day.
        found = next(c for c in self._resolver.lookup(surface) if c.actor_id == decision.actor_id)
        actor = self._catalogue.actors[found.actor_id]
        if not _is_sure(mention, found, actor, around):
            return mention
        place = (actor.id, actor.name) if actor.kind in {ActorKind.PLACE, ActorKind.STATE} else None
        adjective = mention.adjective and actor.kind is ActorKind.COMMUNITY
        reason = f"{found.reason} as {found.name!r}"
        return replace(
            mention,
            id=actor.id,
            name=actor.name,
            kind=actor.kind,
            place=place,
            adjective=adjective,
            variant=reason,
        )


class _Around:
    """The actors that a document names, and the countries that it speaks of."""

    def __init__(self, catalogue: Catalogue, known: Iterable[Mention]) -> None:
        found = (catalogue.get(mention.id) for mention in known)
        actors = {actor.id: actor for actor in found if actor is not None}
        self.actors = tuple(sorted(actors))
        self._countries = Counter(code for actor in actors.values() for code in actor.countries)

    def speaks_of(self, actor: Actor) -> bool:
        """Tell whether a country of this actor has another one in the document."""
        return any(code in self._countries for code in actor.countries)

    def is_about(self, actor: Actor) -> bool:
        """Tell whether no country has more actors in the document than one of this actor's."""
        most = max(self._countries.values(), default=0)
        return most > 0 and any(self._countries[code] == most for code in actor.countries)


def _is_foreign(found: Candidate, actor: Actor) -> bool:
    """Tell whether a name was only translated from another language."""
    languages = {name.language for name in actor.names if name.text == found.name}
    return found.index == "translation" and languages.isdisjoint({"", "en"})


def _is_acronym(text: str) -> bool:
    return len(text) in _ACRONYM and text.isalpha() and text.isupper()


def _is_sure(mention: Mention, found: Candidate, actor: Actor, around: _Around) -> bool:
    if found.index in _OTHER_WAYS or found.kind in _OBLIQUE:
        return False
    fits = actor.kind in _FITTING.get(mention.kind, _GROUPS)
    if found.index == "initials":
        return fits and actor.id in around.actors
    if actor.kind is ActorKind.STATE and (found.index in _AS_WRITTEN or found.kind is NameKind.EXONYM):
        return False  # a state by its very name was left out for a reason: "the former Soviet Union"
    if (actor.kind is ActorKind.PERSON or _is_foreign(found, actor)) and not around.speaks_of(actor):
        return False  # many a John Berry is no John Kerry, and the Europa League no union
    asked, listed = main_words(mention.surface), main_words(found.name)
    if len(asked) != len(listed) or "without" in found.reason:
        return fits and found.score >= _FAIR and actor.id in around.actors
    if len(asked) > 1 and (fits or actor.kind is not ActorKind.PERSON) and found.score >= _SURE:
        return True
    return fits and found.score >= _FAIR and around.is_about(actor)
