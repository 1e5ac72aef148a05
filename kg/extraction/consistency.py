"""Drop what the classifier alone reads where it goes against a surer claim of the same sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extraction.judging import Decision
from kg.extraction.reasons import LeftOut
from kg.model import Claim, Polarity
from kg.vocabulary import RELATIONS

__all__ = ["consistent"]


def consistent(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions without claims of the classifier that others contradict.

    "Washington supports Kurdish forces battling ISIL": who supports somebody does not, in the same breath,
    support those whom he battles; and of two who are said to be friends and foes, the surer is meant.
    """
    everything = list(decisions)
    sentences: dict[int, list[Claim]] = {}
    for decision in everything:
        if decision.claim is not None and decision.claim.polarity is Polarity.AFFIRMED:
            sentences.setdefault(decision.claim.evidence.start, []).append(decision.claim)
    return [_checked(decision, sentences) for decision in everything]


def _checked(decision: Decision, sentences: dict[int, list[Claim]]) -> Decision:
    claim = decision.claim
    if claim is None or decision.ruled is not None or _sign(claim) not in {"friendly", "hostile"}:
        return decision
    surer = [c for c in sentences.get(claim.evidence.start, ()) if c.confidence >= claim.confidence]
    if _opposite(claim, surer) or (_sign(claim) == "friendly" and _foe_of_friend(claim, surer)):
        return replace(decision, claim=None, left_out=LeftOut.CONTRADICTED)
    return decision


def _opposite(claim: Claim, surer: Sequence[Claim]) -> bool:
    return any(
        _ends(other) == _ends(claim)
        and {_sign(other), _sign(claim)} == {"friendly", "hostile"}
        and "negotiates_with" not in {other.relation, claim.relation}  # foes negotiate
        for other in surer
    )


def _foe_of_friend(claim: Claim, surer: Sequence[Claim]) -> bool:
    """Tell whether one end has a friend who fights the other."""
    foes = {_ends(other) for other in surer if _sign(other) == "hostile"}
    for friend in (other for other in surer if _sign(other) == "friendly"):
        shared = _ends(friend) & _ends(claim)
        if len(shared) == 1 and (_ends(friend) ^ _ends(claim)) in foes:
            return True
    return False


def _ends(claim: Claim) -> frozenset[str]:
    return frozenset((claim.source.id, claim.target.id))


def _sign(claim: Claim) -> str:
    return RELATIONS[claim.relation].sign
