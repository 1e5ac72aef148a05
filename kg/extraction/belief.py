"""How sure to be of a claim that a rule, the classifier, or both have read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any, Final

from kg.errors import ClassifierError

__all__ = ["TERMS", "Belief", "terms"]

TERMS: Final = ("bias", "rule", "ruled", "model", "unjudged", "loose", "nested")
"""The weights of :class:`Belief`, in the order of :func:`terms`."""

_EDGE = 0.005  # no probability is taken for nearer to 0 or 1 than this
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Belief:
    """A logistic model of whether a claim is right, fitted on annotated articles.

    Attributes:
        bias: What every claim starts with.
        rule: Weight of the log odds of the rule's own confidence.
        ruled: Added where a rule read the claim.
        model: Weight of the log odds that the classifier gives the relation.
        unjudged: Added where the classifier was not asked: it saw no such pair.
        loose: Added for each end that is only described (:attr:`Candidate.loose`), unless a rule read it.
        nested: Added where one mention stands inside the other ("PKK members"), unless a rule read it.
        threshold: Claims of the classifier alone that are less sure than this are left out.
        veto: Claims of a rule that are less sure than this are left out: the classifier must speak strongly
            against a rule, whose reasons can be looked up.

    """

    bias: float = 0.0
    rule: float = 1.0
    ruled: float = 0.0
    model: float = 1.0
    unjudged: float = 0.0
    loose: float = 0.0
    nested: float = 0.0
    threshold: float = 0.5
    veto: float = 0.15

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Belief:
        """Return the belief that the settings of a classifier hold, else one that trusts both alike.

        Raises:
            ClassifierError: They hold something else.

        """
        try:
            return cls(**{name: float(value) for name, value in (settings.get("belief") or {}).items()})
        except (TypeError, ValueError, AttributeError) as error:
            raise ClassifierError(f"the settings of the classifier hold no belief: {error}") from None

    def in_claim(
        self, rule: float | None, model: float | None, *, loose: int = 0, nested: bool = False
    ) -> float:
        """Return the probability that a claim is right, in (0, 1), two digits; arguments as for terms."""
        return self.confidence(terms(rule, model, loose=loose, nested=nested))

    def confidence(self, values: Sequence[float]) -> float:
        """Return the probability that a claim with these terms is right."""
        odds = sum(getattr(self, name) * value for name, value in zip(TERMS, values, strict=True))
        return min(0.99, max(0.01, round(1 / (1 + exp(-odds)), _DIGITS)))


def terms(
    rule: float | None, model: float | None, *, loose: int = 0, nested: bool = False
) -> tuple[float, ...]:
    """Return what :class:`Belief` weighs.

    Args:
        rule: Confidence of the rule that read the claim, ``None`` where none did.
        model: Probability that the classifier gives the relation, ``None`` where it was not asked.
        loose: How many of the two mentions are loose.
        nested: Whether one of the two mentions stands inside the other.

    """
    ruled = rule is not None
    return (
        1.0,
        0.0 if rule is None else _log_odds(rule),
        float(ruled),
        0.0 if model is None else _log_odds(model),
        float(model is None),
        0.0 if ruled else float(loose),
        0.0 if ruled else float(nested),
    )


def _log_odds(chance: float) -> float:
    bounded = min(1 - _EDGE, max(_EDGE, chance))
    return log(bounded / (1 - bounded))
