"""Names by the file: kg alias --batch."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kg.cli.terminal import report
from kg.files import reading

if TYPE_CHECKING:
    from kg.model import Date

__all__ = ["answer_batch"]

_INPUT = Path("-")


def answer_batch(rows: Path, catalogue: Path | None, on: Date | None, country: str | None) -> None:
    """Print the answer to each row; a broken row is one line on standard error and ends nothing."""
    from kg.config import load_settings
    from kg.ingest import Pipeline
    from kg.resolution import Batch, Resolver, load_names

    known = Pipeline(load_settings()).catalogue if catalogue is None else load_names(catalogue)
    batch = Batch(known, Resolver(known), on, country)
    if country is not None and batch.resolver.country(country) is None:
        raise click.BadParameter(f"no country is called {country!r}", param_hint="--country")
    failed = 0

    def complain(error: Exception) -> None:
        nonlocal failed
        failed += 1
        report(str(error))

    def warn(error: Exception) -> None:
        report(str(error))

    with _opened(rows) as file:
        for answer in batch.answers(enumerate(file, start=1), rows, complain, warn):
            click.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        report(f"{failed} broken row{'s' * (failed > 1)} left out.")


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if path == _INPUT:
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
    else:
        with io.TextIOWrapper(reading(path), encoding="utf-8-sig", errors="replace") as file:
            yield file
