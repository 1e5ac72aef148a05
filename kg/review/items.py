"""What is to be reviewed as plain JSON values, for files, programs and pages."""

from __future__ import annotations

from typing import Any

from kg.catalogue import Catalogue
from kg.judgements import claim_fields
from kg.review.context import context_of
from kg.review.doubts import Doubt, doubtful_claims, whole
from kg.review.namesakes import Namesake, doubtful_merges
from kg.store import Store

__all__ = ["claim_item", "claim_items", "merge_item", "merge_items"]

Json = dict[str, Any]


def claim_items(store: Store, *, limit: int = 50, offset: int = 0, **chosen: Any) -> Json:
    """Return a page of the claims to review: ``{"total", "offset", "items"}``.

    Args:
        store: The graph.
        limit: How many to return.
        offset: How many to leave out first.
        **chosen: See :func:`kg.review.doubts.doubtful_claims`.

    """
    found = doubtful_claims(store, **chosen)
    items = [claim_item(store, doubt) for doubt in whole(store, found[offset : offset + limit])]
    return {"total": len(found), "offset": offset, "items": items}


def merge_items(store: Store, catalogue: Catalogue, *, limit: int = 50, offset: int = 0) -> Json:
    """Return a page of the actors that may be one with another; see :func:`claim_items`."""
    found = doubtful_merges(store, catalogue)
    items = [merge_item(namesake) for namesake in found[offset : offset + limit]]
    return {"total": len(found), "offset": offset, "items": items}


def claim_item(store: Store, doubt: Doubt) -> Json:
    """Return a claim to review: why, what it says, and its sentence in pieces."""
    document = doubt.record.document
    return {
        "kind": "claim",
        "id": doubt.claim_id,
        "reasons": list(doubt.reasons),
        "claim": claim_fields(doubt.record.claim),
        "about": {
            "title": document.title,
            "publisher": document.publisher,
            "date": document.date and str(document.date),
            "url": document.url,
        },
        "context": [
            {"text": piece.text, "role": piece.role} for piece in context_of(store, doubt.record.claim)
        ],
    }


def merge_item(namesake: Namesake) -> Json:
    """Return an actor to review: in how many claims it stands, and who else it may be."""
    return {
        "kind": "merge",
        "actor": {"id": namesake.actor.id, "kind": namesake.actor.kind.value, "name": namesake.actor.name},
        "claims": namesake.claims,
        "candidates": [
            {"id": c.actor_id, "name": c.name, "score": round(c.score, 4), "reason": c.reason}
            for c in namesake.candidates
        ],
    }
