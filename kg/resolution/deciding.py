"""Take the best candidate for a name, or abstain and say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.resolution.resolver import Candidate

__all__ = ["Decision", "decide"]

# Indexes whose reasons say what is the same in two names.
_ALIKE = {"likeness", "transliteration", "translation"}
_SURE = 0.42  # score below which a name is left open
# How much better the best candidate has to be than the second one, by how they were found.
_AHEAD, _AHEAD_ALIKE = 0.02, 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is meant by a name.

    Attributes:
        actor_id: The actor; ``None`` where nobody is meant, or it is not certain who.
        score: How sure that is, in [0, 1].
        reason: Why, in words.
        rivals: Those between whom it is not certain, best first; empty where it is.

    """

    actor_id: str | None
    score: float
    reason: str
    rivals: tuple[str, ...] = ()


def decide(candidates: Sequence[Candidate]) -> Decision:
    """Choose between the candidates of a name, in the order that the resolver gives them."""
    if not candidates:
        return Decision(None, 0.0, "nobody is called so")
    best = candidates[0]
    if best.score < _SURE:
        return Decision(None, 0.0, f"too weak: {_told(best)}", _rivals(candidates, best.score))
    close = _rivals(candidates, best.score - (_AHEAD if best.is_exact else _AHEAD_ALIKE))
    if len(close) > 1:
        return Decision(None, 0.0, f"{len(close)} actors may be meant: {best.reason}", close)
    source = f", {best.source}" if best.source else ""
    reason = f"{_told(best)} (index {best.index}, score {best.score:.2f}{source})"
    return Decision(best.actor_id, best.score, reason)


def _told(candidate: Candidate) -> str:
    """Return how a name was matched, with the name: ``spelt almost the same as 'Hezbollah', ...``."""
    if candidate.index not in _ALIKE:
        return f"{candidate.reason}: {candidate.name!r}"
    how, comma, rest = candidate.reason.partition(",")
    return f"{how} as {candidate.name!r}{comma}{rest}"


def _rivals(candidates: Sequence[Candidate], least: float) -> tuple[str, ...]:
    return tuple(candidate.actor_id for candidate in candidates if candidate.score >= least)
