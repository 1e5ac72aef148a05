"""Decisions as plain values, as programs and pages send them, and what becomes of them in a store."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.analysis.loading import with_words
from kg.errors import DataError, JudgementError, UnknownNameError
from kg.judgements import judgement_fields, read_claim
from kg.model import Actor, ActorKind, ActorRef, Claim, Date, Judgement, Verdict
from kg.store import Store
from kg.store.rdf.terms import string
from kg.vocabulary import RELATIONS

__all__ = ["LONGEST", "Signature", "decide", "judgement_of"]

LONGEST = {"author": 200, "name": 500, "note": 2000}
"""The most letters of what a person writes."""

_WHOLE = 32  # letters of a claim's id
_START = re.compile("[0-9a-f]{6,}")
_ABOUT_CLAIMS = {Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.REJECTED}

Find = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, and on which day."""

    author: str
    date: Date

    @classmethod
    def today(cls, author: str) -> Signature:
        """Return the signature of somebody who decides now."""
        return cls(author, Date(dt.datetime.now().astimezone().date().isoformat()))


def decide(store: Store, decision: Mapping[str, Any], signature: Signature, find: Find) -> dict[str, Any]:
    """Record a decision and return it as it was recorded; see :meth:`kg.store.Store.judge`.

    Args:
        store: The graph, open for writing.
        decision: ``verdict`` and what it is about. ``accepted``, ``rejected`` and ``corrected`` have
            ``claim``: its id, or the claim itself; ``corrected`` has ``relation``, ``source`` or ``target``,
            or the whole ``correction``. ``same`` and ``different`` have two ``actors``, or a ``name`` and,
            if it means somebody, an ``actor``. ``withdrawn`` has ``withdraws``, a number. ``note``,
            ``author``, ``date`` and ``force`` (overrule what contradicts it) may be given.
        signature: For what is not signed.
        find: Turns what a person calls an actor into its id.

    Raises:
        DataError: The decision lacks something, or makes no sense.
        JudgementError: The claim is not there, or an earlier judgement contradicts the decision.
        UnknownNameError: Nobody is called so.

    """
    judgement = judgement_of(store, decision, signature, find)
    return judgement_fields(store.judge(judgement, force=decision.get("force") is True))


def judgement_of(store: Store, decision: Mapping[str, Any], signature: Signature, find: Find) -> Judgement:
    """Return the judgement that a decision asks for, not recorded yet; see :func:`decide`."""
    if not isinstance(decision, Mapping):
        raise DataError("a decision is an object with a verdict")
    try:
        verdict = Verdict(str(decision.get("verdict")))
    except ValueError:
        raise DataError("the verdict is none of " + ", ".join(Verdict)) from None
    signed = _signed(decision, signature)
    empty = Judgement(0, Verdict.WITHDRAWN, signed.author, signed.date, withdraws=1)
    note = _text(decision, "note")
    if verdict is Verdict.WITHDRAWN:
        number = decision.get("withdraws")
        if not isinstance(number, int) or isinstance(number, bool):
            raise DataError("'withdraws' is no number of a judgement")
        return replace(empty, withdraws=number, note=note)
    if verdict in _ABOUT_CLAIMS:
        claim = _claim(store, decision.get("claim"))
        if verdict is not Verdict.CORRECTED:
            return replace(empty, verdict=verdict, claim=claim, withdraws=None, note=note)
        correction, actors = _correction(store, claim, decision, find)
        return replace(
            empty,
            verdict=verdict,
            claim=claim,
            correction=correction,
            actors=actors,
            withdraws=None,
            note=note,
        )
    name = _text(decision, "name").strip()
    actors = tuple(_actor(store, given, find) for given in _actors(decision, name))
    return replace(empty, verdict=verdict, actors=actors, name=name, withdraws=None, note=note)


def _signed(decision: Mapping[str, Any], signature: Signature) -> Signature:
    author = _text(decision, "author").strip() or signature.author
    given = decision.get("date")
    return Signature(author, signature.date if given is None else Date.parse(str(given)))


def _text(decision: Mapping[str, Any], key: str) -> str:
    value = decision.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DataError(f"{key!r} is no text")
    if len(value) > LONGEST[key]:
        raise DataError(f"{key!r} is longer than {LONGEST[key]} letters")
    return value


