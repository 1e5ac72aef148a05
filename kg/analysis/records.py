"""A claim together with the document that makes it: what every analysis starts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Claim, Date, Document, Reading

__all__ = ["ClaimRecord", "records_of", "span"]


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One claim and its document.

    Only the document's metadata is looked at (title, publisher, date, url); its text may be empty.
    """

    claim: Claim
    document: Document

    @property
    def start(self) -> Date | None:
        """Since when the relation held: as the claim says, else the document's date; ``None`` if unknown."""
        return self.claim.valid_from or self.document.date

    @property
    def sort_key(self) -> tuple[str, ...]:
        """Order records by time, then document, then place in it; equal only for equal claims."""
        claim, evidence = self.claim, self.claim.evidence
        return (
            str(self.start or ""),
            self.document.id,
            f"{evidence.start:012d}",
            f"{evidence.end:012d}",
            claim.source.id,
            claim.relation,
            claim.target.id,
            claim.polarity,
            claim.modality,
            claim.claimant.id if claim.claimant else "",
            str(claim.valid_until or ""),
            evidence.by,
        )


def records_of(readings: Iterable[Reading]) -> Iterator[ClaimRecord]:
    """Yield the claims of readings, each with its document."""
    return (ClaimRecord(claim, reading.document) for reading in readings for claim in reading.claims)


def span(record: ClaimRecord) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day on which the claimed relation may have held, both inclusive.

    A claim without an end is taken to go on. ``None`` means that neither the claim nor its document has a
    date, so nothing can be said.
    """
    start, until = record.start, record.claim.valid_until
    if start is None and until is None:
        return None
    first = start.first_day() if start else dt.date.min
    last = until.last_day() if until else dt.date.max
    # A claim may end before its document was written, and then the document's date is no start.
    return min(first, last), last
