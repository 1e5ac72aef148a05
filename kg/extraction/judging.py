"""Claims of the classifier: every pair of candidates of a sentence is judged, and what is sure enough is claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from spacy.tokens import Span, Token

from kg.classifier import Classifier, Verdict
from kg.classifier.encoding import Marked
from kg.classifier.labels import NONE, RELATION_LABELS, Label
from kg.extraction.candidates import Candidate, Candidates
from kg.extraction.claims import evidence_of
from kg.extraction.mentions import Mention, reference
from kg.extraction.qualifiers import Qualifying
from kg.model import Claim
from kg.rules import Rule
from kg.vocabulary import RELATIONS

__all__ = ["Judged", "judge", "judged_claims"]

_LEAST: Final = 0.15  # below this probability a relation is not looked at


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of candidates, and what the classifier makes of it."""

    sentence: Span
    first: Candidate
    second: Candidate
    verdict: Verdict

    def ends(self, label: Label) -> tuple[Mention, Mention] | None:
        """Return source and target of a relation between the two, ``None`` where they cannot be that."""
        one, other = (self.first, self.second) if label.forward else (self.second, self.first)
        source = one.actor
        target = other.place if RELATIONS[label.name].target == "place" else other.actor
        if source is None or target is None or source.id == target.id:
            return None
        return source, target


def judge(classifier: Classifier, candidates: Iterable[Candidates]) -> Iterator[Judged]:
    """Yield every pair that could stand in a relation, with its verdict."""
    for group in candidates:
        found = group.found
        pairs = tuple((a, b) for a, b in combinations(range(len(found)), 2) if _possible(found[a], found[b]))
        if not pairs:
            continue
        start = group.sentence.start_char
        end = group.sentence.end_char
        mentions = tuple((max(c.start - start, 0), min(c.end, end) - start) for c in found)
        marked = Marked(group.sentence.text, mentions, pairs)
        (verdicts,) = classifier.judge([marked])
        for (a, b), verdict in zip(pairs, verdicts, strict=True):
            if verdict is not None:
                yield Judged(group.sentence, found[a], found[b], verdict)


def _possible(one: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates could be the ends of any relation."""
    if one.actor is None and other.actor is None:
        return False
    return one.actor is None or other.actor is None or one.actor.id != other.actor.id


def judged_claims(
    judged: Iterable[Judged], qualifying: Qualifying, document: str, by: str
) -> Iterator[Claim]:
    """Yield a claim for each relation of a pair that is likely enough to be looked at."""
    for pair in judged:
        for label in RELATION_LABELS:
            chance = pair.verdict.relations[label]
            if label.name == NONE or chance < _LEAST:
                continue
            ends = pair.ends(label)
            if ends is None:
                continue
            trigger = _between(pair.first.head, pair.second.head)
            qualifiers = qualifying.read(_RULES[label.name], trigger)
            if qualifiers is None:
                continue
            source, target = ends
            yield Claim(
                document=document,
                source=reference(source),
                relation=label.name,
                target=reference(target),
                evidence=evidence_of(trigger, source, target, by),
                polarity=qualifiers.polarity,
                modality=qualifiers.modality,
                claimant=qualifiers.claimant,
                valid_from=qualifiers.valid_from,
                valid_until=qualifiers.valid_until,
                confidence=round(chance, 2),
            )


def _between(one: Token, other: Token) -> Token:
    """Return the word that joins two in the grammar: the lowest that governs both, or one of the two."""
    above = [one, *one.ancestors]
    places = {token.i: token for token in above}
    token = other
    while token.i not in places and token.head.i != token.i:
        token = token.head
    return places.get(token.i, one.sent.root)


_RULES: Mapping[str, Rule] = {
    name: Rule(id="classifier", relation=name, title="what the classifier reads", examples=())
    for name in RELATIONS
}
