"""What another reading of the same text says that the first did not, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Claim

__all__ = ["Difference", "compare"]

_Said = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes about one document when it is read again; every part is in text order.

    Attributes:
        document: Its id.
        new: Claims that only the second reading has.
        gone: Claims that only the first reading has.
        changed: Claims of both, first and second form, that say the same relation of the same two actors by
            the same words, and differ in qualifiers, dates or mentions.
        weighed: How many claims stay but for their confidence and what read them.
        same: How many claims stay as they are.

    """

    document: str
    new: tuple[Claim, ...] = ()
    gone: tuple[Claim, ...] = ()
    changed: tuple[tuple[Claim, Claim], ...] = ()
    weighed: int = 0
    same: int = 0

    def __bool__(self) -> bool:
        """Return whether anything changes that claims say."""
        return bool(self.new or self.gone or self.changed)


def compare(document: str, before: Sequence[Claim], after: Sequence[Claim]) -> Difference:
    """Compare what two readings of a document's text claim, each in text order."""
    lost, gained = _grouped(before, without=after), _grouped(after, without=before)
    met = [pair for said in gained if said in lost for pair in zip(lost[said], gained[said], strict=False)]
    changed = tuple((old, new) for old, new in met if _content(old) != _content(new))
    paired = {id(claim) for pair in met for claim in pair}
    return Difference(
        document,
        new=tuple(claim for claims in gained.values() for claim in claims if id(claim) not in paired),
        gone=tuple(claim for claims in lost.values() for claim in claims if id(claim) not in paired),
        changed=changed,
        weighed=len(met) - len(changed),
        same=len(set(before) & set(after)),
    )


def _content(claim: Claim) -> Claim:
    """Return what a claim says, whoever read it and how surely."""
    return replace(claim, confidence=1.0, evidence=replace(claim.evidence, by=""))


def _grouped(claims: Sequence[Claim], *, without: Sequence[Claim]) -> dict[_Said, list[Claim]]:
    known = set(without)
    groups: dict[_Said, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim not in known:
            evidence = claim.evidence
            said = (claim.source.id, claim.relation, claim.target.id, evidence.start, evidence.end)
            groups[said].append(claim)
    return groups
