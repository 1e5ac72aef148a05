"""The command that lends the graph to a language model."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from kg.cli.opening import read_store, store_folder
from kg.cli.options import catalogue_option, examples, store_option
from kg.cli.terminal import report

__all__ = ["mcp"]


@click.command(epilog=examples("kg mcp", "kg mcp --store aleppo --timeout 10"))
@click.option(
    "--timeout",
    type=click.FloatRange(0, 3600, min_open=True),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long one answer may take.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1000, 100_000_000),
    default=200_000,
    show_default=True,
    metavar="NUMBER",
    help="How large one answer may be.",
)
@catalogue_option
@store_option
def mcp(timeout: float, max_bytes: int, catalogue: Path | None, store: Path | None) -> None:
    """Answer a language model over standard input and output.

    A program that runs a language model starts this command itself and talks to it in the Model Context
    Protocol; it reads the graph and never changes it. The page docs/how-to/use-from-a-language-model.md shows
    how to tell such a program.
    """
    from kg.config import load_settings
    from kg.errors import BackendError

    if find_spec("mcp") is None:
        raise BackendError("the package mcp is not installed", hint='pip install "kg-actors[mcp]"')
    settings = load_settings(store=store, catalogue=catalogue)
    read_store(settings).close()  # what is wrong with it is told here, before the protocol begins
    from kg.server.limits import Limits
    from kg.server.mcp import make_server
    from kg.server.workers import WorkerPool

    if sys.stdin.isatty():
        report("Waiting for a program that speaks the Model Context Protocol. Ctrl-C ends.")
    signal.signal(signal.SIGINT, _leave)
    limits = Limits(seconds=timeout, answer_bytes=max_bytes)
    own = None if settings.catalogue is None else str(settings.catalogue.resolve())
    make_server(WorkerPool(store_folder(settings), limits), own).run("stdio")


def _leave(*_: object) -> None:
    """End at once: the thread that reads standard input cannot be woken, and would be waited for."""
    report("Interrupted.")
    os._exit(130)
