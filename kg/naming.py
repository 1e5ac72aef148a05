"""Who is meant by a name, and what else that actor is called: for users' words, not for those of articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process, utils

from kg.catalogue import Catalogue
from kg.errors import UnknownNameError
from kg.model import Actor, Date
from kg.resolution import Candidate, NameSpan, Resolver, name_history, name_in_force
from kg.store import Store

__all__ = ["AliasAnswer", "Directory", "actor_finder", "did_you_mean", "resolve"]

_SURE = 0.8  # below lie slips of the pen and acronyms in other letters: worth a question, not a guess


@dataclass(frozen=True, slots=True)
class AliasAnswer:
    """What there is to know about a name.

    Attributes:
        asked: The name as it was asked for.
        candidates: Who may be meant, best first.
        actor: Who is meant; ``None`` where nobody bears the name, or several with equal right.
        name_in_force: What the actor was called on the day asked for; ``None`` without a day or such a name.
        history: The chain of the actor's own names, oldest first.

    """

    asked: str
    candidates: tuple[Candidate, ...]
    actor: Actor | None
    name_in_force: str | None
    history: tuple[NameSpan, ...]


class Directory:
    """Looks up who is meant by a name in a catalogue; make one and use it for many names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._resolver = Resolver(catalogue)

    def candidates(self, name: str, on: Date | None = None, country: str | None = None) -> list[Candidate]:
        """Return who may be meant, best first; see :meth:`kg.resolution.Resolver.lookup`."""
        return self._resolver.lookup(name, on, country)

    def alias(self, name: str, on: Date | None = None, country: str | None = None) -> AliasAnswer:
        """Return who is meant by a name and what else that actor is called."""
        candidates = self.candidates(name, on, country)
        best = _best(candidates)
        actor = None if best is None else self._catalogue.get(best)
        if actor is None:
            return AliasAnswer(name, tuple(candidates), None, None, ())
        held = None if on is None else name_in_force(actor, on)
        return AliasAnswer(name, tuple(candidates), actor, held, name_history(actor))

    def nearest(self, name: str, others: Sequence[str] = ()) -> str:
        """Return a question that offers the nearest known names; nothing where none is near."""
        known = [text for text, _, _ in self._catalogue.surfaces()]
        return did_you_mean(name, [*known, *others])


def _best(candidates: Sequence[Candidate]) -> str | None:
    """Return the id of the best candidate, ``None`` where it is unsure or shares its place."""
    if not candidates or candidates[0].score < _SURE:
        return None
    if len(candidates) > 1 and candidates[0].score == candidates[1].score:
        return None
    return candidates[0].actor_id


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ``Did you mean ...?`` with the nearest known words; nothing where none is near."""
    found = process.extract(
        word, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60, limit=20
    )
    names = list(dict.fromkeys(match for match, _, _ in found))[:3]
    return f"Did you mean {' or '.join(names)}?" if names else ""


def actor_finder(store: Store, load_catalogue: Callable[[], Catalogue]) -> Callable[[str], str]:
    """Return a function from what a user calls an actor or place to its id in the store.

    An id, an IRI or a name as the store writes it is enough; other spellings are looked up in the catalogue,
    which is loaded only then. The function raises :class:`~kg.errors.UnknownNameError` where nobody, or
    more than one, is meant.
    """

    def find(name: str) -> str:
        actor_id = store.iris.actor_id(name.strip("<>")) or name
        if store.actor(actor_id) is not None:
            return actor_id
        named = store.actors_named(name)
        if len(named) == 1:
            return named[0]
        directory = Directory(load_catalogue())
        candidates = [c for c in directory.candidates(name) if not named or c.actor_id in named]
        best = _best(candidates)
        if best is not None and store.actor(best) is not None:
            return best
        if ids := [candidate.actor_id for candidate in candidates] or named:
            raise UnknownNameError(
                f"it is not clear who {name!r} is", hint=f"Give an id: {' or '.join(ids[:5])}"
            )
        hint = directory.nearest(name) or "The store holds no article that names it."
        raise UnknownNameError(f"no actor is called {name!r}", hint=hint)

    return find


@cache
def _built_in() -> Directory:
    return Directory(Catalogue.load())


def resolve(name: str, on: Date | str | None = None, country: str | None = None) -> list[Candidate]:
    """Return the actors of the built-in catalogue that a name may mean, best first.

    The catalogue is loaded at the first call.

    Args:
        name: The name as it is written, in any script.
        on: The day, month or year that is spoken of, for example ``2016-07``.
        country: ISO 3166 alpha-2 code, or a name of a state: actors of other countries rank lower.

    Raises:
        DataError: ``on`` is no date.

    """
    return _built_in().candidates(name, Date.parse(on) if isinstance(on, str) else on, country)
