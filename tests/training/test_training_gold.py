"""An annotated article gives its claims as examples, and its other pairs as counter-examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.classifier.labels import Label
from kg.errors import DataError
from kg.extraction import Extractor
from kg.training.gold import read_annotated

TEXT = "Russia attacked the rebels in Aleppo. Iran and Russia armed Hezbollah. Turkey denied it backs Hamas."
NONE = frozenset({Label("none")})


def _span(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def _claim(source: str, relation: str, target: str, quote: str, **other: Any) -> dict[str, Any]:
    claim = {"source": source, "relation": relation, "target": target, "polarity": "affirmed"}
    return claim | {"modality": "asserted", "evidence": _span(quote) | {"quote": quote}} | other


ARTICLE: dict[str, Any] = {
    "doc": {"id": "a1", "text": TEXT},
    "actors": {
        "RU": {"name": "Russia"},
        "REB": {"name": "rebels", "surfaces": ["the rebels"]},
        "IR": {"name": "Iran"},
        "HZ": {"name": "Hezbollah"},
        "TR": {"name": "Turkey", "surfaces": ["it"]},
        "HM": {"name": "Hamas"},
    },
    "places": {"ALE": {"name": "Aleppo"}},
    "claims": [
        _claim("RU", "attacks", "REB", "Russia attacked the rebels", source_span=_span("Russia"))
        | {"target_span": _span("the rebels")},
        _claim("REB", "present_in", "ALE", "the rebels in Aleppo"),
        _claim("IR", "backs", "HZ", "Iran and Russia armed Hezbollah"),
        _claim("TR", "backs", "HM", "it backs Hamas", polarity="denied"),
    ],
}


@pytest.fixture
def found(extractor: Extractor, tmp_path: Path) -> dict[tuple[str, str], Any]:
    """Return the pairs of the article by the words of their mentions."""
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    pairs = {}
    for example in read_annotated(path, extractor):
        assert example.group == "a1"
        for pair in example.pairs:
            words = (example.text[slice(*example.mentions[k])] for k in (pair.first, pair.second))
            pairs[tuple(words)] = pair
    return pairs


def test_claims_are_examples_with_sign_and_direction(found: dict[tuple[str, str], Any]) -> None:
    attack = found["Russia", "the rebels"]

    assert attack.relations == {Label("attacks")}
    assert attack.signs == {Label("conflict")}
    assert found["Iran", "Hezbollah"].relations == {Label("backs")}


def test_what_is_denied_has_no_sign(found: dict[tuple[str, str], Any]) -> None:
    denied = [pair for pair in found.values() if pair.qualifiers == {"denied"}]

    assert denied
    assert all(pair.relations == {Label("backs")} and pair.signs == NONE for pair in denied)


def test_pairs_that_nobody_claimed_state_nothing(found: dict[tuple[str, str], Any]) -> None:
    assert found["Iran", "Russia"].relations == NONE
    assert found["Russia", "Hezbollah"].relations == NONE


@pytest.mark.parametrize(
    "row", [{"doc": {"id": "a"}, "claims": []}, {"doc": 3, "claims": []}, ARTICLE | {"actors": [1]}]
)
def test_a_mistake_names_its_line(extractor: Extractor, tmp_path: Path, row: dict[str, Any]) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n" + json.dumps(row) + "\n", encoding="utf-8")

    with pytest.raises(DataError, match="no annotated article") as caught:
        list(read_annotated(path, extractor))
    assert caught.value.line == 2
