"""What the verbs share: pages, claims, dates and filters as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.analysis import Filter
from kg.analysis.loading import with_words
from kg.model import Date
from kg.server.plain import Json, claim_json
from kg.server.view import View

__all__ = ["brief", "claims_of", "date_of", "filter_of", "page_of"]


def page_of(total: int, offset: int, items: list[Json]) -> Json:
    """Return a page of a list."""
    return {"total": total, "offset": offset, "items": items}


def claims_of(view: View, ids: Sequence[str]) -> list[Json]:
    """Return whole claims by their ids, in that order."""
    whole = with_words(view.store, ids)
    return [claim_json(whole[each], each, view.judged.get(each)) for each in ids if each in whole]


def brief(view: View, actor_id: str) -> Json:
    """Return an actor's id and name."""
    known = view.actors.get(actor_id)
    return {"id": actor_id, "name": known.name if known else actor_id}


def date_of(text: str | None) -> Date | None:
    """Return the date that a text means."""
    return None if text is None else Date.parse(text)


def filter_of(
    relation: Iterable[str] = (),
    sign: Iterable[str] = (),
    publisher: Iterable[str] = (),
    claimant: Iterable[str] = (),
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
    contested: bool = False,
) -> Filter:
    """Return the filter that plain values mean; ``on`` stands for both ends of the time."""
    return Filter(
        relations=frozenset(relation),
        signs=frozenset(sign),
        publishers=frozenset(publisher),
        claimants=frozenset(claimant),
        since=date_of(since or on),
        until=date_of(until or on),
        min_confidence=min_confidence,
        contested=contested,
    )
