"""States and their armed forces, and the state whose army "the army" is in a document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.catalogue import Catalogue
from kg.extraction.mentions import Homeland, Mention
from kg.model import ActorKind, Date, Fact, NameKind
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
        leaders: Who leads which state, and when.

    """

    forces: Mapping[str, str]
    owners: Mapping[str, str]
    by_country: Mapping[str, tuple[str, ...]]
    capitals: Mapping[str, tuple[str, str]]
    leaders: tuple[tuple[str, Fact], ...]

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
                own = actor.id.startswith(fact.target) and not forces.get(fact.target, "").startswith(
                    fact.target
                )
                better = whole or own or fact.target not in forces
                if fact.relation in {"part_of", "armed_forces_of"} and better:
                    forces[fact.target] = actor.id
        owners = {unit: state for state, unit in forces.items()}
        states = {code: tuple(ids) for code, ids in by_country.items()}
        return cls(forces, owners, states, _capitals(catalogue), _leaders(catalogue))

    def led(self, on: Date | None) -> dict[str, str]:
        """Return id of a leader -> id of the state led on a date; without a date, the last one led."""
        return {leader: fact.target for leader, fact in self.leaders if _holds(fact, on)}


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


def _leaders(catalogue: Catalogue) -> tuple[tuple[str, Fact], ...]:
    return tuple(
        (actor.id, fact)
        for actor in catalogue.actors.values()
        for fact in actor.facts
        if fact.relation == "leads" and catalogue.actors[fact.target].kind is ActorKind.STATE
    )


def _holds(fact: Fact, on: Date | None) -> bool:
    if on is None:
        return True
    begun = fact.valid_from is None or fact.valid_from.first_day() <= on.last_day()
    return begun and (fact.valid_until is None or on.first_day() < fact.valid_until.last_day())


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
