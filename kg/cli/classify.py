"""The command that judges marked pairs: classify."""

from __future__ import annotations

import io
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import classifier_option, examples
from kg.cli.terminal import print_json, report
from kg.files import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.evaluation.lines import Line

__all__ = ["classify"]


@click.command(
    epilog=examples(
        "kg classify pairs.jsonl > answers.jsonl",
        "head -3 pairs.jsonl | kg classify -",
        "kg classify pairs.jsonl --model-dir classifier",
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@classifier_option
@click.pass_context
def classify(ctx: click.Context, file: Path, classifier: Path | None) -> None:
    """Say what sentences state of two marked mentions.

    FILE, or - for standard input, has one JSON object a line: id, text, and source and target as [start, end]
    in characters of the text. One line comes out for each that goes in, in the same order: id, sign
    (cooperation, conflict, none), PLOVER quad class and root code, direction (forward is from source to
    target), and the confidence from 0 to 1. Of a long text the surroundings of the pair are read. A line that
    cannot be read is reported, and the rest goes on.
    """
    from dataclasses import asdict

    from kg.classifier import Classifier
    from kg.classifier import classify as judge
    from kg.config import load_settings
    from kg.errors import DataError

    model = Classifier.load(load_settings(classifier=classifier).classifier)
    for line in _lines(file, ctx):
        try:
            text = line.text("text")
            answer = judge(model, text, line.span("source", text), line.span("target", text))
            print_json({"id": _id(line), **asdict(answer)}, indent=None)
        except DataError as error:
            _complain(error, ctx)
    if ctx.meta.get(_FAILED):
        ctx.exit(1)


_FAILED = f"{__name__}.failed"


def _id(line: Line) -> Any:
    """Return the id as it was given: a number stays a number."""
    given = line.fields.get("id")
    return None if given is None or not line.identifier("id") else given


def _lines(file: Path, ctx: click.Context) -> Iterator[Line]:
    """Yield the objects of the lines as they come in; what is none is reported."""
    from kg.errors import DataError, DocumentError
    from kg.evaluation.lines import parse_line
    from kg.text.decode import TextLines

    piped = str(file) == "-"
    place = Path("standard input") if piped else file
    with ExitStack() as stack:
        stream: Any = sys.stdin.buffer if piped else stack.enter_context(reading(file))
        # A pipe is read as it fills; one more buffer around it would wait for its own to be full.
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)
        lines = TextLines(buffered, str(place))
        while True:
            try:
                text = next(lines)
                if text.strip():
                    yield parse_line(text, place, lines.number)
            except StopIteration:
                break
            except (DataError, DocumentError) as error:
                _complain(error, ctx)
        lines.detach()


def _complain(error: Exception, ctx: click.Context) -> None:
    ctx.meta[_FAILED] = True
    report(f"Skipped: {error}")
