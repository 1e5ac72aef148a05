"""How well the network for pairs tells events that it has not seen: cross-validation over marked pairs.

    python benchmarks/pairs.py EVENTS.jsonl [DATA...] [--folds 5] [--judged 2] [--seed 7]
    python benchmarks/pairs.py EVENTS.jsonl --compare

Needs the extra ``train``. The pairs of EVENTS are parted into folds. For each fold a network learns what the
recipe teaches the network for pairs: the other folds, the built-in sentences, and DATA; ``--only-events``
leaves out all but the other folds. Each pair is judged by the network that it was held back from, as
``kg classify`` does: by the root that is likeliest together with its sign. Prints accuracy and macro F1 of
sign, quad and root over all pairs.

``--compare`` learns each fold in two ways from the pairs of EVENTS alone: with marks, so that the network
sees which two mentions it is asked about, and without, as the network for sentences reads them all at once.
Prints both, and the time that a sentence with all its pairs takes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from kg.catalogue import Catalogue
from kg.classifier import Opinion
from kg.classifier.encoding import Encoder
from kg.classifier.labels import DIRECTED, NONE, QUAD_OF, ROOTS, SIGN_OF
from kg.extraction import Extractor, load_pipeline
from kg.extraction.pipeline import DEFAULT_MODEL
from kg.training.examples import Example, read_pairs
from kg.training.fit import scores
from kg.training.labelled import read_labelled
from kg.training.materials import Material, Pool, built_in, read_materials
from kg.training.network import PairNetwork
from kg.training.recipe import Course, Plan, base_folder, chosen, taught

Answer = tuple[str, str, str]  # sign, quad, root


def main() -> None:
    """Run the folds and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("events", type=Path)
    parser.add_argument("data", nargs="*", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument(
        "--judged", type=int, help="folds that are learnt and judged; all of them if not given"
    )
    parser.add_argument("--only-events", action="store_true")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    plan = Plan(base_folder(), seed=options.seed, threads=options.threads)
    pairs = list(read_pairs(options.events))
    alone = options.only_events or options.compare
    others = [] if alone else read_materials([*_texts(), *options.data], _extractor)
    for marks in (True, False) if options.compare else (True,):
        found = held_out(pairs, others, plan, options.folds, options.judged, marks=marks)
        name = "marked pairs" if marks else "sentences"
        report(found, name)
        if options.compare:
            cost(plan, name, marks=marks)


def held_out(
    pairs: Sequence[Example],
    others: Sequence[Material],
    plan: Plan,
    folds: int,
    judged_folds: int | None,
    *,
    marks: bool,
) -> list[tuple[Answer, Answer]]:
    """Return what is right for each pair, and what a network answers that was held back from it."""
    order = list(range(len(pairs)))
    random.Random(plan.seed).shuffle(order)
    encoder = Encoder(plan.base / "tokenizer.json")
    answers: dict[int, Answer] = {}
    for fold in range(folds)[:judged_folds]:
        begun = time.perf_counter()
        judged = sorted(order[fold::folds])
        held = set(judged)
        known = Material("", "", {Pool.EVENTS: tuple(pairs[i] for i in order if i not in held)})
        courses: list[tuple[Course, list[Example]]] = [
            (course, chosen(course, [known, *others], plan.seed + fold, events=True)) for course in plan.pairs
        ]
        network = taught(replace(plan, seed=plan.seed + fold), courses, marks=marks)
        for i, found in zip(judged, scores(network, [pairs[i] for i in judged], encoder), strict=True):
            answers[i] = answer_of(root_of(found["sign"][0], found["root"][0]))
        right = sum(answers[i] == wanted(pairs[i]) for i in judged)
        taken = time.perf_counter() - begun
        print(f"fold {fold + 1}: {right} of {len(held)} roots right, {taken:.0f} s", flush=True)
    return [(wanted(pairs[i]), answer) for i, answer in sorted(answers.items())]


def report(found: Sequence[tuple[Answer, Answer]], way: str) -> None:
    """Print how many answers are right."""
    for k, name in enumerate(("sign", "quad", "root")):
        rows = [(right[k], answer[k]) for right, answer in found]
        accuracy = sum(a == b for a, b in rows) / len(rows)
        print(
            f"{way}, {name}: accuracy {accuracy:.3f}, macro F1 {macro_f1(rows):.3f} ({len(rows)} pairs)",
            flush=True,
        )


def cost(plan: Plan, way: str, *, marks: bool) -> None:
    """Print the processor time that a sentence of news with all its pairs takes."""
    network = PairNetwork(plan.base, marks=marks)
    news = [example for path in built_in() if path.stem == "newswire" for example in read_labelled(path)]
    begun = time.process_time()
    scores(network, news, Encoder(plan.base / "tokenizer.json"))
    taken = (time.process_time() - begun) / len(news)
    pairs = sum(len(example.pairs) for example in news) / len(news)
    print(f"{way}: {1000 * taken:.1f} ms a sentence of {pairs:.1f} pairs", flush=True)


def _texts() -> list[Path]:
    """Return the built-in sentences without those that annotate the texts of marked pairs."""
    return [path for path in built_in() if path.suffix == ".txt"]


def _extractor() -> Extractor:
    return Extractor(load_pipeline(DEFAULT_MODEL), Catalogue.load())


def wanted(example: Example) -> Answer:
    """Return what is right for a pair."""
    return answer_of(str(example.pairs[0].root))


def root_of(signs: torch.Tensor, roots: torch.Tensor) -> str:
    """Return the root code that the scores of a pair come to, empty for no tie."""
    chances = dict(zip(DIRECTED, signs.softmax(-1).tolist(), strict=True))
    return Opinion(chances, dict(zip(ROOTS, roots.softmax(-1).tolist(), strict=True))).root or ""


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
