"""States and their armed forces, and the state whose army "the army" is in a document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.catalogue import Catalogue
from kg.extraction.mentions import Homeland, Mention
from kg.model import ActorKind, NameKind
from kg.rules import Lexicon

__all__ = ["States", "homeland"]

_FOLLOWED = 3  # points for a state's name before "army", "government" and the like; 1 for any other mention
_OFFICIAL = 5  # for a name that ends so: "Syrian government"


@dataclass(frozen=True, slots=True)
class States:
    """What the catalogue knows of states, indexed.

    Attributes:
        forces: Id of a state -> id of its armed forces as a whole.
        owners: The same the other way round.
        by_country: ISO 3166 code -> ids of the states there.
        capitals: Id of a state -> id and name of its capital, whose name the state bears as well.

    """

    forces: Mapping[str, str]
    owners: Mapping[str, str]
    by_country: Mapping[str, tuple[str, ...]]
    capitals: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> States:
        """Index a catalogue."""
        forces: dict[str, str] = {}
        by_country: dict[str, list[str]] = defaultdict(list)
        for actor in catalogue.actors.values():
            if actor.kind is ActorKind.STATE and actor.countries:
                by_country[actor.countries[0]].append(actor.id)
            if actor.kind is not ActorKind.ARMED_FORCES:
                continue
            for fact in actor.facts:
                whole = actor.id == f"{fact.target}-armed-forces"
                if fact.relation in {"part_of", "armed_forces_of"} and (whole or fact.target not in forces):
                    forces[fact.target] = actor.id
        owners = {unit: state for state, unit in forces.items()}
        states = {code: tuple(ids) for code, ids in by_country.items()}
        return cls(forces, owners, states, _capitals(catalogue))


def homeland(
    names: Iterable[Mention], catalogue: Catalogue, states: States, lexicon: Lexicon
) -> Homeland | None:
    """Return the state that the document is most about, ``None`` where it names none.

    A state counts with every mention of it, of its armed forces and of its places, and more where words for
    army or government follow. Of equals, the first by id is taken.
    """
    scores: Counter[str] = Counter()
    official = lexicon.words("groups", "forces") | lexicon.words("groups", "government")
    for mention in names:
        if mention.kind is ActorKind.STATE:
            following = mention.span.doc[mention.span.end : mention.span.end + 2]
            ends_so = mention.span[-1].lemma_.lower() in official
            followed = any(t.lemma_.lower() in official for t in following)
            scores[mention.id] += _OFFICIAL if ends_so else _FOLLOWED if followed else 1
        elif mention.id in states.owners:
            scores[states.owners[mention.id]] += _FOLLOWED
        elif mention.kind is ActorKind.PLACE and (place := catalogue.get(mention.id)) is not None:
            for country in place.countries:
                scores.update(states.by_country.get(country, ()))
    if not scores:
        return None
    state = min(scores, key=lambda s: (-scores[s], s))
    return Homeland(state, states.forces.get(state, state), states.capitals.get(state))


def _capitals(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    towns = {
        (place.name, country): (place.id, place.name)
        for place in catalogue.actors.values()
        if place.kind is ActorKind.PLACE
        for country in place.countries
    }
    capitals: dict[str, tuple[str, str]] = {}
    for state in catalogue.actors.values():
        if state.kind is ActorKind.STATE:
            for name in state.names:
                for country in state.countries:
                    if name.kind is NameKind.METONYM and (town := towns.get((name.text, country))):
                        capitals.setdefault(state.id, town)
    return capitals
