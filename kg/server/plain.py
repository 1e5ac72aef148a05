"""Actors, ties, claims and documents as plain JSON values: the words of REST, of tools and of files."""

from __future__ import annotations

from typing import Any

from kg.analysis import ClaimRecord, Tie
from kg.judgements import claim_fields
from kg.model import Actor, Date, Document, Name
from kg.naming import AliasAnswer
from kg.text.outgoing import web_address
from kg.vocabulary import RELATIONS

__all__ = ["Json", "actor_json", "alias_json", "claim_json", "document_json", "tie_json"]

Json = dict[str, Any]


def _text(date: Date | None) -> str | None:
    return None if date is None else str(date)


def actor_json(actor: Actor) -> Json:
    """Return an actor with all its names."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "countries": list(actor.countries),
        "names": [_name_json(name) for name in actor.names],
        "same_as": [{"register": register, "id": number} for register, number in actor.same_as],
    }


def _name_json(name: Name) -> Json:
    return {
        "name": name.text,
        "kind": name.kind.value,
        "language": name.language or None,
        "from": _text(name.valid_from),
        "until": _text(name.valid_until),
    }


def alias_json(answer: AliasAnswer, on: Date | None, limit: int) -> Json:
    """Return who is meant by a name; ``id`` is null where nobody is, or it is not certain who."""
    who = answer.actor
    return {
        "asked": answer.asked,
        "id": who and who.id,
        "name": who and who.name,
        "kind": who and who.kind.value,
        "on": _text(on),
        "name_in_force": answer.name_in_force,
        "history": [
            {"name": span.name, "from": _text(span.valid_from), "until": _text(span.valid_until)}
            for span in answer.history
        ],
        "names": [] if who is None else [_name_json(name) for name in who.names],
        "candidates": [
            {"id": c.actor_id, "name": c.name, "kind": c.kind.value, "score": c.score, "reason": c.reason}
            for c in answer.candidates[:limit]
        ],
        "reason": answer.reason,
    }


def tie_json(tie: Tie, names: dict[str, Actor]) -> Json:
    """Return a tie with its counts; ``names`` has the actors by id."""
    return {
        "source": _named(tie.source, names),
        "relation": tie.relation,
        "label": RELATIONS[tie.relation].label,
        "sign": tie.sign,
        "target": _named(tie.target, names),
        "claims": len(tie.records),
        "affirmed": tie.affirmed,
        "denied": tie.denied,
        "contested": tie.contested,
        "documents": tie.documents,
        "first": _text(tie.first),
        "last": _text(tie.last),
        "confidence": tie.confidence,
    }


def _named(actor_id: str, names: dict[str, Actor]) -> Json:
    actor = names.get(actor_id)
    return {"id": actor_id, "name": actor_id if actor is None else actor.name}


def claim_json(record: ClaimRecord, claim_id: str, judgement: Json | None = None) -> Json:
    """Return a claim as on the command line, with its id first, then its document and who judged it."""
    about, claim = _about(record.document), claim_fields(record.claim)
    return {"id": claim_id, **claim, "about": about, "judgement": judgement}


def _about(document: Document) -> Json:
    return {
        "title": document.title,
        "publisher": document.publisher,
        "date": _text(document.date),
        "url": document.url,
        "link": web_address(document.url) or None,
    }


def document_json(document: Document, claims: int) -> Json:
    """Return what is known of a document, and how many claims it makes."""
    return {"id": document.id, **_about(document), "claims": claims}
