"""Explained sentences as lines of JSON and as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kg.cli.claims import claim_json
from kg.cli.terminal import clean, console
from kg.vocabulary import RELATIONS

if TYPE_CHECKING:
    from rich.console import Console

    from kg.extraction.explained import (
        ExplainedMention,
        ExplainedPair,
        ExplainedRelation,
        ExplainedRule,
        ExplainedSentence,
    )
    from kg.model import Claim, Document

__all__ = ["print_explained", "sentence_json"]

_NARROWEST = 20  # columns that the words of a line get at least
Line = tuple[int, str]  # how far it is moved in, and what it says


def sentence_json(sentence: ExplainedSentence) -> dict[str, Any]:
    """Return a sentence as JSON; other programs depend on the keys and their order."""
    return {
        "document": sentence.document,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "classifier": sentence.classifier,
        "threshold": sentence.threshold,
        "mentions": [_mention_json(mention) for mention in sentence.mentions],
        "pairs": [_pair_json(pair) for pair in sentence.pairs],
        "left_out": sentence.left_out and sentence.left_out.code,
        "rules": [_rule_json(rule) for rule in sentence.rules],
        "claims": [claim_json(claim) for claim in sentence.claims],
    }


def _mention_json(mention: ExplainedMention) -> dict[str, Any]:
    return _end_json(mention) | {
        "actor": _named_json(mention.actor),
        "place": _named_json(mention.place),
        "link": mention.link.code,
        "antecedent": mention.antecedent,
        "reason": mention.reason,
    }


def _end_json(mention: ExplainedMention) -> dict[str, Any]:
    return {"surface": mention.surface, "start": mention.start, "end": mention.end}


def _named_json(named: tuple[str, str] | None) -> dict[str, str] | None:
    return named and {"id": named[0], "name": named[1]}


def _pair_json(pair: ExplainedPair) -> dict[str, Any]:
    return {
        "first": _end_json(pair.first),
        "second": _end_json(pair.second),
        "likeliest": [{"label": label, "probability": chance} for label, chance in pair.likeliest],
        "relations": [_relation_json(relation) for relation in pair.relations],
        "left_out": pair.left_out and pair.left_out.code,
    }


def _relation_json(relation: ExplainedRelation) -> dict[str, Any]:
    return {
        "relation": relation.relation,
        "direction": "forward" if relation.forward else "backward",
        "rule": relation.rule,
        "rule_confidence": relation.rule_confidence,
        "probability": relation.probability,
        "confidence": relation.confidence,
        "left_out": relation.left_out and relation.left_out.code,
    }


def _rule_json(rule: ExplainedRule) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "word": rule.word,
        "start": rule.start,
        "end": rule.end,
        "left_out": rule.left_out.code,
    }


def print_explained(document: Document, sentences: Sequence[ExplainedSentence], *, apart: bool) -> None:
    """Print how a document is read, as wide as the terminal; nothing is cut off.

    Args:
        document: Which.
        sentences: Its sentences.
        apart: Leave a line free before it.

    """
    output = console()
    if apart:
        output.print()
    _print_wrapped(output, 0, f"Document {document.id}", "bold underline")
    _print_wrapped(output, 0, _readers(sentences))
    for sentence in sentences:
        if not clean(sentence.text):
            continue
        output.print()
        _print_wrapped(output, 0, sentence.text, "bold")
        for indent, line in _lines(sentence):
            _print_wrapped(output, indent, line)


def _print_wrapped(output: Console, indent: int, text: str, style: str = "") -> None:
    """Print words as they are; what does not fit on a line goes on below, moved in further."""
    from rich.text import Text

    first, further = " " * indent, " " * (indent + 2 if indent else 0)
    width = max(output.width, indent + _NARROWEST)
    for line in textwrap.wrap(
        clean(text), width, initial_indent=first, subsequent_indent=further,
        break_long_words=False, break_on_hyphens=False,
    ):  # fmt: skip
        output.print(Text(line, style=style), soft_wrap=True)


def _readers(sentences: Sequence[ExplainedSentence]) -> str:
    if not sentences:
        return "It has no sentences."
    first = sentences[0]
    if first.classifier is None:
        return "Read by the rules alone, without a classifier."
    by = f"Read by the rules and the classifier {first.classifier}"
    return f"{by}; a claim that no rule reads needs a confidence of {first.threshold:.2f}."


def _lines(sentence: ExplainedSentence) -> Iterator[Line]:
    yield 2, "Named:" if sentence.mentions else "Nobody is named."
    yield from ((4, _mention(mention)) for mention in sentence.mentions)
    if sentence.pairs or sentence.left_out is not None:
        yield 2, "Pairs:"
    if sentence.left_out is not None:
        yield 4, f"not compared: {sentence.left_out.value}"
    yield from _pairs(sentence.pairs)
    if sentence.rules:
        yield 2, "Rules that came to nothing:"
    yield from ((4, f"{r.rule} at “{r.word}”: {r.left_out.value}") for r in sentence.rules)
    if sentence.claims:
        yield 2, "Claims:"
    yield from ((4, _claim(claim)) for claim in sentence.claims)


def _mention(mention: ExplainedMention) -> str:
    actor, place = mention.actor, mention.place
    how = mention.link.value
    if mention.antecedent is not None:
        how += f" “{mention.antecedent}”"
    if mention.reason is not None:
        how += f" ({mention.reason})"
    if place is None:
        return f"{mention.surface}: {how}" if actor is None else f"{mention.surface} = {actor[1]}: {how}"
    if actor is None:
        return f"{mention.surface} = {place[1]} (place): {how}"
    meant = f"{actor[1]} (actor or place)" if actor[1] == place[1] else f"{actor[1]}, or {place[1]} (place)"
    return f"{mention.surface} = {meant}: {how}"


def _pairs(pairs: Iterable[ExplainedPair]) -> Iterator[Line]:
    """Yield the pairs; those of which there is no more to say than why, together at the end."""
    plain: dict[str, list[str]] = {}
    for pair in pairs:
        if pair.left_out is not None and not pair.likeliest:
            plain.setdefault(pair.left_out.value, []).append(_names(pair))
            continue
        yield 4, _names(pair) if pair.left_out is None else f"{_names(pair)}: {pair.left_out.value}"
        if pair.likeliest:
            yield 6, "classifier: " + ", ".join(f"{label} {chance:.2f}" for label, chance in pair.likeliest)
        yield from ((6, _relation(pair, relation)) for relation in pair.relations)
    yield from ((4, f"{why}: {'; '.join(names)}") for why, names in plain.items())


def _names(pair: ExplainedPair) -> str:
    return f"{pair.first.surface} – {pair.second.surface}"


def _relation(pair: ExplainedPair, relation: ExplainedRelation) -> str:
    source, target = (pair.first, pair.second) if relation.forward else (pair.second, pair.first)
    seen = [] if relation.rule is None else [f"rule {relation.rule} {relation.rule_confidence:.2f}"]
    if relation.probability is not None:
        seen.append(f"classifier {relation.probability:.2f}")
    alone = relation.confidence is None or relation.confidence == relation.rule_confidence
    weighed = "" if alone else f"; weighed {relation.confidence:.2f}"
    outcome = "claimed" if relation.left_out is None else f"left out, {relation.left_out.value}"
    said = f"{source.surface} {RELATIONS[relation.relation].label} {target.surface}"
    return f"{said}: {outcome} ({', '.join(seen)}{weighed})"


def _claim(claim: Claim) -> str:
    said = f"{claim.source.name} {RELATIONS[claim.relation].label} {claim.target.name}"
    qualifiers = [claim.polarity.value, claim.modality.value]
    if claim.claimant is not None:
        qualifiers.append(f"says {claim.claimant.name}")
    times = (("since", claim.valid_from), ("until", claim.valid_until))
    qualifiers += [f"{word} {date}" for word, date in times if date is not None]
    return f"{said} ({', '.join([*qualifiers, f'{claim.confidence:.2f}'])})"