def _claim(store: Store, given: object) -> Claim:
    if isinstance(given, Mapping):
        return read_claim(given)
    if not isinstance(given, str):
        raise DataError("'claim' is missing: an id, or a claim")
    claim_id = given.strip("<>").removeprefix(store.iris.base).removeprefix("claim/")
    claim_id = _whole_id(store, claim_id)
    found = with_words(store, [claim_id]).get(claim_id)
    if found is None:
        raise JudgementError(f"the store has no claim {given!r}", hint="kg review --list shows the ids")
    return found.claim


def _whole_id(store: Store, start: str) -> str:
    """Return the id of the one claim that starts so, where somebody gave no more than its start."""
    if len(start) >= _WHOLE or not _START.fullmatch(start):
        return start
    asked = "SELECT ?claim { ?claim a kg:Claim FILTER(STRSTARTS(STR(?claim), $start)) } LIMIT 2"
    beginning = string(f"{store.iris.base}claim/{start}")
    found = [row["claim"] for row in store.select(asked, {"start": beginning}).dicts()]
    if len(found) > 1:
        raise JudgementError(f"several claims start with {start!r}", hint="give more of the id")
    return found[0].removeprefix(f"{store.iris.base}claim/") if found else start


def _correction(
    store: Store, claim: Claim, decision: Mapping[str, Any], find: Find
) -> tuple[Claim, tuple[Actor, ...]]:
    """Return what a claim should say, and the actors to whom that leads."""
    if decision.get("correction") is not None:
        corrected = read_claim(decision["correction"])
        changed = {new.id: new.name for new, old in _pairs(corrected, claim) if new.id != old.id}
        given = [_actor(store, actor, find) for actor in _actors(decision, "")]
        told = {actor.id: actor for actor in given if actor.id in changed}
        unknown = (Actor(key, ActorKind.UNKNOWN, name) for key, name in changed.items() if key not in told)
        return corrected, (*told.values(), *(_known(store, actor) for actor in unknown))
    relation = decision.get("relation") or claim.relation
    if not isinstance(relation, str) or relation not in RELATIONS:
        raise DataError(f"unknown relation {relation!r}", hint="known: " + ", ".join(RELATIONS))
    actors: list[Actor] = []

    def end(key: str, ref: ActorRef) -> ActorRef:
        if decision.get(key) is None:
            return ref
        who = _actor(store, decision[key], find)
        if who.id == ref.id:
            return ref
        actors.append(who)
        return replace(ref, id=who.id, name=who.name)

    source, target = end("source", claim.source), end("target", claim.target)
    corrected = replace(claim, relation=relation, source=source, target=target)
    if corrected == claim:
        raise DataError("nothing is corrected", hint="give a relation, a source or a target")
    return corrected, tuple(actors)


def _pairs(one: Claim, other: Claim) -> list[tuple[ActorRef, ActorRef]]:
    return [(one.source, other.source), (one.target, other.target)]


def _actors(decision: Mapping[str, Any], name: str) -> list[object]:
    given = decision.get("actors")
    if isinstance(given, list):
        return given
    return [decision["actor"]] if name and decision.get("actor") is not None else []


def _actor(store: Store, given: object, find: Find) -> Actor:
    """Return the actor that a decision names: by words or an id, or described as in a recorded one."""
    if isinstance(given, Mapping):
        try:
            described = Actor(given["id"], ActorKind(given.get("kind", "unknown")), given["name"])
        except (KeyError, ValueError) as error:
            raise DataError("an actor has no id, no name or no kind that is known") from error
        if not isinstance(described.id, str) or not isinstance(described.name, str):
            raise DataError("id and name of an actor are texts")
        return _known(store, described)
    if not isinstance(given, str):
        raise DataError("an actor is named by words or an id")
    if (judged := store.decisions.merges.actor(given)) is not None:
        return judged  # it may be out of the graph, being one with another
    actor_id = find(given)
    if (known := store.actor(actor_id)) is None:
        raise UnknownNameError(f"the store has no actor {actor_id!r}")
    return Actor(known.id, known.kind, known.name)


def _known(store: Store, described: Actor) -> Actor:
    """Return an actor as the store shows it, where it does."""
    known = store.actor(described.id)
    return described if known is None else Actor(known.id, known.kind, known.name)
