"""Much of a store at once: actors with their names, the sentences of claims, events.

One plain pass over a property costs less than asking for a few hundred of its values one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain
from typing import Final, cast

from pyoxigraph import Literal, NamedNode

from kg.analysis.loading import with_words
from kg.model import Actor, ActorKind, Date, Event, EventKind, Evidence, Name, NameKind
from kg.store import Store
from kg.store.rdf.actors import canonical_tag, name_key
from kg.store.rdf.terms import KG
from kg.vocabulary import ACTOR_CLASSES

__all__ = ["actors_of", "events_of", "sentences_of"]

_FEW: Final = 200  # of which each is asked for by itself
_KINDS: Final = {iri: ActorKind(kind) for kind, iri in ACTOR_CLASSES.items()}
_EVENTS: Final = "SELECT ?s ?kind { ?s a kg:Event ; a ?kind FILTER(?kind != kg:Event) }"
_LENGTH: Final = {"year": 4, "month": 7, "day": 10}

Values = dict[str, list[NamedNode | Literal]]


def _pass(store: Store, term: str, subjects: Collection[str], kind: str = "") -> Values:
    """Return the values of a property, for these subjects; ``kind`` narrows what the engine goes through."""
    found: Values = defaultdict(list)
    for subject, value in store.select(f"SELECT ?s ?o {{ {kind} ?s {term} ?o }}"):
        if isinstance(subject, NamedNode) and subject.value in subjects and value is not None:
            found[subject.value].append(cast("NamedNode | Literal", value))
    return found


def _texts(values: Values, subject: str) -> list[str]:
    return sorted(value.value for value in values.get(subject, ()))


def _text(values: Values, subject: str) -> str:
    return next(iter(_texts(values, subject)), "")


class _Dates:
    """The dates that some subjects have by one property."""

    def __init__(self, store: Store, term: str, subjects: Collection[str]) -> None:
        self._days = _pass(store, f"kg:{term}", subjects)
        self._precisions = _pass(store, f"kg:{term}Precision", self._days)

    def of(self, subject: str) -> Date | None:
        day, precision = _text(self._days, subject), _text(self._precisions, subject)
        return Date(day[: _LENGTH[precision.removeprefix(KG) or "day"]]) if day else None


def actors_of(store: Store, ids: Collection[str]) -> list[Actor]:
    """Return actors with kind, countries and all names, sorted by id; whom the store lacks is left out.

    Facts and registers are left out too, and so is where all this comes from.

    Args:
        store: Where they are.
        ids: Which ones.

    """
    if len(ids) <= _FEW:
        known = filter(None, map(store.actor, sorted(ids)))
        return [Actor(a.id, a.kind, a.name, _unsourced(a.names), a.countries) for a in known]
    iris = {store.iris.actor(actor_id).value: actor_id for actor_id in ids}
    shown, kinds = _pass(store, "skos:prefLabel", iris), _pass(store, "a", iris, "?s skos:prefLabel ?name .")
    countries = _pass(store, "kg:country", iris)
    names = _names(store, iris)
    found = []
    for iri, actor_id in sorted(iris.items(), key=lambda item: item[1]):
        if iri in shown:
            kind = next((_KINDS[k] for k in _texts(kinds, iri) if k in _KINDS), ActorKind.UNKNOWN)
            found.append(
                Actor(actor_id, kind, _text(shown, iri), names.get(iri, ()), tuple(_texts(countries, iri)))
            )
    return found


def _names(store: Store, iris: Collection[str]) -> dict[str, tuple[Name, ...]]:
    nodes: dict[str, list[str]] = defaultdict(list)
    for position in ("skosxl:prefLabel", "skosxl:altLabel"):
        for iri, values in _pass(store, position, iris).items():
            nodes[iri] += [value.value for value in values]
    every = frozenset(chain.from_iterable(nodes.values()))
    forms, kinds = _pass(store, "skosxl:literalForm", every), _pass(store, "kg:nameKind", every)
    since, until = _Dates(store, "validFrom", every), _Dates(store, "validUntil", every)

    def name(node: str) -> Name:
        form = next((form for form in forms.get(node, ()) if isinstance(form, Literal)), None)
        return Name(
            text="" if form is None else form.value,
            kind=NameKind(_text(kinds, node).removeprefix(KG) or NameKind.ALIAS),
            language=canonical_tag((form.language if form is not None else None) or ""),
            valid_from=since.of(node),
            valid_until=until.of(node),
        )

    return {iri: _unsourced(map(name, held)) for iri, held in nodes.items()}


def _unsourced(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(sorted({replace(name, source="") for name in names}, key=name_key))


def sentences_of(store: Store, ids: Collection[str]) -> dict[str, Evidence]:
    """Return the evidence of claims by their ids; ids that the store lacks are left out."""
    if len(ids) <= _FEW:
        return {key: record.claim.evidence for key, record in with_words(store, list(ids)).items()}
    claims = {f"{store.iris.base}claim/{claim_id}": claim_id for claim_id in ids}
    held = _pass(store, "kg:evidence", claims)
    evidence = {claim: _text(held, claim) for claim in held}
    nodes = frozenset(evidence.values())
    selectors = _pass(store, "oa:hasSelector", nodes)
    every = frozenset(node.value for each in selectors.values() for node in each)
    quotes, rules = _pass(store, "oa:exact", every), _pass(store, "kg:extractedBy", nodes)
    starts, ends = _pass(store, "oa:start", every), _pass(store, "oa:end", every)

    def told(values: Values, node: str) -> str:
        return next((text for selector in _texts(selectors, node) if (text := _text(values, selector))), "")

    return {
        claims[claim]: Evidence(
            int(told(starts, node) or 0), int(told(ends, node) or 0), told(quotes, node), _text(rules, node)
        )
        for claim, node in evidence.items()
    }


def events_of(store: Store) -> list[Event]:
    """Return what the catalogue says became of actors, in order of time."""
    events = {row["s"]: row["kind"] for row in store.select(_EVENTS).dicts()}
    before, after = _pass(store, "kg:predecessor", events), _pass(store, "kg:successor", events)
    sources, dates = _pass(store, "dcterms:source", events), _Dates(store, "date", events)

    def ids(values: Values, event: str) -> tuple[str, ...]:
        return tuple(sorted(filter(None, (store.iris.actor_id(iri) for iri in _texts(values, event)))))

    found = [
        Event(
            EventKind(kind.removeprefix(KG).lower()),
            ids(before, iri),
            ids(after, iri),
            dates.of(iri),
            tuple(_texts(sources, iri)),
        )
        for iri, kind in events.items()
    ]
    return sorted(found, key=lambda e: (e.date is None, str(e.date), e.kind, e.predecessors, e.successors))
