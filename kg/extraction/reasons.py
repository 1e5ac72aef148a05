"""Why something that could have become a claim did not."""

from __future__ import annotations

from enum import Enum

__all__ = ["LeftOut"]


class LeftOut(Enum):
    """Why a pair, a relation of a pair, or what a rule found was left out; the value says it in words."""

    BELOW_THRESHOLD = "below the threshold"
    PART_OF_WIDER = "the wider phrase around an end is meant"
    CONTRADICTED = "a surer claim of the same sentence says otherwise"
    NOTHING_CLAIMED = "nothing is claimed there: a question, a wish, an unreal past"
    SAME_ACTOR = "both are the same actor"
    UNNAMED = "both are only described"
    WRONG_KIND = "an end cannot be the actor or place that the relation needs"
    NOBODY = "no actor or place is named where the rule looks"
    SURER_RULE = "a surer rule reads the same"
    CLEARER_PAIR = "another pair of mentions states it more clearly"
    NO_RULE = "no rule reads a relation"
    NO_RELATION = "no relation is likely"
    NOT_READ = "a mention lies beyond what the classifier reads of a sentence"
    UNLIKELY = "no word of the sentence speaks for a tie that the rules do not read"
    TOO_MANY = "so many names in one sentence are a list, whose pairs are not compared"

    @property
    def code(self) -> str:
        """The reason as programs read it, such as ``below_threshold``."""
        return self.name.lower()
