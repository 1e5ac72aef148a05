"""What a user may take instead of the program: each tool's triples, read as our relations by one table.

A tool is a function from parsed articles to triples. ``benchmarks/predicates.toml`` says which relation a
predicate means; polarity is denied where the predicate is negated. Everything else, who is meant for example,
is left as the tool gives it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import spacy
from spacy.tokens import Doc, Span, Token

from kg.evaluation import NamedActor, PredictedClaim

__all__ = [
    "Predicates",
    "Triple",
    "Word",
    "as_claims",
    "lexicon_triples",
    "openie",
    "openie_triples",
    "textacy_triples",
]

TABLE = Path(__file__).with_name("predicates.toml")
NAMED = frozenset(
    {"EVENT", "FAC", "GPE", "LOC", "NORP", "ORG", "PERSON"}
)  # entities that can be an actor or a place
_SKIPPED = frozenset({"ADV", "DET", "PART", "PUNCT", "SCONJ", "PRON", "NUM"})
_NEGATIONS = frozenset({"not", "n't", "never"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a predicate."""

    text: str
    lemma: str
    pos: str
    tag: str

    @classmethod
    def of(cls, token: Token) -> Word:
        """Return a token as a word."""
        return cls(token.lower_, token.lemma_.lower(), token.pos_, token.tag_)


@dataclass(frozen=True, slots=True)
class Triple:
    """What a tool found: the words of both ends, the predicate between them, and the sentence."""

    subject: str
    predicate: tuple[Word, ...]
    object: str
    sentence: Span


class Predicates:
    """Reads predicates by the table."""

    @cached_property
    def _relations(self) -> dict[str, str]:
        table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
        return {predicate: relation for relation, predicates in table.items() for predicate in predicates}

    def read(self, words: Sequence[Word]) -> tuple[str, bool] | None:
        """Return the relation and whether the predicate is a passive that has to be turned round."""
        kept = [word for word in words if word.pos not in _SKIPPED and word.text not in _NEGATIONS]
        has_be = any(word.lemma == "be" for word in kept)
        kept = [word for word in kept if word.pos != "AUX" and word.lemma != "be"]
        if not kept:
            return None
        passive = has_be and kept[0].tag in {"VBN", "VBD"} and kept[-1].text == "by"
        passive = passive or (has_be and len(kept) == 1 and kept[0].tag in {"VBN", "VBD"})
        if passive and kept[-1].text == "by":
            kept = kept[:-1]
        start = "be " if has_be and not passive and kept[0].tag != "VBG" else ""
        for key in _keys([word.lemma for word in kept]):
            if relation := self._relations.get(start + key):
                return relation, passive
        return None


def _keys(lemmas: list[str]) -> Iterator[str]:
    yield " ".join(lemmas)
    if len(lemmas) > 2:
        yield f"{lemmas[0]} {lemmas[-1]}"  # "deployed troops to": the object hangs on the preposition
    if len(lemmas) > 1 and lemmas[-1] == "of":
        yield lemmas[0]


def as_claims(triples: Iterable[Triple], document: str, *, named: bool) -> Iterator[PredictedClaim]:
    """Yield the claims that the triples of one document make, those with a predicate of the table.

    Args:
        triples: What a tool found.
        document: The id of the document.
        named: Keep only triples with a named entity at both ends, and let the entity stand for the end.

    """
    predicates = Predicates()
    for triple in triples:
        read = predicates.read(triple.predicate)
        if read is None:
            continue
        relation, passive = read
        ends = [triple.object, triple.subject] if passive else [triple.subject, triple.object]
        if named:
            ends = [_entity_in(end, triple.sentence) for end in ends]
        if not all(ends):
            continue
        denied = any(word.text in _NEGATIONS for word in triple.predicate)
        yield PredictedClaim(
            document=document,
            source=NamedActor(ends[0], ends[0]),
            relation=relation,
            target=NamedActor(ends[1], ends[1]),
            polarity="denied" if denied else "affirmed",
            start=triple.sentence.start_char,
            end=triple.sentence.end_char,
            quote=triple.sentence.text,
        )


