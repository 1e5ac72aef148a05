"""Who is meant by a name, and what else that actor is called: for users' words, not for those of articles.

A name leads to an actor when it is surely the actor's: :func:`kg.resolution.decide` says when. Where a store
is asked, names that are only spelt alike are offered, never taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process, utils

from kg.catalogue import Catalogue
from kg.errors import UnknownNameError
from kg.model import Actor, Date, NameKind
from kg.resolution import Candidate, NameSpan, Resolver, decide, name_history, name_in_force
from kg.store import Store
from kg.text.fold import fold

__all__ = ["AliasAnswer", "Directory", "actor_finder", "alias", "did_you_mean", "directory_of", "resolve"]

Decided = Mapping[str, str | None]
_NEAR = 70.0  # per cent of likeness from which a name is worth offering
_ALMOST = 7.0  # per cent of likeness that a name may lie behind the nearest one
_OFFERED = 3
_LONGEST = 2000  # letters of a name
_HALVES = re.compile(r"[\ud800-\udfff]")  # of characters: no store can hold them
# No actor is asked for by an adjective, and one letter more makes another acronym or another script.
_NOT_OFFERED = {NameKind.ACRONYM, NameKind.ADJECTIVE, NameKind.ORIGINAL_SCRIPT}


@dataclass(frozen=True, slots=True)
class AliasAnswer:
    """What there is to know about a name.

    Attributes:
        asked: The name as it was asked for.
        candidates: Who may be meant, best first.
        actor: Who is meant; ``None`` where nobody bears the name, or several with equal right.
        name_in_force: What the actor was called on the day asked for; ``None`` without a day or such a name.
        history: The chain of the actor's own names, oldest first.
        reason: Why that actor is meant, or why nobody is.

    """

    asked: str
    candidates: tuple[Candidate, ...]
    actor: Actor | None
    name_in_force: str | None
    history: tuple[NameSpan, ...]
    reason: str = ""

    @property
    def bearers(self) -> tuple[Candidate, ...]:
        """The candidates that bear this very name, best first; the others bear one that is spelt alike."""
        return tuple(candidate for candidate in self.candidates if candidate.is_exact)


class Directory:
    """Looks up who is meant by a name in a catalogue; make one and use it for many names.

    Args:
        catalogue: The actors.
        decided: What people decided that names mean; see :meth:`kg.judgements.Decisions.names`.

    """

    def __init__(self, catalogue: Catalogue, decided: Decided | None = None) -> None:
        self._catalogue = catalogue
        self._resolver = Resolver(catalogue, decided)

    def candidates(
        self,
        name: str,
        on: Date | str | None = None,
        country: str | None = None,
        beside: Sequence[str] = (),
    ) -> list[Candidate]:
        """Return who may be meant, best first; see :func:`resolve`."""
        date = Date.parse(on) if isinstance(on, str) else on
        if len(name) > _LONGEST or len(fold(name)) > _LONGEST:
            return []  # no name is so long, and looking it up would take as long as its square
        others = [actor.id for other in beside if (actor := self._meant(other)) is not None]
        return self._resolver.lookup(name, date, country, others)

    def _meant(self, name: str) -> Actor | None:
        """Return the actor with this id or name, ``None`` where it is not certain who is meant."""
        actor_id = decide(self._resolver.lookup(name)).actor_id
        return self._catalogue.get(name) or (None if actor_id is None else self._catalogue.get(actor_id))

    def alias(
        self,
        name: str,
        on: Date | str | None = None,
        country: str | None = None,
        beside: Sequence[str] = (),
    ) -> AliasAnswer:
        """Return who is meant by a name, or an id, and what else that actor is called.

        Args:
            name: The name as it is written, in any script, or the id of an actor.
            on: The day, month or year that is spoken of, for example ``2016-07``.
            country: See :func:`resolve`.
            beside: See :func:`resolve`.

        Raises:
            DataError: ``on`` is no date.
            UnknownNameError: The name is empty.

        """
        if not name.strip():
            raise UnknownNameError("the name is empty")
        on = Date.parse(on) if isinstance(on, str) else on
        actor = self._catalogue.get(name)
        candidates = [] if actor is not None else self.candidates(name, on, country, beside)
        reason = "id of an actor"
        if actor is None:
            decision = decide(candidates)
            reason = decision.reason
            actor = None if decision.actor_id is None else self._catalogue.get(decision.actor_id)
        if actor is None:
            return AliasAnswer(name, tuple(candidates), None, None, (), reason)
        held = None if on is None else name_in_force(actor, on)
        return AliasAnswer(name, tuple(candidates), actor, held, name_history(actor), reason)

    def country(self, name: str) -> str | None:
        """Return the code of a country that is called so; see :meth:`kg.resolution.Resolver.country`."""
        return self._resolver.country(name)

    def countries(self, candidates: Sequence[Candidate]) -> list[str]:
        """Return the codes of the countries that tell candidates apart, sorted; empty where none does."""
        actors = [self._catalogue.get(candidate.actor_id) for candidate in candidates]
        places = [set(actor.countries) for actor in actors if actor is not None]
        own = {code for codes in places for code in codes if sum(code in other for other in places) == 1}
        return sorted(own)

    def nearest(self, name: str, others: Sequence[Actor] = ()) -> str:
        """Return a question that offers the actors with the nearest names; nothing where none is near.

        Args:
            name: What nobody is called.
            others: Actors to offer beside those of the catalogue.

        """
        actors = self._nearest(fold(name), others)
        return _offer([f"{actor.name} ({actor.id})" for actor in actors])

    def _nearest(self, folded: str, others: Sequence[Actor]) -> list[Actor]:
        spelt: dict[str, Actor] = {}
        for actor in (*others, *self._catalogue.actors.values()):
            for text in _offered_names(actor):
                spelt.setdefault(text, actor)
        found = process.extract(folded, list(spelt), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=20)
        near = [spelt[text] for text, ratio, _ in found if ratio >= found[0][1] - _ALMOST]
        return list({actor.id: actor for actor in near}.values())[:_OFFERED]


def _offered_names(actor: Actor) -> Iterator[str]:
    yield fold(actor.name)
    yield from (fold(name.text) for name in actor.names if name.kind not in _NOT_OFFERED)


def _best(candidates: Sequence[Candidate]) -> str | None:
    """Return the id of the best candidate, ``None`` where none bears the name, or two with equal right."""
    exact = [candidate for candidate in candidates if candidate.is_exact]
    if not exact or (len(exact) > 1 and exact[0].score == exact[1].score):
        return None
    return exact[0].actor_id


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ``Did you mean ...?`` with the nearest known words; nothing where none is near."""
    found = process.extract(
        word, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60, limit=20
    )
    return _offer(list(dict.fromkeys(match for match, _, _ in found))[:_OFFERED])


