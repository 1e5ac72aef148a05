"""Relations that a GLiNER2 model finds become claims; the model here is a stand-in of the same interface."""

from __future__ import annotations

from typing import Any

import pytest

from kg.backends import gliner
from kg.backends.gliner import GlinerReader, load_model
from kg.errors import BackendError
from kg.extraction import Extractor
from kg.model import Document
from kg.vocabulary import RELATIONS

TEXT = (
    "“Nobody knows.” Russia backs the Syrian army. It rained. Does Iran back Syria?  "
    "Turkey has trained rebels in Idlib."
)


class StandIn:
    """Answers like ``gliner2`` 2.1: for each text, pairs of ends by relation, with offsets in the text."""

    def __init__(self, *pairs: tuple[str, str, str, float]) -> None:
        self.pairs = pairs
        self.texts: list[str] = []
        self.relations: dict[str, str] = {}

    def batch_extract_relations(
        self,
        texts: list[str],
        relation_types: dict[str, str],
        batch_size: int = 8,
        threshold: float = 0.5,
        *,
        include_confidence: bool = False,
        include_spans: bool = False,
    ) -> list[dict[str, Any]]:
        assert include_confidence
        assert include_spans
        self.texts, self.relations = texts, relation_types
        return [{"relation_extraction": self._found(text, threshold)} for text in texts]

    def _found(self, text: str, threshold: float) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for head, relation, tail, sure in self.pairs:
            if head in text and tail in text and sure >= threshold:
                pair = {"head": self._end(text, head, 1.0), "tail": self._end(text, tail, sure)}
                # The span architecture answers under "relation: description", the other under "relation".
                key = f"{relation}: {self.relations.get(relation, '')}" if relation == "trains" else relation
                found.setdefault(key, []).append(pair)
        return found

    @staticmethod
    def _end(text: str, words: str, sure: float) -> dict[str, Any]:
        start = text.index(words)
        return {"text": words, "start": start, "end": start + len(words), "confidence": sure}


def test_found_relations_become_claims_with_their_sentence(extractor: Extractor) -> None:
    model = StandIn(("Russia", "backs", "Syrian army", 0.8), ("Turkey", "trains", "rebels", 0.61))

    reading = GlinerReader(model, "small", extractor).read(Document("d", TEXT))

    first, second = reading.claims
    assert (first.source.id, first.relation, first.target.id) == ("russia", "backs", "syria-armed-forces")
    assert (second.source.id, second.relation, second.target.name) == ("turkiye", "trains", "the rebels")
    assert [c.confidence for c in reading.claims] == [0.8, 0.61]
    assert {c.evidence.by for c in reading.claims} == {"gliner:small"}
    for found in reading.claims:
        assert found.evidence.quote == TEXT[found.evidence.start : found.evidence.end]
    assert first.evidence.quote == "Russia backs the Syrian army."
    assert {a.id for a in reading.actors} == {i for c in reading.claims for i in (c.source.id, c.target.id)}


def test_only_sentences_that_state_something_of_two_actors_are_asked_about(extractor: Extractor) -> None:
    model = StandIn()
    reader = GlinerReader(model, "small", extractor)
    reader.read(Document("d", TEXT))

    assert model.texts == ["Russia backs the Syrian army.", "Turkey has trained rebels in Idlib."]
    assert model.relations == {name: term.definition for name, term in RELATIONS.items()}


def test_what_names_nobody_or_the_wrong_kind_is_dropped_and_counted(extractor: Extractor) -> None:
    model = StandIn(
        ("Russia", "backs", "backs", 0.9),
        ("backs the Syrian army", "attacks", "Russia", 0.9),
        ("Russia", "controls", "Syrian army", 0.9),
        ("Russia", "likes", "Syrian army", 0.9),
    )
    reader = GlinerReader(model, "small", extractor)

    assert reader.read(Document("d", TEXT)).claims == ()
    assert reader.dropped == {"not an actor": 2, "not a place": 1, "unknown relation": 1}


def test_a_document_without_two_actors_asks_nothing(extractor: Extractor) -> None:
    model = StandIn()

    assert GlinerReader(model, "small", extractor).read(Document("d", "It rained.")).claims == ()
    assert model.texts == []


def test_without_the_package_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gliner, "find_spec", lambda name: None)

    with pytest.raises(BackendError, match="not installed") as caught:
        load_model("small")

    assert caught.value.hint == 'pip install "kg-actors[gliner]"'
