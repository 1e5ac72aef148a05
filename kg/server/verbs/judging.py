"""What a person should look at, and what people decided."""

from __future__ import annotations

from typing import Any

from kg.judgements import judgement_fields
from kg.review import SURE, claim_items, merge_items
from kg.server.plain import Json
from kg.server.verbs.values import filter_of, page_of
from kg.server.view import catalogue_of
from kg.store import Store

__all__ = ["judgements", "review"]


def review(
    store: Store,
    *,
    kind: str = "claim",
    below: float = SURE,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """List what a person should look at: doubtful claims, or actors that may be one.

    Args:
        store: The graph.
        kind: ``claim`` or ``merge``.
        below: A claim less sure than this is doubtful.
        limit: How many to return.
        offset: How many to leave out first.
        catalogue: See :func:`alias`.
        **where: Which claims; see :func:`ties`.

    """
    if kind == "merge":
        return merge_items(store, catalogue_of(catalogue), limit=limit, offset=offset)
    return claim_items(store, where=filter_of(**where), below=below, limit=limit, offset=offset)


def judgements(store: Store, *, limit: int = 50, offset: int = 0) -> Json:
    """List the judgements, the latest first, those that were taken back too."""
    history = sorted(store.decisions.history, key=lambda each: -each.number)
    return page_of(
        len(history), offset, [judgement_fields(each) for each in history[offset : offset + limit]]
    )
