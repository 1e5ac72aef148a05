"""Bring a decision on what the graph shows back to what extraction read, which is what is recorded."""

from __future__ import annotations

from dataclasses import replace

from kg.errors import JudgementError
from kg.judgements.decisions import Decisions, Judged
from kg.model import Claim, Judgement, Verdict
from kg.text.fold import fold

__all__ = ["check", "grounded"]


def check(judgement: Judgement, decisions: Decisions, *, force: bool) -> None:
    """Make sure that a judgement has something to take back, and contradicts nobody.

    Args:
        judgement: A new one.
        decisions: Those before it.
        force: Let it overrule what it contradicts.

    Raises:
        JudgementError: It takes back what does not stand, contradicts an earlier one, or is about a name that
            no text has.

    """
    if judgement.withdraws is not None:
        if judgement.withdraws not in {earlier.number for earlier in decisions.standing}:
            reason = f"there is no judgement {judgement.withdraws} to take back"
            raise JudgementError(reason, hint="kg review --history lists those that stand")
        return
    if judgement.name and not fold(judgement.name):
        raise JudgementError(f"there is no letter and no digit in the name {judgement.name[:40]!r}")
    if not force and (against := decisions.contradicted_by(judgement)):
        told = "; ".join(_told(earlier) for earlier in against[:3])
        hint = "take that back first, or overrule it with --force"
        raise JudgementError(f"it contradicts {told}", hint=hint)


def _told(judgement: Judgement) -> str:
    names = [judgement.name] if judgement.name else []
    names += [actor.name for actor in judgement.actors]
    who = " and ".join(names)
    return f"judgement {judgement.number} ({who}: {judgement.verdict.value}, {judgement.author})"


def grounded(judgement: Judgement, judged: Judged) -> Judgement:
    """Return a judgement on a claim of the graph as one on the claim that extraction read.

    Who was put together with somebody else is taken apart, and what an earlier judgement corrected stays so
    where the new one leaves it alone. A claim that is not in the graph is left as it is given: the judgement
    waits for it.
    """
    shown, correction = judgement.claim, judgement.correction
    if shown is None or (origin := judged.origins.get(shown)) is None:
        return judgement
    meant = judged.unmerged[shown]
    if correction is not None:
        correction = _on(meant, shown, correction)
    elif judgement.verdict is Verdict.ACCEPTED and _said(meant) != _said(origin):
        correction = meant
    if correction is None:
        return replace(judgement, claim=origin)
    if _said(correction) == _said(origin):
        return replace(judgement, verdict=Verdict.ACCEPTED, claim=origin, correction=None, actors=())
    return replace(judgement, verdict=Verdict.CORRECTED, claim=origin, correction=correction)


def _on(meant: Claim, shown: Claim, correction: Claim) -> Claim:
    """Return a correction of what was shown as one of what was meant before actors were put together."""
    relation = meant.relation if shown.relation == correction.relation else correction.relation
    source = meant.source if shown.source.id == correction.source.id else correction.source
    target = meant.target if shown.target.id == correction.target.id else correction.target
    return replace(meant, relation=relation, source=source, target=target)


def _said(claim: Claim) -> tuple[str, str, str]:
    return claim.source.id, claim.relation, claim.target.id
