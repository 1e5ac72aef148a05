"""How well the network tells events of pairs that it has not seen: cross-validation over marked pairs.

    python benchmarks/pairs.py EVENTS.jsonl [DATA...] [--folds 5] [--shared weights.pt]
    python benchmarks/pairs.py EVENTS.jsonl --compare sentence pair [--epochs 3] [--judged 2]

Needs the extra ``train``. The stages of the recipe before the last are learnt once, from the built-in
sentences and DATA; then, for each fold, the last stage from the built-in sentences about events
(``events*.txt``) and the pairs of the other folds. With ``--shared`` the weights after the shared stages are
kept in a file, and taken from there if it exists. Each pair is judged by the network that it was held back
from, as ``kg classify`` does: by the root that is likeliest together with its sign. Prints accuracy and
macro F1 of sign, quad and root over all pairs.

``--compare`` learns each fold in two ways instead, straight from the base model and from the same pairs, for
the same number of epochs: with one reading of a sentence for all its pairs, as we do, and with one reading
for each pair, in which its two mentions are marked (:mod:`marked`). To end within hours, only some of
the built-in sentences about events are learnt, and ``--judged`` leaves out the folds behind the first ones.
Prints both, and the time that a sentence takes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from marked import MarkingEncoder, one_by_one

from kg.catalogue import Catalogue
from kg.classifier import Verdict
from kg.classifier.encoding import Encoder
from kg.classifier.labels import DIRECTED, NONE, QUAD_OF, ROOTS, SIGN_OF
from kg.extraction import Extractor, load_pipeline
from kg.extraction.pipeline import DEFAULT_MODEL
from kg.training.examples import Example, read_pairs
from kg.training.fit import Schedule, fit, scores
from kg.training.labelled import read_labelled
from kg.training.materials import built_in, read_materials
from kg.training.network import PairNetwork
from kg.training.recipe import STAGES, Plan, Stage, base_folder, learn

Answer = tuple[str, str, str]  # sign, quad, root


@dataclass(frozen=True, slots=True)
class Way:
    """A way of reading pairs: what each text is turned into, and how the examples are cut."""

    encoder: Encoder
    cut: Callable[[Sequence[Example]], list[Example]]


def main() -> None:
    """Run the folds and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("events", type=Path)
    parser.add_argument("data", nargs="*", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--compare", nargs="+", choices=("sentence", "pair"), help="what one reading is for")
    parser.add_argument("--epochs", type=int, default=3, help="of --compare")
    parser.add_argument(
        "--judged", type=int, help="folds that are learnt and judged; all of them if not given"
    )
    parser.add_argument("--sentences", type=int, default=400, help="of our own, learnt by --compare")
    options = parser.parse_args()

    plan = Plan(base_folder())
    vocabulary = plan.base / "tokenizer.json"
    pairs = list(read_pairs(options.events))
    ours = [
        example for path in built_in() if path.stem.startswith("events") for example in read_labelled(path)
    ]
    ways = {
        "sentence": Way(Encoder(vocabulary), list),
        "pair": Way(MarkingEncoder(vocabulary), one_by_one),
    }
    if not options.compare:
        shared = shared_network(plan, options.data, options.shared).state_dict()
        report(
            held_out(pairs, ours, ways["sentence"], shared, plan, STAGES[-1], options.folds, options.judged)
        )
        return
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    fresh = PairNetwork(plan.base).state_dict()
    stage = replace(STAGES[-1], epochs=options.epochs)
    ours = random.Random(plan.seed).sample(ours, min(options.sentences, len(ours)))
    for name in options.compare:
        found = held_out(pairs, ours, ways[name], fresh, plan, stage, options.folds, options.judged)
        report(found, f"one reading a {name}")
        cost(plan, ways[name], name)


def held_out(
    pairs: Sequence[Example],
    ours: Sequence[Example],
    way: Way,
    start: Mapping[str, torch.Tensor],
    plan: Plan,
    stage: Stage,
    folds: int,
    judged_folds: int | None,
) -> list[tuple[Answer, Answer]]:
    """Return what is right for each pair, and what a network answers that was held back from it."""
    order = list(range(len(pairs)))
    random.Random(plan.seed).shuffle(order)
    answers: dict[int, Answer] = {}
    for fold in range(folds)[:judged_folds]:
        judged = sorted(order[fold::folds])
        network = PairNetwork(plan.base)
        network.load_state_dict(start)
        held = set(judged)
        known = way.cut([*ours, *(pairs[i] for i in order if i not in held)])
        schedule = Schedule(stage.epochs, stage.rate, stage.masked, plan.seed + fold, stage.batch)
        fit(network, known, way.encoder, schedule)
        for i, found in zip(judged, scores(network, [pairs[i] for i in judged], way.encoder), strict=True):
            answers[i] = answer_of(root_of(found["sign"][0], found["root"][0]))
        right = sum(answers[i] == wanted(pairs[i]) for i in judged)
        print(f"fold {fold + 1}: {len(known)} learnt, {right} of {len(held)} roots right", flush=True)
    return [(wanted(pairs[i]), answer) for i, answer in sorted(answers.items())]


def report(found: Sequence[tuple[Answer, Answer]], way: str = "") -> None:
    """Print how many answers are right."""
    for k, name in enumerate(("sign", "quad", "root")):
        rows = [(right[k], answer[k]) for right, answer in found]
        accuracy = sum(a == b for a, b in rows) / len(rows)
        figures = f"{name}: accuracy {accuracy:.3f}, macro F1 {macro_f1(rows):.3f} ({len(rows)} pairs)"
        print(f"{way}, {figures}" if way else figures, flush=True)


def cost(plan: Plan, way: Way, name: str) -> None:
    """Print the processor time that a sentence of news with all its pairs takes."""
    network = PairNetwork(plan.base)
    news = [example for path in built_in() if path.stem == "newswire" for example in read_labelled(path)]
    begun = time.process_time()
    scores(network, way.cut(news), way.encoder)
    taken = (time.process_time() - begun) / len(news)
    pairs = sum(len(example.pairs) for example in news) / len(news)
    print(f"one reading a {name}: {1000 * taken:.1f} ms a sentence of {pairs:.1f} pairs", flush=True)


def shared_network(plan: Plan, data: list[Path], kept: Path | None) -> PairNetwork:
    """Return the network after all stages but the last, from a file or by learning."""
    if kept is not None and kept.exists():
        network = PairNetwork(plan.base)
        network.load_state_dict(torch.load(kept, weights_only=True))
        return network
    materials = read_materials([*built_in(), *data], _extractor)
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
    """Return the root code that the scores of a pair come to, empty for no tie."""
    chances = (dict(zip(DIRECTED, signs.softmax(-1).tolist(), strict=True)), roots.softmax(-1).tolist())
    return Verdict({}, chances[0], dict(zip(ROOTS, chances[1], strict=True)), {}).root or ""


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
