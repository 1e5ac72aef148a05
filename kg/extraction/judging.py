"""Claims of the classifier: every pair of a sentence is judged, and what is sure enough is claimed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from spacy.tokens import Doc, Span, Token

from kg.classifier import Classifier, Verdict
from kg.classifier.encoding import Marked
from kg.classifier.labels import NONE, Label
from kg.extraction.belief import Belief
from kg.extraction.candidates import Candidate, Candidates
from kg.extraction.claims import evidence_of
from kg.extraction.mentions import Mention, reference
from kg.extraction.qualifiers import Qualifying
from kg.extraction.reasons import LeftOut
from kg.extraction.sentences import sentences_of
from kg.extraction.traits import traits_of
from kg.model import Claim, Polarity
from kg.rules import Rule
from kg.vocabulary import RELATIONS

__all__ = ["Best", "Decision", "Judged", "decide", "hindrance", "judge"]


_NOT_DENIED = 0.1  # probability of a denial below which words of denial belong to the tie itself
_HOPELESS = 0.1  # probability that no weighing lifts above a threshold worth having
_ADVERBIAL = frozenset({"advmod", "neg", "preconj", "cc"})
_WIDER = 0.3  # share of a probability that makes the same relation of a wider phrase the one that is meant


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of candidates, and what the classifier makes of it: ``None`` where it does not read that far."""

    sentence: Span
    first: Candidate
    second: Candidate
    verdict: Verdict | None

    @property
    def loose(self) -> int:
        """How many of the two are loose."""
        return self.first.loose + self.second.loose

    @property
    def nested(self) -> bool:
        """Whether the second stands inside the first."""
        return self.second.end <= self.first.end

    def ends(self, label: Label) -> tuple[Mention, Mention] | LeftOut:
        """Return source and target of a relation between the two, or why they cannot be that."""
        one, other = (self.first, self.second) if label.forward else (self.second, self.first)
        source = one.actor
        target = other.place if RELATIONS[label.name].target == "place" else other.actor
        if source is None or target is None:
            return LeftOut.WRONG_KIND
        return LeftOut.SAME_ACTOR if source.id == target.id else (source, target)


