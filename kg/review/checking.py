"""Judgements as a regression test: does reading today agree with what people decided?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.errors import DocumentError
from kg.ingest import Pipeline
from kg.judgements.recognising import recognises, restates
from kg.model import Claim, Document, Judgement, Verdict
from kg.store import Store

__all__ = ["Agreement", "agreements", "agrees"]

OnError = Callable[[DocumentError], None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A judgement on a claim, and whether extraction agreed with it in the store, and does now."""

    judgement: Judgement
    before: bool
    now: bool

    @property
    def is_worse(self) -> bool:
        """Did extraction agree and does not any more?"""
        return self.before and not self.now

    @property
    def is_better(self) -> bool:
        """Does extraction agree now and did not?"""
        return self.now and not self.before


def agreements(store: Store, pipeline: Pipeline, *, on_error: OnError) -> list[Agreement]:
    """Read the judged documents anew and compare; nothing is stored.

    Documents that are not in the store, or not with their text, are left out.

    Args:
        store: Where the judgements are.
        pipeline: What reads.
        on_error: Called for a document that cannot be read; the others go on.

    """
    wanted = (store.document(document_id) for document_id in sorted(store.decisions.documents()))
    documents = [document for document in wanted if document is not None and document.text]
    found: list[Agreement] = []
    for reading in pipeline.read_many(documents, on_error=on_error):
        found += _compared(store, reading.document, reading.claims)
    return found


def _compared(store: Store, document: Document, claims: Sequence[Claim]) -> list[Agreement]:
    decisions = store.decisions
    stored = store.as_read(document.id)
    before = () if stored is None else stored.claims
    is_same = decisions.merges.is_same
    latest: list[Judgement] = []
    for judgement in reversed(decisions.on_document(document.id)):
        claim = judgement.claim
        if claim is not None and decisions.on(claim) == judgement:
            latest.append(judgement)
    return [Agreement(j, agrees(j, before, is_same), agrees(j, claims, is_same)) for j in latest]


def agrees(judgement: Judgement, claims: Sequence[Claim], is_same: Callable[[str, str], bool]) -> bool:
    """Return whether the claims of a document are what a judgement on one of them says they should be."""
    judged, correction = judgement.claim, judgement.correction
    if judged is None:
        return True
    if correction is not None:
        return any(restates(correction, claim, is_same) for claim in claims)
    found = any(recognises(judged, judgement.verdict, claim, is_same) for claim in claims)
    return found is (judgement.verdict is Verdict.ACCEPTED)
