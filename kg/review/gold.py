"""Judgements as annotated articles, from which ``kg train`` learns and by which ``kg eval`` measures.

Accepted and corrected claims become core claims, those that nobody judged secondary ones, rejected ones
traps. The article comes whole, because who "it" is stands outside the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg.model import Actor, ActorKind, ActorRef, Claim, Claimant, Document, Reading, Verdict
from kg.store import Store
from kg.vocabulary import RELATIONS

__all__ = ["gold_articles"]

Json = dict[str, Any]


def gold_articles(store: Store) -> Iterator[Json]:
    """Yield the documents with judged claims, by id; those without their text are left out."""
    for document_id in sorted(store.decisions.documents()):
        reading, text = store.as_read(document_id), store.text(document_id)
        if reading is not None and text is not None:
            yield _article(store, reading, text)


def _article(store: Store, reading: Reading, text: str) -> Json:
    decisions = store.decisions
    judged = decisions.apply(reading, store.actor)
    rejected = [
        (claim, judgement.note)
        for claim in reading.claims
        if (judgement := decisions.on(claim)) is not None and judgement.verdict is Verdict.REJECTED
    ]
    claims = judged.reading.claims
    described = {actor.id: actor for actor in (*reading.actors, *judged.reading.actors)}
    named = _named((*claims, *(claim for claim, _ in rejected)), described)
    places = {key for key in named if _is_place(key, described)}
    return {
        "doc": _doc_fields(reading.document, text),
        "actors": {key: entry for key, entry in named.items() if key not in places},
        "places": {key: _place(entry) for key, entry in named.items() if key in places},
        "claims": [
            _claim(claim, number, text, core=claim in judged.judgements)
            for number, claim in enumerate(claims, start=1)
        ],
        "aliases": [],
        "must_not_extract": [
            {**_statement(claim), "why": note or "rejected in review", "evidence": _evidence(claim)}
            for claim, note in rejected
        ],
    }


def _doc_fields(document: Document, text: str) -> Json:
    date = None if document.date is None else str(document.date)
    fields = {"id": document.id, "title": document.title, "publisher": document.publisher, "date": date}
    return fields | {"text": text}


def _named(claims: Iterable[Claim], described: dict[str, Actor]) -> dict[str, Json]:
    """Return everybody whom claims name, with the words used for them."""
    found: dict[str, Json] = {}
    for claim in claims:
        for ref in (claim.source, claim.target, claim.claimant):
            if ref is None:
                continue
            known = described.get(ref.id)
            kind = ActorKind.UNKNOWN if known is None else known.kind
            entry = found.setdefault(ref.id, {"name": ref.name, "kind": kind.value, "surfaces": []})
            if ref.surface not in entry["surfaces"]:
                entry["surfaces"].append(ref.surface)
    return dict(sorted(found.items()))


def _is_place(actor_id: str, described: dict[str, Actor]) -> bool:
    return actor_id in described and described[actor_id].kind is ActorKind.PLACE


def _place(entry: Json) -> Json:
    return {"name": entry["name"], "surfaces": entry["surfaces"]}


def _claim(claim: Claim, number: int, text: str, *, core: bool) -> Json:
    since, until = claim.valid_from, claim.valid_until
    return {
        "id": f"C{number}",
        **_statement(claim),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "claimant": _key(claim.claimant),
        "time": {"raw": None, "start": since and str(since), "end": until and str(until)},
        "tier": "core" if core else "secondary",
        "evidence": _evidence(claim),
        "source_span": _span(claim.source, text),
        "target_span": _span(claim.target, text),
    }


def _statement(claim: Claim) -> Json:
    """Return who, what, whom; annotators use the wide relations alone."""
    relation = claim.relation
    while (wider := RELATIONS[relation].parent) is not None:
        relation = wider
    return {"source": claim.source.id, "relation": relation, "target": claim.target.id}


def _evidence(claim: Claim) -> Json:
    evidence = claim.evidence
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def _span(ref: ActorRef, text: str) -> Json | None:
    return {"start": ref.start, "end": ref.end} if text[ref.start : ref.end] == ref.surface else None


def _key(claimant: Claimant | None) -> str | None:
    return None if claimant is None else claimant.id
