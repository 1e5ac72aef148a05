"""The command that teaches the classifier: train."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import catalogue_option, examples, model_option
from kg.cli.terminal import counted, live_line, report

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from kg.classifier.gate import Gate
    from kg.evaluation import AnnotatedArticle, Gold
    from kg.extraction import Extractor
    from kg.ingest import Pipeline
    from kg.training.card import Score
    from kg.training.materials import Material

__all__ = ["train"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog=examples(
        "kg train",
        "kg train pairs.jsonl articles.jsonl more.txt --check held_out.jsonl --out classifier",
        "kg train pairs.jsonl --check held_out.jsonl --articles news.jsonl --out classifier",
        "kg train mine.txt --only-data --out classifier",
    )
)
@click.argument("data", type=_FILE, nargs=-1, metavar="[DATA]...")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="kg-classifier",
    show_default=True,
    metavar="DIR",
    help="Write the classifier to this folder.",
)
@click.option(
    "--base",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Start from this BERT model.  [default: MiniLM-L6 of the extra train]",
)
@click.option(
    "--check",
    type=_FILE,
    multiple=True,
    metavar="GOLD",
    help="Fit the confidence to this data, and measure on it; repeatable.",
)
@click.option(
    "--articles",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    metavar="INPUT",
    help="Articles, annotated or not, that show which sentences are worth judging; repeatable.",
)
@click.option("--only-data", is_flag=True, help="Leave out the built-in labelled sentences.")
@click.option(
    "--epochs",
    type=click.IntRange(1, 1000),
    metavar="NUMBER",
    help="Times to go through the data.  [default: 3]",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="NUMBER",
    help="Highest learning rate.  [default: 2e-4]",
)
@click.option("--seed", type=click.IntRange(0, 2**31), default=7, show_default=True, help="Of all chance.")
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=2,
    show_default=True,
    help="Processor threads; another number gives slightly other weights.",
)
@model_option
@catalogue_option
def train(
    data: tuple[Path, ...],
    out: Path,
    base: Path | None,
    check: tuple[Path, ...],
    articles: tuple[Path, ...],
    only_data: bool,
    epochs: int | None,
    rate: float | None,
    seed: int,
    threads: int,
    model: str | None,
    catalogue: Path | None,
) -> None:
    """Teach the classifier of relations, and write it as a folder.

    It learns the labelled sentences that come with the program and the files of DATA: labelled sentences,
    marked pairs, annotated articles, told apart by what is in them. The same data, seed, threads and machine
    give the same weights. The folder has a model card.
    """
    from dataclasses import replace

    from kg.config import load_settings
    from kg.evaluation.weighing import fit_belief
    from kg.ingest import Pipeline
    from kg.training.folder import with_belief, with_gate, write_card, write_classifier
    from kg.training.materials import built_in, read_materials
    from kg.training.recipe import Plan, base_folder, learn, require

    require()
    plan = Plan(base_folder(base), seed=seed, threads=threads).changed(epochs=epochs, rate=rate)
    settings = load_settings(model=model, catalogue=catalogue, classifier=out)
    pipeline = Pipeline(replace(settings, backend="rules"))  # mentions are found without a classifier
    out.mkdir(parents=True, exist_ok=True)  # what cannot be written to is noticed now

    def read(paths: Sequence[Path]) -> list[Material]:
        return read_materials(paths, lambda: pipeline.extractor)

    with live_line("Reading the data ...") as show:
        materials = read((*(() if only_data else built_in()), *data))
        checks, gold = read(check), _pairs(check)
        show("Learning ...")
        networks = learn(plan, materials, lambda *where: show(_where(*where)))
        show("Writing the classifier ...")
        trained = write_classifier(networks, plan, materials, checks, out)
        annotated = _articles(check)
        if annotated:
            show("Weighing it against the rules ...")
            trained = with_belief(trained, fit_belief(annotated, Pipeline(settings).extractor))
        if articles:
            show("Finding out which sentences are worth judging ...")
            held_out = {article.document.text for article in annotated}
            gate = _gate(materials, articles, held_out, Pipeline(settings).extractor)
            trained = with_gate(trained, gate)
        if annotated and articles:  # again: what is not judged is weighed otherwise
            trained = with_belief(trained, fit_belief(annotated, Pipeline(settings).extractor))
        show("Measuring ...")
        write_card(trained, _scores(gold, Pipeline(settings)))
    for each in materials:
        if each.left_out:
            report(
                f"{each.name}: {counted(each.left_out, 'sentence')} left out, their articles are not given"
            )
    texts = sum(len(each.examples) for each in materials)
    report(
        f"{counted(texts, 'text')} of {counted(len(materials), 'file')} learnt; the classifier is in {out}"
    )


def _where(course: str, step: int, steps: int, loss: float) -> str:
    return f"Learning {course}: step {step} of {steps}, loss {loss:.3f}"


def _gate(
    materials: Sequence[Material], inputs: Sequence[Path], held_out: Set[str], extractor: Extractor
) -> Gate | None:
    """Fit the gate to articles and, since these tell of few wars, to the sentences learnt as well.

    Articles that the scores are measured on are left out.
    """
    from kg.model import Document
    from kg.text.reader import read_documents
    from kg.training.gate import fit_gate, sights_of
    from kg.training.materials import Pool

    pools = (Pool.SENTENCES, Pool.ARTICLES, Pool.NEWS)
    texts = (example.text for each in materials for pool in pools for example in each.pools.get(pool, ()))
    learnt = list(sights_of((Document(f"text-{n}", text) for n, text in enumerate(texts)), extractor))
    read = read_documents(inputs, on_error=lambda _: None)
    typical = list(sights_of((each for each in read if each.text not in held_out), extractor))
    return fit_gate([*learnt, *typical], typical)


def _articles(check: Sequence[Path]) -> list[AnnotatedArticle]:
    """Return the annotated articles among the check data."""
    from kg.evaluation import read_gold
    from kg.training.materials import kind_of

    return [article for path in check if kind_of(path) == "articles" for article in read_gold(path).articles]


def _pairs(check: Sequence[Path]) -> list[Gold]:
    """Return the files of marked pairs, as kg eval reads them."""
    from kg.evaluation import read_gold
    from kg.training.materials import kind_of

    return [read_gold(path) for path in check if kind_of(path) == "pairs"]


def _scores(gold: Sequence[Gold], pipeline: Pipeline) -> list[Score]:
    """Measure the new classifier on marked pairs, as kg eval does."""
    from kg.evaluation import OwnAnswers, score_pairs
    from kg.training.card import Score

    own = OwnAnswers(pipeline, on_error=lambda _: None)
    measures = (("accuracy", "accuracy"), ("macro_f1", "macro F1"))
    return [
        Score(
            f"{each.path.name}, {counted(field.rows, 'pair')}",
            f"{name}, {title}",
            getattr(field, measure),
            field.intervals.get(measure),
        )
        for each in gold
        for name, field in score_pairs(each.pairs, own.pairs(each.pairs)).fields.items()
        for measure, title in measures
    ]
