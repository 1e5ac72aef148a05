"""The comparison with other tools reads all of them by one table, and goes on where one is missing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from small_gold import ARTICLE

from kg.evaluation import PredictedClaim
from kg.ingest import Pipeline
from kg.model import Document
from kg.vocabulary import RELATIONS

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def baselines(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    import baselines

    return baselines


@pytest.fixture
def quality(baselines: ModuleType) -> ModuleType:
    import quality

    return quality


def test_each_predicate_means_one_relation_that_exists(baselines: ModuleType) -> None:
    table = baselines.tomllib.loads(baselines.TABLE.read_text(encoding="utf-8"))
    predicates = [predicate for relation in table for predicate in table[relation]]

    assert all(RELATIONS[relation].parent is None for relation in table)
    assert len(predicates) == len(set(predicates))
    assert all(table[relation] == sorted(table[relation]) for relation in table)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Russia attacked Turkey.", ("Russia", "attacks", "Turkey", "affirmed")),
        ("Turkey was attacked by Russia.", ("Russia", "attacks", "Turkey", "affirmed")),
        ("Russia did not attack Turkey.", ("Russia", "attacks", "Turkey", "denied")),
        ("Russia is attacking Turkey.", ("Russia", "attacks", "Turkey", "affirmed")),
        ("Russia has clashed with Turkey.", ("Russia", "fights", "Turkey", "affirmed")),
        ("Russia met Turkey.", ("Russia", "negotiates_with", "Turkey", "affirmed")),
        ("Russia seized parts of Turkey.", ("Russia", "controls", "Turkey", "affirmed")),
        ("Russia defected from Turkey.", ("Russia", "split_from", "Turkey", "affirmed")),
        ("Russia phoned Turkey.", None),
    ],
)
def test_verb_lexicon_reads_subject_verb_and_object(
    text: str, claim: tuple[str, ...] | None, baselines: ModuleType, pipeline: Pipeline
) -> None:
    doc = pipeline.extractor.nlp(text)
    found = list(baselines.as_claims(baselines.lexicon_triples(doc), "d", named=True))

    said = [(c.source.name, c.relation, c.target.name, c.polarity) for c in found]
    assert said == ([] if claim is None else [claim])
    assert all(c.quote == text[c.start : c.end] for c in found)


def test_named_ends_drop_what_names_nobody(baselines: ModuleType, pipeline: Pipeline) -> None:
    doc = pipeline.extractor.nlp("Gunmen attacked the Russian embassy.")
    triples = list(baselines.lexicon_triples(doc))
    (as_it_comes,) = baselines.as_claims(triples, "d", named=False)

    assert (as_it_comes.source.name, as_it_comes.target.name) == ("Gunmen", "the Russian embassy")
    assert list(baselines.as_claims(triples, "d", named=True)) == []


def test_missing_tool_is_reported_and_the_rest_goes_on(quality: ModuleType, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(ARTICLE), encoding="utf-8")

    def absent(_: str) -> Any:
        raise ImportError(name="tool")

    def silent(_: str) -> Any:
        def read(documents: Sequence[Document]) -> dict[str, list[PredictedClaim]]:
            assert [document.id for document in documents] == ["d1"]
            return {"": []}

        return read

    rows = quality.compare([gold], "model", {"absent": absent, "silent": silent})
    table = quality.markdown(rows).splitlines()
    as_json = json.loads(quality.as_json(rows))

    assert table[2].startswith("| absent | not installed (tool): pip install textacy triplet-extract |")
    assert table[3].startswith("| silent | 0 | 0.000 | 0.000 | 0.000 |")
    assert {line.count("|") for line in table} == {len(quality.COLUMNS) + 1}
    assert [row["tool"] for row in as_json] == ["absent", "silent"]
    assert as_json[1]["exact"]["gold_core"] == 3