@dataclass(frozen=True, slots=True)
class Best:
    """The pair of mentions that states a relation of two actors most clearly."""

    chance: float
    pair: Judged
    label: Label

    @property
    def ends(self) -> tuple[Candidate, Candidate]:
        """The candidates that are source and target."""
        first, second = self.pair.first, self.pair.second
        return (first, second) if self.label.forward else (second, first)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one relation of two actors in one sentence.

    Attributes:
        ruled: The claim of the rules, ``None`` where none reads the relation.
        best: What the classifier makes of it, ``None`` where it was not asked.
        confidence: How sure to be of it, from 0 to 1.
        claim: What is claimed, ``None`` where it is left out.
        left_out: Why it is.

    """

    ruled: Claim | None
    best: Best | None
    confidence: float
    claim: Claim | None
    left_out: LeftOut | None = None


def judge(
    classifier: Classifier, candidates: Iterable[Candidates], ruled: Mapping[int, Collection[str]]
) -> Iterator[Judged]:
    """Yield every pair that could stand in a relation, with its verdict.

    Left out are lists of names, and sentences that the classifier's gate does not let pass.

    Args:
        classifier: Whom to ask.
        candidates: Those of each sentence.
        ruled: Start of a sentence -> the relations that the rules read in it.

    """
    gate = classifier.gate
    for group in candidates:
        found = group.found
        start = group.sentence.start_char
        if len(found) < 2 or group.too_many:
            continue
        if gate is not None and not gate.passes(traits_of(group, ruled.get(start, ()))):
            continue
        pairs = tuple(
            (a, b) for a, b in combinations(range(len(found)), 2) if hindrance(found[a], found[b]) is None
        )
        if not pairs:
            continue
        end = group.sentence.end_char
        mentions = tuple((max(c.start - start, 0), min(c.end, end) - start) for c in found)
        marked = Marked(group.sentence.text, mentions, pairs)
        (verdicts,) = classifier.judge([marked])
        for (a, b), verdict in zip(pairs, verdicts, strict=True):
            yield Judged(group.sentence, found[a], found[b], verdict)


def hindrance(one: Candidate, other: Candidate) -> LeftOut | None:
    """Return why two candidates cannot be the ends of any relation, ``None`` where they can."""
    if one.actor is None and other.actor is None:
        return LeftOut.WRONG_KIND
    if one.actor is not None and other.actor is not None and one.actor.id == other.actor.id:
        return LeftOut.SAME_ACTOR
    return LeftOut.UNNAMED if one.loose and other.loose else None


def decide(
    doc: Doc,
    ruled: Iterable[Claim],
    judged: Sequence[Judged],
    belief: Belief,
    qualifying: Qualifying,
    document: str,
    by: str,
) -> Iterator[Decision]:
    """Yield what becomes of each relation that the rules or the classifier see, each once a sentence.

    Args:
        doc: The parsed document.
        ruled: What the rules read.
        judged: What the classifier makes of the pairs of the same document.
        belief: How sure to be of what either or both read.
        qualifying: For polarity, claimant and time of what only the classifier read.
        document: Id of the document.
        by: What the evidence names as reader of what only the classifier read.

    """
    starts = [sentence.start_char for sentence in sentences_of(doc)]
    claims = [
        (
            _key(
                starts[bisect_right(starts, claim.evidence.start) - 1],
                claim.relation,
                claim.source.id,
                claim.target.id,
            ),
            claim,
        )
        for claim in ruled
    ]
    known = {key for key, _ in claims}
    chances = _chances(judged, known)
    for key, claim in claims:
        seen = chances.get(key)
        confidence = belief.in_claim(claim.confidence, None if seen is None else seen.chance)
        if confidence >= belief.veto:
            yield Decision(claim, seen, confidence, replace(claim, confidence=confidence))
        else:
            yield Decision(claim, seen, confidence, None, LeftOut.BELOW_THRESHOLD)
    together: dict[tuple[int, str], list[tuple[_Key, Best]]] = {}
    for key, best in chances.items():
        together.setdefault(key[:2], []).append((key, best))
    for key, best in chances.items():
        if key in known:
            continue
        confidence = belief.in_claim(None, best.chance, loose=best.pair.loose, nested=best.pair.nested)
        if confidence < belief.threshold:
            yield Decision(None, best, confidence, None, LeftOut.BELOW_THRESHOLD)
            continue
        if any(
            _within(best, other) and (wider in known or other.chance >= _WIDER * best.chance)
            for wider, other in together[key[:2]]
        ):
            yield Decision(None, best, confidence, None, LeftOut.PART_OF_WIDER)
            continue
        if _crosses(key, known) or (_owns(best) and any(_share_an_end(key, read) for read in known)):
            yield Decision(None, best, confidence, None, LeftOut.CLEARER_PAIR)
            continue
        made = _claim(best, confidence, qualifying, document, by)
        yield Decision(None, best, confidence, made, LeftOut.NOTHING_CLAIMED if made is None else None)


_Key = tuple[int, str, str, str]


def _within(best: Best, other: Best) -> bool:
    """Tell whether a relation is that of a wider phrase: of the "Turkish army", where best has "Turkish"."""
    (source, target), (wide_source, wide_target) = best.ends, other.ends
    if _same(target, wide_target):
        return _inside(source, wide_source) and not _inside(target, wide_source)
    if _same(source, wide_source):
        return _inside(target, wide_target) and not _inside(source, wide_target)
    return _inside(source, wide_source) and _inside(target, wide_target)


def _owns(best: Best) -> bool:
    """Tell whether an end is only whose something is: "the rebels' rival, the army, is backed by Chad"."""
    return any(end.head.dep_ == "poss" for end in best.ends)


def _crosses(key: _Key, known: Collection[_Key]) -> bool:
    """Tell "A backs B while C backs D" from "A and C back B and D": the rules pair both ends otherwise."""
    near = [read for read in known if read[:2] == key[:2]]
    return any(read[2] == key[2] for read in near) and any(read[3] == key[3] for read in near)


def _share_an_end(key: _Key, read: _Key) -> bool:
    """Tell whether the rules read the same relation of one of two actors, and another one."""
    return key[:2] == read[:2] and (key[2] == read[2]) != (key[3] == read[3])


def _same(one: Candidate, other: Candidate) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _inside(inner: Candidate, outer: Candidate) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and not _same(inner, outer)


def _key(sentence: int, relation: str, source: str, target: str) -> _Key:
    if RELATIONS[relation].symmetric and target < source:
        source, target = target, source
    return sentence, RELATIONS[relation].parent or relation, source, target


def _chances(judged: Iterable[Judged], known: Collection[_Key]) -> dict[_Key, Best]:
    """Return the clearest pair for each relation of two actors, but for hopeless ones that no rule reads."""
    ruled = {key[:2] for key in known}
    best: dict[_Key, Best] = {}
    for pair in judged:
        if pair.verdict is None:
            continue
        start = pair.sentence.start_char
        for label, chance in pair.verdict.relations.items():
            if label.name == NONE or (chance < _HOPELESS and (start, label.name) not in ruled):
                continue
            ends = pair.ends(label)
            if isinstance(ends, LeftOut):
                continue
            key = _key(start, label.name, ends[0].id, ends[1].id)
            if key not in best or chance > best[key].chance:
                best[key] = Best(chance, pair, label)
    return best


def _claim(best: Best, confidence: float, qualifying: Qualifying, document: str, by: str) -> Claim | None:
    ends = best.pair.ends(best.label)
    if any(_excluded(end.head) for end in best.ends):
        return None
    trigger = _between(best.pair.first.head, best.pair.second.head)
    qualifiers = qualifying.read(_RULES[best.label.name], trigger)
    if isinstance(ends, LeftOut) or qualifiers is None:
        return None
    # "It said it did not trust Russia" opposes: what the classifier reads as a tie may be worded as a denial.
    meant = best.pair.verdict is not None and best.pair.verdict.qualifiers.get("denied", 1.0) < _NOT_DENIED
    source, target = ends
    if RELATIONS[best.label.name].symmetric and (target.start, target.id) < (source.start, source.id):
        source, target = target, source
    return Claim(
        document=document,
        source=reference(source),
        relation=best.label.name,
        target=reference(target),
        evidence=evidence_of(trigger, source, target, by),
        polarity=Polarity.AFFIRMED if meant else qualifiers.polarity,
        modality=qualifiers.modality,
        claimant=qualifiers.claimant,
        valid_from=qualifiers.valid_from,
        valid_until=qualifiers.valid_until,
        confidence=confidence,
    )


def _excluded(head: Token) -> bool:
    """Tell "not Russia", "neither Iran", "certainly not Iraq": said of others and not of this one."""
    before = (t for left in head.lefts if left.dep_ in _ADVERBIAL for t in left.subtree)
    return any(t.dep_ == "neg" or t.lower_ in {"nor", "neither"} for t in before)


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
