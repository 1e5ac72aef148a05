"""A tiny training, from files to the folder that runs: the same bytes each time, the answers of torch."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: it comes with the extra train")
pytest.importorskip("transformers", reason="transformers is not installed: it comes with the extra train")
pytest.importorskip("onnx", reason="onnx is not installed: it comes with the extra train")
pytest.importorskip("onnx_ir", reason="onnx-ir is not installed: it comes with the extra train")

from tiny_classifier import LABELLED, write_base

from kg.classifier.encoding import Encoder, Marked
from kg.classifier.labels import HEADS, PAIR_HEADS, SENTENCE_HEADS
from kg.errors import ClassifierError
from kg.training.card import Score
from kg.training.examples import one_by_one
from kg.training.fit import scores
from kg.training.folder import Trained, write_card, write_classifier
from kg.training.materials import Material, read_materials
from kg.training.recipe import Networks, Plan, learn

pytestmark = pytest.mark.filterwarnings("ignore")  # of torch and transformers, about themselves


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    base = write_base(tmp_path_factory.mktemp("base"), width=48, layers=2)
    return Plan(base, threads=1).changed(rate=1e-3)


@pytest.fixture(scope="module")
def materials(tmp_path_factory: pytest.TempPathFactory) -> list[Material]:
    folder = tmp_path_factory.mktemp("data")
    labelled, pairs = folder / "labelled.txt", folder / "plover_made_up.jsonl"
    labelled.write_text(LABELLED, encoding="utf-8")
    row = {"text": "Iran armed Hamas.", "source": [0, 4], "target": [11, 16]}
    rows = [row | {"sign": "none"}, row | {"sign": "conflict"}, row | {"sign": "cooperation", "root": "AID"}]
    pairs.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return read_materials([labelled, pairs], lambda: pytest.fail("no articles here"))


@pytest.fixture(scope="module")
def learnt(plan: Plan, materials: list[Material]) -> Networks:
    return learn(plan, materials)


@pytest.fixture(scope="module")
def trained(
    plan: Plan, materials: list[Material], learnt: Networks, tmp_path_factory: pytest.TempPathFactory
) -> Trained:
    return write_classifier(learnt, plan, materials, materials, tmp_path_factory.mktemp("trained"))


def test_the_same_data_and_seed_give_the_same_bytes(
    plan: Plan, materials: list[Material], trained: Trained, tmp_path: Path
) -> None:
    again = write_classifier(learn(plan, materials), plan, materials, materials, tmp_path / "again")

    names = sorted(path.name for path in trained.folder.iterdir())
    assert names == [
        "pairs.onnx",
        "relations.onnx",
        "reliability.svg",
        "settings.json",
        "tokenizer.json",
        "words.bin",
    ]
    for name in names:
        assert (again.folder / name).read_bytes() == (trained.folder / name).read_bytes(), name


def test_what_runs_agrees_with_what_was_learnt(
    plan: Plan, materials: list[Material], learnt: Networks, trained: Trained
) -> None:
    """Weights of eight bits differ a little, those of four bits more."""
    examples = [example for material in materials for example in material.examples]
    encoder = Encoder(plan.base / "tokenizer.json")
    for example, wanted in zip(examples, scores(learnt.sentences, examples, encoder), strict=True):
        pairs = tuple((pair.first, pair.second) for pair in example.pairs)
        _, found = trained.classifier.scores(Marked(example.text, example.mentions, pairs))
        for head in SENTENCE_HEADS:
            np.testing.assert_allclose(found[head], wanted[head].numpy(), atol=0.5, err_msg=head)
    alone = one_by_one(examples)
    for example, wanted in zip(alone, scores(learnt.pairs, alone, encoder), strict=True):
        found = trained.classifier.pair_scores(Marked(example.text, example.mentions, ((0, 1),)))
        for head in PAIR_HEADS:
            np.testing.assert_allclose(found[head], wanted[head].numpy(), atol=1.0, err_msg=head)


def test_learning_makes_the_answers_likelier(plan: Plan, materials: list[Material], learnt: Networks) -> None:
    import torch

    from kg.training.network import PairNetwork
    from kg.training.targets import wanted

    torch.manual_seed(1)
    encoder = Encoder(plan.base / "tokenizer.json")
    losses = []
    for network in (PairNetwork(plan.base), learnt.sentences):
        example = materials[0].examples[0]
        (found,) = scores(network, [example], encoder)
        right = torch.tensor([wanted("relation", pair) for pair in example.pairs])
        losses.append(-(right * found["relation"].log_softmax(-1)).sum(-1).mean().item())

    assert losses[1] < losses[0]


def test_settings_and_card_say_what_it_was_made_of(trained: Trained, materials: list[Material]) -> None:
    write_card(trained, [Score("made_up.jsonl, 3 pairs", "sign, accuracy", 2 / 3, (0.25, 1.0))])
    settings = json.loads((trained.folder / "settings.json").read_text(encoding="utf-8"))
    card = (trained.folder / "CARD.md").read_text(encoding="utf-8")

    assert settings["data"] == [[each.name, each.digest, len(each.examples)] for each in materials]
    assert settings["temperatures"].keys() == HEADS.keys()
    assert settings["belief"] is None
    assert "| made_up.jsonl, 3 pairs | sign, accuracy | 0.667 | 0.250 to 1.000 |" in card
    assert trained.classifier.digest in card
    assert "without a licence file" in card
    assert all(each.digest in card for each in materials)
    assert "$" not in card


def test_nothing_to_learn_is_an_error(plan: Plan) -> None:
    with pytest.raises(ClassifierError, match="nothing to learn"):
        learn(plan, [])


def test_a_base_that_is_none_is_an_error(tmp_path: Path, materials: list[Material]) -> None:
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")

    with pytest.raises(ClassifierError, match="cannot load the base model"):
        learn(Plan(tmp_path, threads=1), materials)
