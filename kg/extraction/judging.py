"""Claims of the classifier: every pair of a sentence is judged, and what is sure enough is claimed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from spacy.tokens import Doc, Span, Token

from kg.classifier import Classifier, Verdict
from kg.classifier.encoding import Marked
from kg.classifier.labels import NONE, RELATION_LABELS, Label
from kg.extraction.belief import Belief
from kg.extraction.candidates import Candidate, Candidates
from kg.extraction.claims import evidence_of, order_of
from kg.extraction.mentions import Mention, reference
from kg.extraction.qualifiers import Qualifying
from kg.extraction.sentences import sentences_of
from kg.model import Claim
from kg.rules import Rule
from kg.vocabulary import RELATIONS

__all__ = ["Judged", "judge", "weigh"]


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


def weigh(
    doc: Doc,
    ruled: Iterable[Claim],
    judged: Sequence[Judged],
    belief: Belief,
    qualifying: Qualifying,
    document: str,
    by: str,
) -> list[Claim]:
    """Return the claims of the rules and of the classifier that are sure enough, each once a sentence.

    Args:
        doc: The parsed document.
        ruled: What the rules read.
        judged: What the classifier makes of the pairs of the same document.
        belief: How sure to be of what either or both read.
        qualifying: For polarity, claimant and time of what only the classifier read.
        document: Id of the document.
        by: What the evidence names as reader of what only the classifier read.

    """
    chances = _chances(judged)
    starts = [sentence.start_char for sentence in sentences_of(doc)]
    known: set[_Key] = set()
    claims = []
    for claim in ruled:
        key = _key(starts[bisect_right(starts, claim.evidence.start) - 1], claim.relation, claim.source.id, claim.target.id)
        known.add(key)
        chance = chances[key].chance if key in chances else None
        confidence = belief.in_claim(claim.confidence, chance)
        if confidence >= belief.threshold:
            claims.append(replace(claim, confidence=confidence))
    for key, best in chances.items():
        confidence = belief.in_claim(None, best.chance)
        if key in known or confidence < belief.threshold:
            continue
        claim = _claim(best, confidence, qualifying, document, by)
        if claim is not None:
            claims.append(claim)
    return sorted(claims, key=order_of)


_Key = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class _Best:
    """The pair of mentions that states a relation of two actors most clearly."""

    chance: float
    pair: Judged
    label: Label


def _key(sentence: int, relation: str, source: str, target: str) -> _Key:
    if RELATIONS[relation].symmetric and target < source:
        source, target = target, source
    return sentence, RELATIONS[relation].parent or relation, source, target


def _chances(judged: Iterable[Judged]) -> dict[_Key, _Best]:
    best: dict[_Key, _Best] = {}
    for pair in judged:
        start = pair.sentence.start_char
        for label in RELATION_LABELS:
            ends = None if label.name == NONE else pair.ends(label)
            if ends is None:
                continue
            key = _key(start, label.name, ends[0].id, ends[1].id)
            chance = pair.verdict.relations[label]
            if key not in best or chance > best[key].chance:
                best[key] = _Best(chance, pair, label)
    return best


def _claim(best: _Best, confidence: float, qualifying: Qualifying, document: str, by: str) -> Claim | None:
    ends = best.pair.ends(best.label)
    trigger = _between(best.pair.first.head, best.pair.second.head)
    qualifiers = qualifying.read(_RULES[best.label.name], trigger)
    if ends is None or qualifiers is None:
        return None
    source, target = ends
    if RELATIONS[best.label.name].symmetric and (target.start, target.id) < (source.start, source.id):
        source, target = target, source
    return Claim(
        document=document,
        source=reference(source),
        relation=best.label.name,
        target=reference(target),
        evidence=evidence_of(trigger, source, target, by),
        polarity=qualifiers.polarity,
        modality=qualifiers.modality,
        claimant=qualifiers.claimant,
        valid_from=qualifiers.valid_from,
        valid_until=qualifiers.valid_until,
        confidence=confidence,
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
