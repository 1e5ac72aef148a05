"""What an explanation of a reading consists of, sentence by sentence.

Offsets count code points of the document as given, end exclusive; probabilities and confidences go from 0
to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.links import Link
from kg.extraction.reasons import LeftOut
from kg.model import Claim

__all__ = ["ExplainedMention", "ExplainedPair", "ExplainedRelation", "ExplainedRule", "ExplainedSentence"]


@dataclass(frozen=True, slots=True)
class ExplainedMention:
    """A stretch of a sentence, and who or what it was taken to mean.

    Attributes:
        surface: Its words.
        start: Where it begins in the document.
        end: Where it ends.
        actor: Id and name of the actor, ``None`` where it can be none.
        place: Id and name of the place, ``None`` where it can be none.
        link: How it came to mean that.
        antecedent: Words of the mention before that it stands for, ``None`` where it needs none.
        reason: Why the words are another spelling of a name, ``None`` where they are not.

    """

    surface: str
    start: int
    end: int
    actor: tuple[str, str] | None
    place: tuple[str, str] | None
    link: Link
    antecedent: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ExplainedRelation:
    """What became of one relation of a pair.

    Attributes:
        relation: Its name.
        forward: The mention that comes first is the source, or the relation has no direction.
        rule: Id of the rule that reads it, ``None`` where none does.
        rule_confidence: How often that rule is right.
        probability: What the classifier gives the relation, ``None`` where it was not asked.
        confidence: Rule and classifier weighed together; ``None`` where it did not come to that.
        left_out: Why it is not claimed, ``None`` where it is.

    """

    relation: str
    forward: bool
    rule: str | None
    rule_confidence: float | None
    probability: float | None
    confidence: float | None
    left_out: LeftOut | None


@dataclass(frozen=True, slots=True)
class ExplainedPair:
    """Two mentions, and which relations of them were considered.

    Attributes:
        first: The one that comes first.
        second: The other.
        likeliest: The labels that the classifier finds likeliest, with their probabilities, ``none`` among
            them; ``backs<`` is said of the second. Empty where it was not asked.
        relations: The relations that a rule reads or the classifier does not rule out, claimed ones first.
        left_out: Why none was considered, ``None`` where one was.

    """

    first: ExplainedMention
    second: ExplainedMention
    likeliest: tuple[tuple[str, float], ...] = ()
    relations: tuple[ExplainedRelation, ...] = ()
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class ExplainedRule:
    """A rule that found its word and came to no claim.

    Attributes:
        rule: Its id.
        word: The word that states the relation.
        start: Where that begins in the document.
        end: Where it ends.
        left_out: Why nothing came of it.

    """

    rule: str
    word: str
    start: int
    end: int
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """One sentence of a document, and how it was read.

    Attributes:
        document: Id of the document.
        text: The sentence.
        start: Where it begins in the document.
        end: Where it ends.
        mentions: Who and what is named, in the order of the text.
        pairs: The pairs of mentions, in the order of the text.
        rules: The rules that came to nothing.
        claims: What is claimed.
        left_out: Why pairs were not looked at, ``None`` where they were.
        classifier: Digest of the classifier; ``None`` where the rules alone read.
        threshold: What is less sure than this is left out; ``None`` where the rules alone read.

    """

    document: str
    text: str
    start: int
    end: int
    mentions: tuple[ExplainedMention, ...]
    pairs: tuple[ExplainedPair, ...]
    rules: tuple[ExplainedRule, ...]
    claims: tuple[Claim, ...]
    left_out: LeftOut | None
    classifier: str | None
    threshold: float | None
