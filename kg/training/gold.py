"""Examples from annotated articles: what was claimed there, and every other pair of mentions as none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.classifier.labels import NONE, QUALIFIERS, Label
from kg.errors import DataError
from kg.extraction import Extractor
from kg.extraction.candidates import Candidate
from kg.model import Document
from kg.resolution.annotated import AnnotatedNames
from kg.training.examples import Example, PairTarget, relation_label
from kg.training.lines import json_lines
from kg.vocabulary import RELATIONS

__all__ = ["read_annotated"]

_SIGNS = {"friendly": "cooperation", "hostile": "conflict"}


def read_annotated(path: Path, extractor: Extractor) -> Iterator[Example]:
    """Yield the examples of a file of annotated articles, a sentence each, grouped by article.

    A pair of mentions is an example of the relations that the annotators claimed of these actors with this
    sentence as evidence. Where they claimed something of them elsewhere in the article, or the mentions are
    other mentions of the same actors than those marked, the pair is left out: it may state the claim as well.
    All others state nothing.

    Raises:
        DataError: A line is no annotated article; with its number.
        DocumentError: A line is no text, or too long.

    """
    for number, row in json_lines(path):
        try:
            document = Document(row["doc"]["id"], row["doc"]["text"])
            yield from _examples(row, document, extractor)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"no annotated article: {error!r}", path=path, line=number) from None


def _examples(row: dict[str, Any], document: Document, extractor: Extractor) -> Iterator[Example]:
    actors, places = _names(row["actors"]), _names(row["places"])
    stated = {frozenset((c["source"], c["target"])) for c in row["claims"]}
    for candidates in extractor.candidates(document):
        start, end = candidates.sentence.start_char, candidates.sentence.end_char
        claims = [c for c in row["claims"] if start < c["evidence"]["end"] and c["evidence"]["start"] < end]
        mentions = [(c.start, c.end) for c in candidates.found]
        keys: list[set[str]] = [_keys(c, actors, places, document.text) for c in candidates.found]
        for claim in claims:
            for end_of, side in (("source_span", "source"), ("target_span", "target")):
                _add_gold(claim.get(end_of), claim[side], mentions, keys, start, end)
        order = sorted(range(len(mentions)), key=lambda i: (mentions[i][0], -mentions[i][1]))
        mentions, keys = [mentions[i] for i in order], [keys[i] for i in order]
        pairs = [
            target
            for a, b in combinations(range(len(mentions)), 2)
            if (target := _target(a, b, mentions, keys, claims, stated)) is not None
        ]
        if pairs:
            text = document.text[start:end]
            within = tuple((max(s - start, 0), min(e, end) - start) for s, e in mentions)
            yield Example(text, within, tuple(pairs), document.id)


def _names(entries: Mapping[str, Any]) -> AnnotatedNames:
    return AnnotatedNames(
        {key: (entry["name"], *entry.get("surfaces", ())) for key, entry in entries.items()}
    )


def _keys(candidate: Candidate, actors: AnnotatedNames, places: AnnotatedNames, text: str) -> set[str]:
    surface = text[candidate.start : candidate.end]
    found = set()
    if candidate.actor is not None:
        found.add(actors.key(surface, candidate.actor.surface, candidate.actor.name))
    if candidate.place is not None:
        found.add(places.key(surface, candidate.place.surface, candidate.place.name))
    return {key for key in found if key is not None}


def _add_gold(
    span: dict[str, int] | None,
    key: str,
    mentions: list[tuple[int, int]],
    keys: list[set[str]],
    start: int,
    end: int,
) -> None:
    """Add a mention that the annotators marked, or its key to the one that we found in its place."""
    if span is None or not (start <= span["start"] and span["end"] <= end):
        return
    for i, (s, e) in enumerate(mentions):
        if (s, e) == (span["start"], span["end"]) or (
            key in keys[i] and s < span["end"] and span["start"] < e
        ):
            keys[i].add(key)
            return
    mentions.append((span["start"], span["end"]))
    keys.append({key})


def _target(
    first: int,
    second: int,
    mentions: list[tuple[int, int]],
    keys: list[set[str]],
    claims: list[dict[str, Any]],
    stated: set[frozenset[str]],
) -> PairTarget | None:
    if keys[first] & keys[second]:
        return None
    right = []
    for claim in claims:
        for forward in (True, False):
            ends = (first, second) if forward else (second, first)
            if claim["source"] in keys[ends[0]] and claim["target"] in keys[ends[1]]:
                marked = all(
                    _touches(claim.get(side), mentions[end])
                    for side, end in zip(("source_span", "target_span"), ends, strict=True)
                )
                right.append((claim, forward, marked))
    if any(marked for *_, marked in right):
        return _positive(first, second, [(claim, forward) for claim, forward, marked in right if marked])
    known = {frozenset((a, b)) for a in keys[first] for b in keys[second]}
    if right or known & stated:
        return None
    none = frozenset({Label(NONE)})
    return PairTarget(first, second, relations=none, signs=none)


def _touches(span: dict[str, int] | None, mention: tuple[int, int]) -> bool:
    return span is None or (span["start"] < mention[1] and mention[0] < span["end"])


def _positive(first: int, second: int, claims: list[tuple[dict[str, Any], bool]]) -> PairTarget:
    relations, signs = set(), set()
    for claim, forward in claims:
        term = RELATIONS[claim["relation"]]
        relations.add(relation_label(claim["relation"], forward=forward))
        sign = _SIGNS.get(term.sign)
        if sign is None or claim["polarity"] == "denied":
            signs.add(Label(NONE))
        elif term.symmetric:
            signs |= {Label(sign, True), Label(sign, False)}
        else:
            signs.add(Label(sign, forward))
    if len(signs) > 1:
        signs.discard(Label(NONE))
    claim = claims[0][0]
    words = {claim["modality"], claim["polarity"]} & set(QUALIFIERS)
    return PairTarget(
        first, second, relations=frozenset(relations), signs=frozenset(signs), qualifiers=frozenset(words)
    )
