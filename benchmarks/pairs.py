"""How well the network tells events of pairs that it has not seen: cross-validation over marked pairs.

    python benchmarks/pairs.py EVENTS.jsonl [DATA...] [--folds 5] [--shared weights.pt]

Needs the extra ``train``. The stages of the recipe before the last are learnt once, from the built-in
sentences and DATA; then, for each fold, the last stage from the built-in sentences about events
(``events*.txt``) and the pairs of the other folds. With ``--shared`` the weights after the shared stages are
kept in a file, and taken from there if it exists. Each pair is judged by the network that it was held back
from, as ``kg classify`` does: by the likeliest root of the likeliest sign. Prints accuracy and macro F1 of
sign, quad and root over all pairs.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

import torch

from kg.catalogue import Catalogue
from kg.classifier.encoding import Encoder
from kg.classifier.labels import DIRECTED, NONE, QUAD_OF, ROOTS, SIGN_OF
from kg.extraction import Extractor, load_pipeline
from kg.extraction.pipeline import DEFAULT_MODEL
from kg.training.examples import Example, read_pairs
from kg.training.fit import Schedule, fit, scores
from kg.training.labelled import read_labelled
from kg.training.materials import built_in, read_material
from kg.training.network import PairNetwork
from kg.training.recipe import STAGES, Plan, base_folder, learn

Answer = tuple[str, str, str]  # sign, quad, root


def main() -> None:
    """Run the folds and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("events", type=Path)
    parser.add_argument("data", nargs="*", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--shared", type=Path)
    options = parser.parse_args()

    plan = Plan(base_folder())
    encoder = Encoder(plan.base / "tokenizer.json")
    shared = shared_network(plan, options.data, options.shared).state_dict()
    pairs = list(read_pairs(options.events))
    ours = [
        example for path in built_in() if path.stem.startswith("events") for example in read_labelled(path)
    ]
    order = list(range(len(pairs)))
    random.Random(plan.seed).shuffle(order)
    last, answers = STAGES[-1], {}
    for fold in range(options.folds):
        held = set(order[fold :: options.folds])
        network = PairNetwork(plan.base)
        network.load_state_dict(shared)
        known = [*ours, *(pairs[i] for i in order if i not in held)]
        schedule = Schedule(last.epochs, last.rate, last.masked, plan.seed + fold, last.batch)
        fit(network, known, encoder, schedule)
        judged = sorted(held)
        for i, found in zip(judged, scores(network, [pairs[i] for i in judged], encoder), strict=True):
            answers[i] = answer_of(root_of(found["sign"][0], found["root"][0]))
        right = sum(answers[i] == wanted(pairs[i]) for i in judged)
        print(f"fold {fold + 1}: {len(known)} learnt, {right} of {len(held)} roots right", flush=True)
    for k, name in enumerate(("sign", "quad", "root")):
        rows = [(wanted(pairs[i])[k], answers[i][k]) for i in range(len(pairs))]
        accuracy = sum(a == b for a, b in rows) / len(rows)
        print(f"{name}: accuracy {accuracy:.3f}, macro F1 {macro_f1(rows):.3f} ({len(rows)} pairs)")


def shared_network(plan: Plan, data: list[Path], kept: Path | None) -> PairNetwork:
    """Return the network after all stages but the last, from a file or by learning."""
    if kept is not None and kept.exists():
        network = PairNetwork(plan.base)
        network.load_state_dict(torch.load(kept, weights_only=True))
        return network
    materials = [read_material(path, _extractor) for path in (*built_in(), *data)]
    network = learn(replace(plan, stages=STAGES[:-1]), materials)
    if kept is not None:
        torch.save(network.state_dict(), kept)
    return network


def _extractor() -> Extractor:
    return Extractor(load_pipeline(DEFAULT_MODEL), Catalogue.load())


def wanted(example: Example) -> Answer:
    """Return what is right for a pair."""
    return answer_of(str(example.pairs[0].root))


def root_of(signs: torch.Tensor, roots: torch.Tensor) -> str:
    """Return the likeliest root code of the likeliest sign, empty for no tie."""
    sign = DIRECTED[int(signs.argmax())].name
    fitting = [k for k, root in enumerate(ROOTS) if SIGN_OF[QUAD_OF[root]] == sign]
    return ROOTS[max(fitting, key=lambda k: float(roots[k]))] if fitting else ""


def answer_of(root: str) -> Answer:
    """Return sign, quad and root of a root code."""
    return (SIGN_OF[QUAD_OF[root]], QUAD_OF[root], root) if root else (NONE, NONE, NONE)


def macro_f1(rows: list[tuple[str, str]]) -> float:
    """Return the mean F1 of the labels that occur in the gold."""
    labels = sorted({right for right, _ in rows})
    values = []
    for label in labels:
        hits = sum(right == found == label for right, found in rows)
        named = sum(right == label for right, _ in rows) + sum(found == label for _, found in rows)
        values.append(2 * hits / named if named else 0.0)
    return sum(values) / len(values)


if __name__ == "__main__":
    main()