def _entity_in(words: str, sentence: Span) -> str:
    """Return the last named entity of the sentence that stands in these words, or nothing."""
    found = (entity.text for entity in sentence.ents if entity.label_ in NAMED)
    inside = [name for name in found if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)]
    return inside[-1] if inside else ""


def lexicon_triples(doc: Doc) -> Iterator[Triple]:
    """Yield the subject and each object of every verb, as noun phrases."""
    phrases = {token.i: phrase.text for phrase in doc.noun_chunks for token in phrase}
    for verb in doc:
        if verb.pos_ != "VERB":
            continue
        helpers = [token for token in verb.children if token.dep_ in {"aux", "auxpass", "neg", "prt"}]
        words = sorted([verb, *helpers], key=lambda token: token.i)
        for subject in _subjects(verb):
            for prepositions, end in _objects(verb):
                predicate = tuple(map(Word.of, [*words, *prepositions]))
                ends = (phrases.get(token.i, token.text) for token in (subject, end))
                yield Triple(next(ends), predicate, next(ends), verb.sent)


def _subjects(verb: Token) -> list[Token]:
    """Return the subjects of a verb, those of the verb before it in "entered and took" where it has none."""
    own = _with_conjuncts(verb, {"nsubj", "nsubjpass"})
    return own if own or verb.dep_ != "conj" else _with_conjuncts(verb.head, {"nsubj", "nsubjpass"})


def _objects(verb: Token) -> Iterator[tuple[list[Token], Token]]:
    """Yield the objects of a verb with the prepositions that lead to them: "seize", "seize (parts) of"."""
    direct = _with_conjuncts(verb, {"dobj", "dative"})
    yield from (([], end) for end in direct)
    linked = [child for child in verb.children if child.dep_ in {"prep", "agent"}]
    linked += [child for end in direct for child in end.children if child.lower_ == "of"]
    for preposition in linked:
        yield from (([preposition], end) for end in _with_conjuncts(preposition, {"pobj"}))


def _with_conjuncts(head: Token, roles: set[str]) -> list[Token]:
    return [each for child in head.children if child.dep_ in roles for each in (child, *child.conjuncts)]


def textacy_triples(doc: Doc) -> Iterator[Triple]:
    """Yield the subject-verb-object triples of textacy; neighbouring words of an end stand for one actor.

    Raises:
        ImportError: textacy is not installed.

    """
    from textacy.extract import subject_verb_object_triples

    for subjects, verb, objects in subject_verb_object_triples(doc):
        words = tuple(map(Word.of, verb))
        for subject in _stretches(subjects):
            for end in _stretches(objects):
                yield Triple(subject, words, end, verb[0].sent)


def _stretches(tokens: Sequence[Token]) -> list[str]:
    """Return the texts of neighbouring tokens; textacy puts coordinated nouns into one list."""
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and groups[-1][-1].i + 1 == token.i:
            groups[-1].append(token)
        else:
            groups.append([token])
    return [group[0].doc[group[0].i : group[-1].i + 1].text for group in groups]


def openie(nlp: spacy.Language, small: Path | str) -> Any:
    """Return the extractor of triplet-extract.

    Args:
        nlp: The pipeline that it may use; it changes it.
        small: The small English pipeline, which it loads as ``en_core_web_sm``.

    Raises:
        ImportError: triplet-extract is not installed.

    """
    from triplet_extract import OpenIEExtractor

    load = spacy.load
    with patch(
        "spacy.load", lambda name, **options: load(small if name == "en_core_web_sm" else name, **options)
    ):
        return OpenIEExtractor(nlp=nlp)


def openie_triples(extractor: Any, doc: Doc) -> Iterator[Triple]:
    """Yield the triples of triplet-extract, sentence by sentence so that each has its evidence."""
    for sentence in doc.sents:
        words = {token.lower_: Word.of(token) for token in sentence}
        for found in extractor.extract_triplet_objects(sentence.text):
            predicate = tuple(words[text] for text in found.relation.lower().split() if text in words)
            yield Triple(found.subject, predicate, found.object, sentence)
