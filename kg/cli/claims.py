"""Claims as lines of JSON and as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.model import ActorRef, Claim, Date

__all__ = ["CLAIM_COLUMNS", "claim_json", "claim_row"]

CLAIM_COLUMNS = ("who", "relation", "whom", "how", "says", "since", "until", "sentence")


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return a claim as JSON; other programs depend on the keys and their order."""
    claimant, evidence = claim.claimant, claim.evidence
    return {
        "document": claim.document,
        "source": _actor(claim.source),
        "relation": claim.relation,
        "target": _actor(claim.target),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "claimant": claimant and {"id": claimant.id, "name": claimant.name, "surface": claimant.surface},
        "valid_from": _date(claim.valid_from),
        "valid_until": _date(claim.valid_until),
        "confidence": claim.confidence,
        "evidence": {
            "start": evidence.start,
            "end": evidence.end,
            "quote": evidence.quote,
            "by": evidence.by,
        },
    }


def _actor(ref: ActorRef) -> dict[str, Any]:
    return {"id": ref.id, "name": ref.name, "surface": ref.surface, "start": ref.start, "end": ref.end}


def _date(date: Date | None) -> str | None:
    return None if date is None else str(date)


def claim_row(claim: Claim) -> tuple[object, ...]:
    """Return the cells of :data:`CLAIM_COLUMNS`."""
    how = claim.modality.value if claim.polarity.value == "affirmed" else f"denied, {claim.modality.value}"
    return (
        claim.source.name,
        claim.relation,
        claim.target.name,
        how,
        claim.claimant and claim.claimant.name,
        claim.valid_from,
        claim.valid_until,
        claim.evidence.quote,
    )
