"""Ties and the sentences behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.analysis import Filter, Tie
from kg.analysis import ties as sum_up
from kg.errors import UnknownNameError
from kg.scene.content import around
from kg.server.plain import Json, tie_json
from kg.server.verbs.values import claims_of, filter_of, page_of
from kg.server.view import View, view_of
from kg.store import Store
from kg.vocabulary import RELATIONS

__all__ = ["evidence", "tie", "ties"]


def ties(
    store: Store,
    *,
    source: str | None = None,
    target: str | None = None,
    actor: str | None = None,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """List ties: all claims of one relation between two actors summed up, those with the most claims first.

    Args:
        store: The graph.
        source: Who: an id or any name.
        target: Whom.
        actor: Who or whom.
        limit: How many to return.
        offset: How many to leave out first.
        catalogue: See :func:`alias`.
        **where: Which claims count: ``relation``, ``sign``, ``publisher``, ``claimant`` (lists), ``on``,
            ``since``, ``until``, ``min_confidence``, ``contested``; see :class:`kg.analysis.Filter`.

    """
    view = view_of(store)
    found = _found(view, source, target, actor, filter_of(**where), catalogue)
    items = [tie_json(each, view.actors) for each in found[offset : offset + limit]]
    return page_of(len(found), offset, items)


def tie(
    store: Store,
    *,
    source: str,
    relation: str,
    target: str,
    context: bool = False,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """Return one tie with the claims behind it, oldest first: each with its sentence and who says so.

    Args:
        store: The graph.
        source: Who: an id or any name.
        relation: The relation itself, none that refines it.
        target: Whom.
        context: Return the words around each sentence too, where the article is kept.
        limit: How many claims to return.
        offset: How many to leave out first.
        catalogue: See :func:`alias`.
        **where: Which claims count; see :func:`ties`.

    Raises:
        UnknownNameError: No claim says so.

    """
    view = view_of(store)
    found = _found(view, source, target, None, filter_of(**where | {"relation": [relation]}), catalogue)
    chosen = [each for each in found if each.relation == relation]
    if not chosen:
        hint = "ask for the ties of one of the two, or the other way round"
        raise UnknownNameError(f"no claim says that {source!r} {relation} {target!r}", hint=hint)
    said = _evidence(view, chosen, limit, offset)
    if context:
        texts = {claim["document"]: store.text(claim["document"]) for claim in said["items"]}
        for claim in said["items"]:
            place = claim["evidence"]
            before, after = around(texts[claim["document"]], place["start"], place["end"])
            claim["context"] = {"before": before, "after": after}
    return tie_json(chosen[0], view.actors) | {"evidence": said}


def evidence(
    store: Store,
    *,
    source: str | None = None,
    target: str | None = None,
    actor: str | None = None,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """List claims with their sentences, tie by tie; the arguments are those of :func:`ties`."""
    view = view_of(store)
    return _evidence(view, _found(view, source, target, actor, filter_of(**where), catalogue), limit, offset)


def _evidence(view: View, found: Iterable[Tie], limit: int, offset: int) -> Json:
    ids = [record.claim.evidence.by for each in found for record in each.records]
    return page_of(len(ids), offset, claims_of(view, ids[offset : offset + limit]))


def _found(
    view: View, source: str | None, target: str | None, who: str | None, where: Filter, catalogue: str | None
) -> list[Tie]:
    """Return the ties between actors given by name, those with the most claims first."""
    start, end, either = (
        None if name is None else view.find(name, catalogue) for name in (source, target, who)
    )
    named = start or end or either
    records = view.outlines if named is None else view.outlines_of(named)
    found = [
        tie
        for tie in sum_up(records, where)
        if (start is None or tie.leads(start, end))
        and (end is None or start is not None or _leads_to(tie, end))
        and either in {None, tie.source, tie.target}
    ]
    return sorted(found, key=lambda tie: -len(tie.records))


def _leads_to(tie: Tie, end: str) -> bool:
    return tie.target == end or (RELATIONS[tie.relation].symmetric and tie.source == end)
