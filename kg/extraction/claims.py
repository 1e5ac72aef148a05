"""From hits of the rules to claims: fill the slots, check the kinds, add the qualifiers and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from spacy.tokens import Token

from kg.extraction.arguments import Arguments
from kg.extraction.matcher import Hit, Words
from kg.extraction.mentions import Mention, reference
from kg.extraction.names import slug
from kg.extraction.qualifiers import Qualifiers, Qualifying
from kg.extraction.sentences import sentence_of, text_of
from kg.model import ActorKind, Claim, Evidence
from kg.rules import Rule
from kg.vocabulary import RELATIONS

__all__ = ["claims_of", "evidence_of", "order_of"]

_LONGEST_QUOTE = 600  # code points; beyond, the quote shrinks to the stretch that holds trigger and both ends


class Read(Protocol):
    """Reads the actors, or the places, at a word: a method of :class:`Arguments`."""

    def __call__(self, token: Token, *, near: Token | None = None, alone: bool = False) -> list[Mention]: ...


def claims_of(
    hits: Iterable[Hit], arguments: Arguments, qualifying: Qualifying, document: str
) -> Iterator[Claim]:
    """Yield the claims of one document; one for each pair of actors, relation, qualifiers and sentence."""
    best: dict[tuple[object, ...], Claim] = {}
    for hit in hits:
        for claim in _claims(hit, arguments, qualifying, document):
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
    yield from sorted(best.values(), key=order_of)


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


def _claims(hit: Hit, arguments: Arguments, qualifying: Qualifying, document: str) -> Iterator[Claim]:
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
        return
    qualifiers = qualifying.read(rule, hit.trigger)
    if qualifiers is None:
        return
    for source, target in pairs:
        itself = rule.frames and (_headed_by(source, hit) or _headed_by(target, hit))
        if _apart(source, target, rule) and not itself:
            yield _claim(hit, source, target, qualifiers, document)


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


def _apart(source: Mention, target: Mention, rule: Rule) -> bool:
    if rule.relation == "formerly_known_as":
        return source.surface != target.surface
    struck_city = rule.relation == "attacks" and target.sense == "metonym"  # shells on Damascus hit the city
    return source.id != target.id and not struck_city


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
