"""From hits of the rules to claims: fill the slots, check the kinds, add the qualifiers and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from spacy.tokens import Token

from kg.extraction.arguments import Arguments
from kg.extraction.matcher import Hit, Words
from kg.extraction.mentions import Mention, reference
from kg.extraction.names import slug
from kg.extraction.qualifiers import Qualifiers, Qualifying
from kg.extraction.reasons import LeftOut
from kg.extraction.sentences import sentence_of, text_of
from kg.model import ActorKind, Claim, Evidence
from kg.vocabulary import RELATIONS

__all__ = ["Attempt", "attempts_of", "claims_of", "evidence_of", "order_of"]

_LONGEST_QUOTE = 600  # code points; beyond, the quote shrinks to the stretch that holds trigger and both ends


class Read(Protocol):
    """Reads the actors, or the places, at a word: a method of :class:`Arguments`."""

    def __call__(self, token: Token, *, near: Token | None = None, alone: bool = False) -> list[Mention]: ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule that fired: a claim, or why it came to none. Several where a slot names several."""

    hit: Hit
    claim: Claim | None
    left_out: LeftOut | None = None


def attempts_of(
    hits: Iterable[Hit], arguments: Arguments, qualifying: Qualifying, document: str
) -> Iterator[Attempt]:
    """Yield what becomes of each rule that fired in one document, in the order of the hits."""
    for hit in hits:
        yield from _attempts(hit, arguments, qualifying, document)


def claims_of(attempts: Iterable[Attempt]) -> list[Claim]:
    """Return the claims of one document; one for each pair of actors, relation, qualifiers and sentence."""
    best: dict[tuple[object, ...], Claim] = {}
    for attempt in attempts:
        claim = attempt.claim
        if claim is None:
            continue
        key = (
            claim.source.id,
            claim.relation,
            claim.target.id,
            claim.polarity,
            claim.claimant,
            claim.evidence.start,
        )
        rival = best.get(key)
        if rival is None or (claim.confidence, rival.evidence.by) > (rival.confidence, claim.evidence.by):
            best[key] = claim
    return sorted(best.values(), key=order_of)


def order_of(claim: Claim) -> tuple[int, str, int, int, str, str]:
    """Return what the claims of a document are sorted by."""
    return (
        claim.evidence.start,
        claim.relation,
        claim.source.start,
        claim.target.start,
        claim.source.id,
        claim.target.id,
    )


def _attempts(hit: Hit, arguments: Arguments, qualifying: Qualifying, document: str) -> Iterator[Attempt]:
    rule = hit.rule
    territory = RELATIONS[rule.relation].target == "place"
    first, second = (hit.targets, hit.sources) if rule.swap else (hit.sources, hit.targets)
    read_target = arguments.places if territory else arguments.actors
    sources = _named(first, hit.trigger, arguments.actors, rule.source_kinds)
    targets = _named(second, hit.trigger, read_target, rule.target_kinds)
    if rule.mutual:
        pairs = [(a, b) for i, a in enumerate(sources) for b in sources[i + 1 :]]
    else:
        pairs = [(a, b) for a in sources for b in targets]
    if not pairs:
        yield Attempt(hit, None, LeftOut.NOBODY)
        return
    qualifiers = qualifying.read(rule, hit.trigger)
    if qualifiers is None:
        yield Attempt(hit, None, LeftOut.NOTHING_CLAIMED)
        return
    for source, target in pairs:
        left_out = _hindrance(source, target, hit)
        claim = _claim(hit, source, target, qualifiers, document) if left_out is None else None
        yield Attempt(hit, claim, left_out)


def _named(groups: tuple[Words, ...], trigger: Token, read: Read, kinds: frozenset[str]) -> list[Mention]:
    """Return what the first group of words that names anybody of the right kinds names."""
    for words in groups:
        found = [
            m
            for word in words
            for m in read(word, near=trigger, alone=word.i == trigger.i)
            if not kinds or m.kind.value in kinds
        ]
        if found:
            return found
    return []


def _headed_by(mention: Mention, hit: Hit) -> bool:
    """Tell a group that the trigger word itself names: in "rebel faction X", "faction" is no relation."""
    return mention.head.i == hit.trigger.i


def _hindrance(source: Mention, target: Mention, hit: Hit) -> LeftOut | None:
    """Return why two mentions cannot be the ends of what a rule reads, ``None`` where they can."""
    rule = hit.rule
    renamed = rule.relation == "formerly_known_as"
    if source.surface == target.surface if renamed else source.id == target.id:
        return LeftOut.SAME_ACTOR
    struck_city = rule.relation == "attacks" and target.sense == "metonym"  # shells on Damascus hit the city
    itself = rule.frames and (_headed_by(source, hit) or _headed_by(target, hit))
    return LeftOut.WRONG_KIND if struck_city or itself else None


def _claim(hit: Hit, source: Mention, target: Mention, qualifiers: Qualifiers, document: str) -> Claim:
    rule = hit.rule
    if rule.relation == "formerly_known_as" and source.id == target.id:
        # One actor, two names: the older name stands as a node of its own.
        target = _former(target)
    symmetric = RELATIONS[rule.relation].symmetric
    if symmetric and (target.start, target.id) < (source.start, source.id):
        source, target = target, source
    return Claim(
        document=document,
        source=reference(source),
        relation=rule.relation,
        target=reference(target),
        evidence=evidence_of(hit.trigger, source, target, rule.id),
        polarity=qualifiers.polarity,
        modality=qualifiers.modality,
        claimant=qualifiers.claimant,
        valid_from=qualifiers.valid_from,
        valid_until=qualifiers.valid_until,
        confidence=rule.confidence,
    )


def _former(mention: Mention) -> Mention:
    return Mention(
        mention.span,
        mention.start,
        mention.end,
        f"name/{slug(mention.surface)}",
        mention.surface,
        ActorKind.UNKNOWN,
    )


def evidence_of(trigger: Token, source: Mention, target: Mention, by: str) -> Evidence:
    """Return the sentence of the word that states a relation, or the stretch of it that matters."""
    sentence = sentence_of(trigger)
    text = text_of(sentence.doc)
    start, end = sentence.start_char, sentence.end_char
    if end - start > _LONGEST_QUOTE:
        start, end = trigger.idx, trigger.idx + len(trigger)
        for mention in (source, target):
            if sentence.start_char <= mention.start and mention.end <= sentence.end_char:
                start, end = min(start, mention.start), max(end, mention.end)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Evidence(start, end, text[start:end], by)
