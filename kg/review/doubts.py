"""Claims that a person should look at, the most doubtful first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.analysis import ClaimRecord, Filter, ties
from kg.analysis.loading import outlines, with_words
from kg.model import Modality, Polarity
from kg.store import Store

__all__ = ["SURE", "Doubt", "doubtful_claims", "whole"]

SURE = 0.7
"""Confidence from which on a claim is not doubtful for being unsure."""

_JUDGED = "SELECT ?claim { ?claim a kg:Claim ; kg:judgement ?judgement }"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claim, by its id, and why somebody should look at it."""

    claim_id: str
    record: ClaimRecord
    reasons: tuple[str, ...]


def doubtful_claims(
    store: Store,
    where: Filter | None = None,
    *,
    below: float = SURE,
    new: bool = False,
    everything: bool = False,
) -> list[Doubt]:
    """Return the claims that nobody has judged and that are doubtful; without their words.

    The least sure come first; among equally sure ones, those that others deny.

    Args:
        store: The graph.
        where: Which claims to look at.
        below: A claim less sure than this is doubtful.
        new: Only claims of documents of which nobody has judged anything.
        everything: Also the claims of which nothing is doubtful.

    """
    where = where or Filter()
    records = outlines(store)
    judged = _judged_claims(store)
    known = store.decisions.documents() if new else set()
    found = []
    for record, is_contested in _chosen(records, where):
        claim_id = record.claim.evidence.by
        if claim_id in judged or record.document.id in known:
            continue
        reasons = tuple(_reasons(record, below, is_contested=is_contested))
        if reasons or everything:
            found.append(Doubt(claim_id, record, reasons))
    return sorted(found, key=_order)


def whole(store: Store, doubts: Sequence[Doubt]) -> list[Doubt]:
    """Return the same doubts with the words of their claims; what is gone meanwhile is left out."""
    known = with_words(store, [doubt.claim_id for doubt in doubts])
    return [replace(d, record=known[d.claim_id]) for d in doubts if d.claim_id in known]


def _judged_claims(store: Store) -> set[str]:
    """Return the ids of the claims that stand by a judgement."""
    start = store.iris.base + "claim/"
    return {row["claim"].removeprefix(start) for row in store.select(_JUDGED).dicts()}


def _chosen(records: Sequence[ClaimRecord], where: Filter) -> Iterator[tuple[ClaimRecord, bool]]:
    """Yield the claims that a filter keeps, and whether others say the contrary."""
    contested = {id(r) for tie in ties(records) if tie.contested for r in tie.records}
    kept = {id(record) for tie in ties(records, where) for record in tie.records}
    yield from ((record, id(record) in contested) for record in records if id(record) in kept)


def _reasons(record: ClaimRecord, below: float, *, is_contested: bool) -> Iterator[str]:
    claim = record.claim
    if claim.confidence < below:
        yield f"not sure ({claim.confidence:.2f})"
    if is_contested:
        yield "others deny it" if claim.polarity is Polarity.AFFIRMED else "others affirm it"
    if claim.modality is Modality.POSSIBLE:
        yield "only possible"


def _order(doubt: Doubt) -> tuple[object, ...]:
    claim = doubt.record.claim
    denied = not any(reason.startswith("others") for reason in doubt.reasons)
    return (claim.confidence, denied, doubt.record.sort_key, doubt.claim_id)
