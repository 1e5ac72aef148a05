"""Choose claims by what they say, who says it, when it held and how sure we are."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.analysis.records import ClaimRecord, span
from kg.errors import SettingsError
from kg.model import Date, Modality, Polarity
from kg.vocabulary import RELATIONS

__all__ = ["Filter"]

_NONE: frozenset[str] = frozenset()
_COLLECTIONS = ("relations", "signs", "publishers", "claimants", "polarities", "modalities")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims to keep; every part that is left empty keeps all.

    Any collection will do where several values may be given: ``Filter(relations=["backs"])``.

    Attributes:
        relations: Names of relations; a relation includes the ones that refine it.
        signs: ``friendly``, ``hostile``, ``structure``, ``territory``.
        publishers: Publishers of the documents, compared without regard to case.
        claimants: Ids or names of claimants, compared without regard to case.
        polarities: Affirmed or denied.
        modalities: Asserted, reported and so on.
        min_confidence: Lowest confidence of a claim, in [0, 1].
        since: Keep what held on this date or later.
        until: Keep what held on this date or earlier. Give the same date twice to ask about that date.
        contested: Keep only ties that some claims affirm and others deny.

    Raises:
        SettingsError: A relation or sign is unknown, the confidence out of range, or ``until`` lies
            before ``since``.

    """

    relations: Collection[str] = _NONE
    signs: Collection[str] = _NONE
    publishers: Collection[str] = _NONE
    claimants: Collection[str] = _NONE
    polarities: Collection[Polarity] = frozenset()
    modalities: Collection[Modality] = frozenset()
    min_confidence: float = 0.0
    since: Date | None = None
    until: Date | None = None
    contested: bool = False

    def __post_init__(self) -> None:
        for name in _COLLECTIONS:
            object.__setattr__(self, name, _frozen(name, getattr(self, name)))
        _check_known("relation", self.relations, set(RELATIONS))
        _check_known("sign", self.signs, {term.sign for term in RELATIONS.values()})
        if not 0 <= self.min_confidence <= 1:
            raise SettingsError(f"confidence {self.min_confidence} is not in [0, 1]")
        if self.since and self.until and self.since.first_day() > self.until.last_day():
            raise SettingsError(
                f"nothing lies between {self.since} and {self.until}", hint="exchange the two dates"
            )

    def keeps(self, record: ClaimRecord) -> bool:
        """Tell whether one claim passes (``contested`` concerns whole ties and is not looked at here)."""
        claim = record.claim
        return (
            (not self.relations or any(name in self.relations for name in _lineage(claim.relation)))
            and (not self.signs or RELATIONS[claim.relation].sign in self.signs)
            and (not self.publishers or _among(self.publishers, record.document.publisher))
            and (not self.claimants or self._keeps_claimant(record))
            and (not self.polarities or claim.polarity in self.polarities)
            and (not self.modalities or claim.modality in self.modalities)
            and claim.confidence >= self.min_confidence
            and self._keeps_time(record)
        )

    def apply(self, records: Iterable[ClaimRecord]) -> Iterator[ClaimRecord]:
        """Yield the records that pass, in their order."""
        return (record for record in records if self.keeps(record))

    def _keeps_claimant(self, record: ClaimRecord) -> bool:
        claimant = record.claim.claimant
        return claimant is not None and _among(self.claimants, claimant.id, claimant.name)

    def _keeps_time(self, record: ClaimRecord) -> bool:
        if self.since is None and self.until is None:
            return True
        held = span(record)
        if held is None:
            return False
        since = self.since.first_day() if self.since else dt.date.min
        until = self.until.last_day() if self.until else dt.date.max
        return held[0] <= until and since <= held[1]


def _frozen(name: str, given: Collection[str]) -> frozenset[str]:
    if isinstance(given, str):
        raise SettingsError(f"{name} is one text, {given!r}", hint=f"Give a collection: {name}=[{given!r}].")
    return frozenset(given)


def _lineage(relation: str) -> Iterator[str]:
    """Yield a relation and the ones that it refines."""
    name: str | None = relation
    while name is not None:
        yield name
        name = RELATIONS[name].parent


def _among(wanted: Collection[str], *names: str) -> bool:
    folded = {name.casefold() for name in wanted}
    return any(name.casefold() in folded for name in names)


def _check_known(what: str, given: Collection[str], known: set[str]) -> None:
    if unknown := sorted(set(given) - known):
        near = difflib.get_close_matches(unknown[0], sorted(known), n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
        raise SettingsError(f"unknown {what} {unknown[0]!r}", hint=hint)
