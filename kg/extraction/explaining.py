"""Explain a reading: for each sentence what was seen, what was claimed, and why the rest was left out.

Nothing is decided here: the steps of :class:`~kg.extraction.study.Study` that a reading takes are told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Span

from kg.classifier.labels import NONE, Label
from kg.extraction.candidates import Candidate, Candidates
from kg.extraction.claims import Attempt
from kg.extraction.explained import (
    ExplainedMention,
    ExplainedPair,
    ExplainedRelation,
    ExplainedRule,
    ExplainedSentence,
)
from kg.extraction.extractor import Extractor, as_given
from kg.extraction.judging import Best, Decision, Judged, hindrance
from kg.extraction.links import Link, link_of
from kg.extraction.mentions import Mention
from kg.extraction.parsing import parse
from kg.extraction.reasons import LeftOut
from kg.extraction.sentences import sentence_of, sentences_of
from kg.extraction.study import Study
from kg.model import ActorKind, ActorRef, Claim, Document
from kg.vocabulary import RELATIONS

__all__ = ["explain"]

_LIKELIEST = 3  # labels of a pair that are told
_NOTABLE = 0.05  # a label less likely than this is no answer to "why not?"

_Place = tuple[int, int]


def explain(extractor: Extractor, document: Document) -> Iterator[ExplainedSentence]:
    """Yield the sentences of a document with how they were read; their claims are those of the reading."""
    ((_, doc),) = parse(extractor.nlp, [document])
    study = extractor.study(document, doc)
    told = _Told(study, extractor)
    for sentence in sentences_of(doc):
        yield told.sentence(sentence)


class _Told:
    """A study, sorted by sentences; each is known by its first code point."""

    def __init__(self, study: Study, extractor: Extractor) -> None:
        self._study = study
        self._gazetteer = extractor.gazetteer
        self._text = study.document.text
        self._kept = {id(claim) for claim in study.ruled}
        self._starts = [sentence.start_char for sentence in sentences_of(study.doc)]
        self._read: dict[int, list[Mention]] = defaultdict(list)
        self._loose: dict[int, list[Mention]] = defaultdict(list)
        self._groups: dict[int, Candidates] = {g.sentence.start_char: g for g in study.candidates}
        self._judged = {_place(j.first, j.second): j for j in study.judged}
        self._decisions: dict[int, list[Decision]] = defaultdict(list)
        self._attempts: dict[int, list[Attempt]] = defaultdict(list)
        self._claims: dict[int, list[Claim]] = defaultdict(list)
        for mention in study.mentions:
            self._read[sentence_of(mention.span[0]).start_char].append(mention)
        for mention in study.mentions.loose:
            self._loose[sentence_of(mention.span[0]).start_char].append(mention)
        for decision in study.decisions:
            if decision.ruled is not None:
                self._decisions[self._sentence_at(decision.ruled.evidence.start)].append(decision)
            elif decision.best is not None:
                self._decisions[decision.best.pair.sentence.start_char].append(decision)
        for attempt in study.attempts:
            self._attempts[sentence_of(attempt.hit.trigger).start_char].append(attempt)
        for claim in study.claims:
            self._claims[self._sentence_at(claim.evidence.start)].append(as_given(claim, self._text))

    def sentence(self, sentence: Span) -> ExplainedSentence:
        """Return one sentence, explained."""
        study, start, end = self._study, sentence.start_char, sentence.end_char
        group = self._groups.get(start, Candidates(sentence, ()))
        mentions = self._mentions(start, group)
        classifier = study.classifier
        return ExplainedSentence(
            document=study.document.id,
            text=self._text[start:end],
            start=start,
            end=end,
            mentions=tuple(mentions[place] for place in sorted(mentions, key=lambda p: (p[0], -p[1]))),
            pairs=tuple(self._pairs(group, mentions)),
            rules=tuple(self._rules(start)),
            claims=tuple(self._claims[start]),
            left_out=LeftOut.TOO_MANY if group.too_many else None,
            classifier=None if classifier is None else classifier.digest,
            threshold=None if classifier is None else study.belief.threshold,
        )

    def _sentence_at(self, start: int) -> int:
        return self._starts[bisect_right(self._starts, start) - 1]

    def _mentions(self, start: int, group: Candidates) -> dict[_Place, ExplainedMention]:
        links = {(m.start, m.end): Link.DESCRIPTION for m in self._loose[start]}
        for mention in self._read[start]:
            links[mention.start, mention.end] = link_of(mention, self._study.mentions, self._gazetteer)
        found = {
            (m.start, m.end): self._mention(m, None if m.kind is ActorKind.PLACE else m, m.as_place(), link)
            for m in (*self._loose[start], *self._read[start])
            for link in [links[m.start, m.end]]
        }
        for candidate in group.found:
            place = candidate.start, candidate.end
            link = Link.ANTECEDENT if candidate.antecedent is not None else links.get(place, Link.COMMON_NOUN)
            found[place] = self._mention(
                candidate, candidate.actor, candidate.place, link, candidate.antecedent
            )
        return found

    def _mention(
        self,
        where: Mention | Candidate,
        actor: Mention | None,
        place: Mention | None,
        link: Link,
        antecedent: Mention | None = None,
    ) -> ExplainedMention:
        nobody = link is Link.NOBODY
        meant = actor or place
        return ExplainedMention(
            surface=self._text[where.start : where.end],
            start=where.start,
            end=where.end,
            actor=None if actor is None or nobody else (actor.id, actor.name),
            place=None if place is None else (place.id, place.name),
            link=link,
            antecedent=None if antecedent is None else self._text[antecedent.start : antecedent.end],
            reason=meant.variant if meant is not None and link is Link.VARIANT else None,
        )

    def _pairs(self, group: Candidates, mentions: dict[_Place, ExplainedMention]) -> Iterator[ExplainedPair]:
        decisions = self._decisions[group.sentence.start_char]
        judging = self._study.classifier is not None
        found = [] if group.too_many else [c for c in group.found if judging or not c.loose]
        pairs = list(combinations(found, 2))
        own: dict[tuple[_Place, _Place], list[Decision]] = defaultdict(list)
        for decision in decisions:
            pair = _pair_of(decision, pairs)
            if pair is not None:
                own[_place(*pair)].append(decision)
            elif decision.ruled is not None:
                yield self._outside(decision, decision.ruled, mentions)
        for one, other in pairs:
            where = _place(one, other)
            yield self._pair(one, other, mentions, own.get(where, []))

    def _pair(
        self,
        one: Candidate,
        other: Candidate,
        mentions: dict[_Place, ExplainedMention],
        decisions: list[Decision],
    ) -> ExplainedPair:
        judged = self._judged.get(_place(one, other))
        likeliest = _likeliest(judged)
        relations = []
        for decision in decisions:
            if decision.ruled is not None:
                relations.append(_ruled(decision, decision.ruled, _is_forward(one, decision.ruled)))
            elif decision.best is not None and _notable(decision, decision.best, likeliest):
                relations.append(_judged(decision, decision.best))
        if judged is not None:
            answered = {d.best.label for d in decisions if d.best is not None}
            relations += [
                _relation_left_out(judged, label, chance)
                for label, chance in likeliest
                if label.name != NONE and chance >= _NOTABLE and label not in answered
            ]
        left_out = None if relations else self._why_none(one, other, judged)
        return ExplainedPair(
            mentions[one.start, one.end],
            mentions[other.start, other.end],
            tuple((str(label), chance) for label, chance in likeliest),
            tuple(sorted(relations, key=_order)),
            left_out,
        )

    def _why_none(self, one: Candidate, other: Candidate, judged: Judged | None) -> LeftOut:
        if (hindered := hindrance(one, other)) is not None:
            return hindered
        if self._study.classifier is None:
            return LeftOut.NO_RULE
        if judged is None:
            return LeftOut.UNLIKELY
        return LeftOut.NOT_READ if judged.verdict is None else LeftOut.NO_RELATION

    def _outside(
        self, decision: Decision, claim: Claim, mentions: dict[_Place, ExplainedMention]
    ) -> ExplainedPair:
        """Return a pair that only a rule sees, an end of which may stand in another sentence."""
        source, target = (self._end(ref, mentions) for ref in (claim.source, claim.target))
        forward = source.start <= target.start
        first, second = (source, target) if forward else (target, source)
        return ExplainedPair(first, second, (), (_ruled(decision, claim, forward),))

    def _end(self, ref: ActorRef, mentions: dict[_Place, ExplainedMention]) -> ExplainedMention:
        known = mentions.get((ref.start, ref.end))
        if known is not None and ref.id in {named[0] for named in (known.actor, known.place) if named}:
            return known
        surface = self._text[ref.start : ref.end]
        return ExplainedMention(
            surface, ref.start, ref.end, (ref.id, ref.name), None, Link.ANTECEDENT, surface
        )

    def _rules(self, start: int) -> list[ExplainedRule]:
        rules: dict[ExplainedRule, None] = {}
        for attempt in self._attempts[start]:
            left_out = attempt.left_out
            if attempt.claim is not None:
                if id(attempt.claim) in self._kept:
                    continue
                left_out = LeftOut.SURER_RULE
            if left_out is not None:
                at = attempt.hit.trigger.idx
                end = at + len(attempt.hit.trigger)
                rules[ExplainedRule(attempt.hit.rule.id, self._text[at:end], at, end, left_out)] = None
        return list(rules)


def _place(one: Candidate, other: Candidate) -> tuple[_Place, _Place]:
    return (one.start, one.end), (other.start, other.end)


def _pair_of(
    decision: Decision, pairs: list[tuple[Candidate, Candidate]]
) -> tuple[Candidate, Candidate] | None:
    """Return the mentions that a decision was about, ``None`` where these are not what a rule read."""
    if decision.best is not None:
        return decision.best.pair.first, decision.best.pair.second
    claim = decision.ruled
    return None if claim is None else next((pair for pair in pairs if _ends_are(pair, claim)), None)


def _ends_are(pair: tuple[Candidate, Candidate], claim: Claim) -> bool:
    """Tell whether two candidates name source and target of a claim, in either order."""
    return any(
        a.actor is not None
        and a.actor.id == claim.source.id
        and claim.target.id in {m.id for m in (b.actor, b.place) if m is not None}
        for a, b in (pair, pair[::-1])
    )


def _likeliest(judged: Judged | None) -> list[tuple[Label, float]]:
    if judged is None or judged.verdict is None:
        return []
    ranked = sorted(judged.verdict.relations.items(), key=lambda item: (-item[1], str(item[0])))
    return ranked[:_LIKELIEST]


def _notable(decision: Decision, best: Best, likeliest: list[tuple[Label, float]]) -> bool:
    """Tell whether what only the classifier sees is worth telling."""
    if decision.left_out is not LeftOut.BELOW_THRESHOLD:
        return True
    return best.chance >= _NOTABLE and best.label in {label for label, _ in likeliest}


def _is_forward(first: Candidate, claim: Claim) -> bool:
    named = {mention.id for mention in (first.actor, first.place) if mention is not None}
    return RELATIONS[claim.relation].symmetric or claim.source.id in named


def _judged(decision: Decision, best: Best) -> ExplainedRelation:
    label = best.label
    return ExplainedRelation(
        label.name, label.forward, None, None, best.chance, decision.confidence, decision.left_out
    )


def _ruled(decision: Decision, claim: Claim, forward: bool) -> ExplainedRelation:
    return ExplainedRelation(
        relation=claim.relation,
        forward=forward,
        rule=claim.evidence.by,
        rule_confidence=claim.confidence,
        probability=None if decision.best is None else decision.best.chance,
        confidence=decision.confidence,
        left_out=decision.left_out,
    )


def _relation_left_out(judged: Judged, label: Label, chance: float) -> ExplainedRelation:
    """Return a likely label that no decision was taken on: its ends do not fit, or a clearer pair has it."""
    ends = judged.ends(label)
    why = ends if isinstance(ends, LeftOut) else LeftOut.CLEARER_PAIR
    return ExplainedRelation(label.name, label.forward, None, None, chance, None, why)


def _order(relation: ExplainedRelation) -> tuple[bool, float, str, str]:
    return relation.left_out is not None, -(relation.confidence or 0), relation.relation, relation.rule or ""
