"""How sure to be of a claim that a rule, the classifier, or both have read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any

__all__ = ["Belief"]

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
        loose: Added for each end that the text does not name (:attr:`Candidate.loose`), unless a rule read it.
        nested: Added where one mention stands inside the other ("PKK members"), unless a rule read it.
        threshold: Claims that are less sure than this are left out.

    """

    bias: float = 0.0
    rule: float = 1.0
    ruled: float = 0.0
    model: float = 1.0
    unjudged: float = 0.0
    loose: float = 0.0
    nested: float = 0.0
    threshold: float = 0.5

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Belief:
        """Return the belief that the settings of a classifier hold, else one that trusts both alike."""
        return cls(**(settings.get("belief") or {}))

    def in_claim(
        self, rule: float | None, model: float | None, *, loose: int = 0, nested: bool = False
    ) -> float:
        """Return the probability that a claim is right, in (0, 1), two digits.

        Args:
            rule: Confidence of the rule that read it, ``None`` where none did.
            model: Probability that the classifier gives the relation, ``None`` where it was not asked.
            loose: How many of the two mentions are loose.
            nested: Whether one of the two mentions stands inside the other.

        """
        odds = self.bias
        if rule is not None:
            odds += self.ruled + self.rule * _log_odds(rule)
        else:
            odds += self.loose * loose + self.nested * nested
        odds += self.unjudged if model is None else self.model * _log_odds(model)
        return min(0.99, max(0.01, round(1 / (1 + exp(-odds)), _DIGITS)))


def _log_odds(chance: float) -> float:
    bounded = min(1 - _EDGE, max(_EDGE, chance))
    return log(bounded / (1 - bounded))
