"""The command that measures how good the readings are: eval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import backend_options, catalogue_option, examples, format_option, model_option
from kg.cli.terminal import counted, live_line, print_json, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from kg.errors import KGError
    from kg.evaluation import Gold

__all__ = ["eval"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog=examples(
        "kg eval claims.jsonl",
        "kg eval claims.jsonl --threshold 0.8 --errors",
        "kg eval claims.jsonl --predictions predictions.jsonl --format json",
        "kg eval pairs.jsonl --predictions answers.jsonl",
    )
)
@click.argument("gold", type=_FILE, nargs=-1, required=True, metavar="GOLD...")
@click.option(
    "--predictions",
    type=_FILE,
    metavar="FILE",
    help="Judge these lines of kg extract --format jsonl or kg classify instead of reading the texts.",
)
@model_option
@catalogue_option
@backend_options
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="NUMBER",
    help="Leave out claims less sure than this, from 0 to 1.",
)
@format_option("table", "json")
@click.option("--errors", is_flag=True, help="List every mistake with its sentence.")
@click.pass_context
def eval(  # noqa: A001  (the name of the command)
    ctx: click.Context,
    gold: tuple[Path, ...],
    predictions: Path | None,
    model: str | None,
    catalogue: Path | None,
    backend: dict[str, Any],
    threshold: float,
    form: str,
    errors: bool,
) -> None:
    """Measure claims and classified pairs against annotated ones.

    GOLD is a JSONL file of annotated articles or of marked pairs, told apart by what is in it. Annotated
    articles are read by the whole extraction, marked pairs by the classifier.

    Claims are scored exactly and by family (friendly, hostile, structure, territory), with their polarity and
    claimant, the traps taken, each relation, and how often claims of a confidence are right. Pairs are scored
    by sign, quad class, root code, and sign with direction. Intervals come from drawing articles, or pairs,
    anew a thousand times.
    """
    from kg.cli.scores import print_scores, scores_json
    from kg.config import load_settings
    from kg.errors import ClassifierError
    from kg.evaluation import FileAnswers, OwnAnswers, evaluate
    from kg.ingest import Pipeline

    pipeline = Pipeline(load_settings(model=model, catalogue=catalogue, **backend))
    answers = FileAnswers(predictions) if predictions else OwnAnswers(pipeline, _complain)
    reports: list[dict[str, Any]] = []
    measured = 0
    for each in _read(gold):
        try:
            with _progress(each):
                scores = evaluate(each, answers, threshold=threshold)
        except ClassifierError as error:  # articles can be measured without one
            _complain(error)
            continue
        if form == "json":
            reports.append({"gold": str(each.path)} | scores_json(scores, errors=errors))
        else:
            print_scores(str(each.path), scores, errors=errors, apart=measured > 0)
        measured += 1
    if form == "json":
        print_json(reports)
    if measured < len(gold):
        ctx.exit(1)


def _read(paths: tuple[Path, ...]) -> Iterator[Gold]:
    """Read the files; one that is no gold is reported, and the rest goes on."""
    from kg.errors import DataError, DocumentError
    from kg.evaluation import read_gold

    for path in paths:
        try:
            yield read_gold(path)
        except (DataError, DocumentError) as error:
            _complain(error)


def _complain(error: KGError) -> None:
    report(f"Skipped: {error}" + (f" ({error.hint})" if error.hint else ""))


def _progress(gold: Gold) -> AbstractContextManager[object]:
    what = counted(len(gold.articles), "article") if gold.articles else counted(len(gold.pairs), "pair")
    return live_line(f"Measuring {gold.path}, {what} ...")
