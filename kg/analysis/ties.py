"""Ties: all claims of one relation between two actors, summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.analysis.filters import Filter
from kg.analysis.records import ClaimRecord
from kg.model import Claim, Date, Modality, Polarity
from kg.vocabulary import RELATIONS

__all__ = ["Tie", "ties"]


@dataclass(frozen=True, slots=True)
class Tie:
    """All claims of one relation between two actors.

    ``source`` and ``target`` are actor ids; for a symmetric relation the smaller id is the source.
    ``records`` is never empty and sorted by time.
    """

    source: str
    relation: str
    target: str
    records: tuple[ClaimRecord, ...]

    def leads(self, source: str, target: str | None = None) -> bool:
        """Tell whether the tie leads from one actor to another, or anywhere; a symmetric one both ways."""
        ways = [(self.source, self.target)]
        if RELATIONS[self.relation].symmetric:
            ways.append((self.target, self.source))
        return any(start == source and target in {None, end} for start, end in ways)

    @property
    def sign(self) -> str:
        """``friendly``, ``hostile``, ``structure`` or ``territory``."""
        return RELATIONS[self.relation].sign

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims alone."""
        return tuple(record.claim for record in self.records)

    @property
    def affirmed(self) -> int:
        """How many claims say that the relation held."""
        return sum(claim.polarity is Polarity.AFFIRMED for claim in self.claims)

    @property
    def denied(self) -> int:
        """How many claims say that it did not."""
        return len(self.records) - self.affirmed

    @property
    def contested(self) -> bool:
        """Do some claims affirm the tie and others deny it?"""
        return 0 < self.affirmed < len(self.records)

    @property
    def modalities(self) -> dict[Modality, int]:
        """How many claims there are of each modality, in the order of :class:`Modality`; no zeros."""
        counts = Counter(claim.modality for claim in self.claims)
        return {modality: counts[modality] for modality in Modality if counts[modality]}

    @property
    def documents(self) -> int:
        """How many documents make these claims."""
        return len({record.document.id for record in self.records})

    @property
    def first(self) -> Date | None:
        """The earliest date from which a claim says that the tie held."""
        return min((record.start for record in self.records if record.start), default=None)

    @property
    def last(self) -> Date | None:
        """The latest date that a claim gives as the tie's end, or at which a document still speaks of it."""
        ends = (
            r.claim.valid_until or max(filter(None, (r.document.date, r.start)), default=None)
            for r in self.records
        )
        return max(filter(None, ends), default=None)

    @property
    def confidence(self) -> float:
        """The confidence of the surest claim that affirms the tie; of the surest denial where none does.

        Sources copy from each other, so agreement does not raise it.
        """
        affirmed = [claim.confidence for claim in self.claims if claim.polarity is Polarity.AFFIRMED]
        return max(affirmed or [claim.confidence for claim in self.claims])


def ties(records: Iterable[ClaimRecord], where: Filter | None = None) -> list[Tie]:
    """Sum up claims as ties, sorted by source, target and relation.

    Args:
        records: The claims; the same claim given twice counts once.
        where: Which claims and ties to keep.

    """
    where = where or Filter()
    grouped: dict[tuple[str, str, str], dict[tuple[str, ...], ClaimRecord]] = {}
    for record in where.apply(records):
        grouped.setdefault(_key(record.claim), {})[record.sort_key] = record
    found = (
        Tie(source, relation, target, tuple(members[key] for key in sorted(members)))
        for (source, target, relation), members in sorted(grouped.items())
    )
    return [tie for tie in found if tie.contested or not where.contested]


def _key(claim: Claim) -> tuple[str, str, str]:
    source, target = claim.source.id, claim.target.id
    if RELATIONS[claim.relation].symmetric and target < source:
        source, target = target, source
    return source, target, claim.relation
