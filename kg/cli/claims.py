"""Claims as lines of JSON and as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.vocabulary import RELATIONS

if TYPE_CHECKING:
    from kg.analysis import ClaimRecord
    from kg.model import Claim, Date

__all__ = ["CLAIM_COLUMNS", "RECORD_COLUMNS", "claim_json", "claim_row", "record_json", "record_row"]

CLAIM_COLUMNS = ("who", "relation", "whom", "how", "since", "until", "sentence")
RECORD_COLUMNS = ("who", "relation", "whom", "how", "since", "document", "sentence")


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return a claim as JSON; other programs depend on the keys and their order."""
    from kg.judgements import claim_fields

    return claim_fields(claim)


def _date(date: Date | None) -> str | None:
    return None if date is None else str(date)


def claim_row(claim: Claim) -> tuple[object, ...]:
    """Return the cells of :data:`CLAIM_COLUMNS`."""
    return (
        claim.source.name,
        RELATIONS[claim.relation].label,
        claim.target.name,
        _how(claim),
        claim.valid_from,
        claim.valid_until,
        claim.evidence.quote,
    )


def _how(claim: Claim) -> str:
    """Return what keeps the claim from being a plain statement of the article."""
    parts = [] if claim.polarity.value == "affirmed" else [claim.polarity.value]
    if claim.modality.value not in {"asserted", "reported"}:
        parts.append(claim.modality.value)
    if claim.claimant is not None:
        parts.append(f"says {claim.claimant.name}")
    elif claim.modality.value == "reported":
        parts.append("reported")
    return ", ".join(parts)


def record_json(record: ClaimRecord) -> dict[str, Any]:
    """Return a claim as JSON together with what is known of its document."""
    document = record.document
    about = {"title": document.title, "publisher": document.publisher, "date": _date(document.date)}
    return claim_json(record.claim) | {"about": about | {"url": document.url}}


def record_row(record: ClaimRecord) -> tuple[object, ...]:
    """Return the cells of :data:`RECORD_COLUMNS`."""
    who, relation, whom, how, since, _, sentence = claim_row(record.claim)
    document = record.document
    place = " ".join(
        filter(None, (document.publisher or document.title or document.id, str(document.date or "")))
    )
    return who, relation, whom, how, since, place, sentence