def _offer(names: Sequence[str]) -> str:
    return f"Did you mean {' or '.join(names)}?" if names else ""


def actor_finder(store: Store, load_catalogue: Callable[[], Catalogue]) -> Callable[[str], str]:
    """Return a function from what a user calls an actor or place to its id in the store.

    An id, an IRI or a name as the store writes it is enough; other forms are looked up in the catalogue,
    which is loaded only then. The function raises :class:`~kg.errors.UnknownNameError` where nobody, or
    more than one, is meant; its hint offers who may be.
    """

    def find(name: str) -> str:
        if not name.strip():
            raise UnknownNameError("the name is empty")
        if _HALVES.search(name):
            raise UnknownNameError(f"no actor is called {name!r}, which is no Unicode text")
        actor_id = store.iris.actor_id(name.strip("<>")) or name
        if store.actor(actor_id) is not None:
            return actor_id
        if store.actor(one := store.decisions.merges.canonical(actor_id)) is not None:
            return one
        named = store.actors_named(name)
        if len(named) == 1:
            return named[0]
        directory = directory_of(load_catalogue(), store.decisions.names())
        bearers = [c for c in directory.candidates(name) if c.is_exact and store.actor(c.actor_id)]
        bearers = [c for c in bearers if c.actor_id in named] or bearers
        if (best := _best(bearers)) is not None:
            return best
        if ids := [bearer.actor_id for bearer in bearers] or named:
            raise UnknownNameError(
                f"it is not clear who {name!r} is", hint=f"Give an id: {' or '.join(ids[:5])}."
            )
        hint = directory.nearest(name, _own_actors(store)) or "The store holds no article that names it."
        raise UnknownNameError(f"no actor is called {name!r}", hint=hint)

    return find


def _own_actors(store: Store) -> list[Actor]:
    """Return the actors that documents brought in under a name."""
    own = store.select(
        "SELECT DISTINCT ?id { ?a dcterms:identifier ?id ; a kg:Actor FILTER(STRSTARTS(?id, 'name/')) }"
    )
    return [actor for row in own.dicts() if (actor := store.actor(row["id"])) is not None]


@cache
def _built_in() -> Directory:
    return Directory(Catalogue.load())


def resolve(
    name: str,
    on: Date | str | None = None,
    country: str | None = None,
    beside: Sequence[str] = (),
) -> list[Candidate]:
    """Return the actors of the built-in catalogue that a name may mean, best first.

    The catalogue is loaded at the first call.

    Args:
        name: The name as it is written, in any script.
        on: The day, month or year that is spoken of, for example ``2016-07``.
        country: ISO 3166 alpha-2 code, or a name of a country in any of many languages: actors of other
            countries rank lower.
        beside: Ids or names of actors that are spoken of together with this one: of several bearers of one
            name those rank higher that have a fact or a country in common with them.

    Raises:
        DataError: ``on`` is no date.

    """
    return _built_in().candidates(name, on, country, beside)


def alias(
    name: str,
    on: Date | str | None = None,
    country: str | None = None,
    *,
    catalogue: Catalogue | None = None,
) -> AliasAnswer:
    """Return who is meant by a name, and what else that actor is called.

    Args:
        name: The name as it is written, in any script, or the id of an actor.
        on: The day, month or year that is spoken of, for example ``2016-07``.
        country: See :func:`resolve`.
        catalogue: Where to look, for example ``kg.Pipeline().catalogue``; the built-in one if not given.

    Raises:
        DataError: ``on`` is no date.

    """
    directory = _built_in() if catalogue is None else directory_of(catalogue)
    return directory.alias(name, on, country)


_KEPT: dict[tuple[str, frozenset[tuple[str, str | None]]], Directory] = {}


def directory_of(catalogue: Catalogue, decided: Decided | None = None) -> Directory:
    """Return the directory of a catalogue; the last one asked for is kept, since making one takes a while."""
    key = (catalogue.digest, frozenset((decided or {}).items()))
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = Directory(catalogue, decided)
    return _KEPT[key]
