"""What the page knows: actors, ties with their claims, and documents, as plain JSON values."""

from __future__ import annotations

from typing import Any

from kg.analysis import ClaimRecord, Tie
from kg.model import Actor, Document, Name, NameKind
from kg.text.outgoing import web_address
from kg.visual.look import SIGNS
from kg.vocabulary import RELATIONS

__all__ = ["MOST_CLAIMS", "actor_json", "documents_json", "relations_json", "tie_json"]

#: Sentences that the page holds of one tie; the counts still tell all.
MOST_CLAIMS = 50

_KIND_ORDER = (
    NameKind.OFFICIAL,
    NameKind.ACRONYM,
    NameKind.FORMER,
    NameKind.EXONYM,
    NameKind.ORIGINAL_SCRIPT,
    NameKind.ALIAS,
    NameKind.METONYM,
    NameKind.ADJECTIVE,
    NameKind.WEAK,
)


def actor_json(actor: Actor, degree: int) -> dict[str, Any]:
    """Return what the page shows of an actor; ``degree`` is the number of its neighbours."""
    return {
        "id": actor.id,
        "name": actor.name or actor.id,
        "kind": actor.kind.value,
        "degree": degree,
        "names": [_name_json(name) for name in _by_weight(actor.names)],
    }


def tie_json(tie: Tie, tie_id: str) -> dict[str, Any]:
    """Return what the page shows of a tie, with at most :data:`MOST_CLAIMS` claims, the latest first."""
    return {
        "id": tie_id,
        "source": tie.source,
        "relation": tie.relation,
        "target": tie.target,
        "affirmed": tie.affirmed,
        "denied": tie.denied,
        "documents": tie.documents,
        "first": _text(tie.first),
        "last": _text(tie.last),
        "confidence": tie.confidence,
        "claims": [_claim_json(record) for record in tie.records[::-1][:MOST_CLAIMS]],
    }


def documents_json(found: list[Tie]) -> dict[str, Any]:
    """Return the documents of all claims that the page holds, by id."""
    documents = {r.document.id: r.document for tie in found for r in tie.records[::-1][:MOST_CLAIMS]}
    return {key: _document_json(documents[key]) for key in sorted(documents)}


def relations_json() -> dict[str, Any]:
    """Return label, sign and symmetry of every relation, in the order of the ontology."""
    return {
        name: {"label": term.label, "sign": SIGNS[term.sign].label, "symmetric": term.symmetric}
        for name, term in RELATIONS.items()
    }


def _by_weight(names: tuple[Name, ...]) -> list[Name]:
    """Return names in the order of their kinds, the latest first, those without a date last."""
    latest_first = sorted(names, key=lambda name: str(name.valid_from or ""), reverse=True)
    return sorted(latest_first, key=lambda name: _KIND_ORDER.index(name.kind))


def _name_json(name: Name) -> dict[str, str]:
    return {
        "text": name.text,
        "kind": name.kind.value.replace("_", " "),
        "language": name.language,
        "from": _text(name.valid_from),
        "until": _text(name.valid_until),
    }


def _claim_json(record: ClaimRecord) -> dict[str, Any]:
    claim = record.claim
    return {
        "document": claim.document,
        "source": claim.source.id,
        "quote": claim.evidence.quote,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "claimant": claim.claimant.name if claim.claimant else "",
        "from": _text(claim.valid_from),
        "until": _text(claim.valid_until),
        "confidence": claim.confidence,
        "by": claim.evidence.by,
    }


def _document_json(document: Document) -> dict[str, str]:
    return {
        "title": document.title,
        "publisher": document.publisher,
        "date": _text(document.date),
        "url": web_address(document.url),
    }


def _text(value: object | None) -> str:
    return "" if value is None else str(value)
