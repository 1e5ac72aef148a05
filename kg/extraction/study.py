"""What a reading of one document rests on, step by step; each is worked out when first asked for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from kg.classifier import Classifier
from kg.extraction.arguments import Arguments
from kg.extraction.belief import Belief
from kg.extraction.candidates import Candidates, candidates_of
from kg.extraction.claims import Attempt, attempts_of, claims_of, order_of
from kg.extraction.consistency import consistent
from kg.extraction.judging import Decision, Judged, decide, judge
from kg.extraction.matcher import RuleMatcher
from kg.extraction.mentions import Mentions
from kg.extraction.qualifiers import Qualifying
from kg.extraction.sentences import sentences_of
from kg.model import Claim, Document

__all__ = ["Study"]


@dataclass(frozen=True)
class Study:
    """One document on its way from mentions to claims.

    Attributes:
        document: As it was given.
        doc: Its parse.
        mentions: Who and what is named where.
        arguments: Tells who is meant at a word.
        qualifying: Tells how a claim is made.
        matcher: The rules.
        classifier: Judges pairs beside the rules; ``None`` where the rules alone read.
        belief: How sure to be of what either or both read.

    """

    document: Document
    doc: Doc
    mentions: Mentions
    arguments: Arguments
    qualifying: Qualifying
    matcher: RuleMatcher
    classifier: Classifier | None
    belief: Belief

    @cached_property
    def attempts(self) -> list[Attempt]:
        """What became of each rule that fired."""
        hits = self.matcher.find(self.doc, self.mentions)
        return list(attempts_of(hits, self.arguments, self.qualifying, self.document.id))

    @cached_property
    def ruled(self) -> list[Claim]:
        """What the rules read, each claim once."""
        return claims_of(self.attempts)

    @cached_property
    def candidates(self) -> list[Candidates]:
        """Who and what could stand in a relation, for each sentence that has any."""
        return list(candidates_of(self.doc, self.mentions, self.arguments))

    @cached_property
    def judged(self) -> list[Judged]:
        """What the classifier makes of each pair; empty where the rules alone read."""
        if self.classifier is None:
            return []
        return list(judge(self.classifier, self.candidates, self.ruled_relations))

    @cached_property
    def ruled_relations(self) -> dict[int, list[str]]:
        """What the rules read in each sentence: where it starts -> a relation for each claim."""
        starts = [sentence.start_char for sentence in sentences_of(self.doc)]
        found: dict[int, list[str]] = {}
        for claim in self.ruled:
            start = starts[bisect_right(starts, claim.evidence.start) - 1]
            found.setdefault(start, []).append(claim.relation)
        return found

    @cached_property
    def decisions(self) -> list[Decision]:
        """What became of each relation that the rules or the classifier see."""
        if self.classifier is None:
            return [Decision(claim, None, claim.confidence, claim) for claim in self.ruled]
        by = f"classifier:{self.classifier.digest}"
        qualifying, document = self.qualifying, self.document.id
        decided = decide(self.doc, self.ruled, self.judged, self.belief, qualifying, document, by)
        return consistent(decided)

    @cached_property
    def claims(self) -> list[Claim]:
        """What is claimed, in the order of the text."""
        return sorted((d.claim for d in self.decisions if d.claim is not None), key=order_of)
