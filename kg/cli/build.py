"""Commands that read articles: build, extract, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.opening import open_store
from kg.cli.options import (
    backend_options,
    catalogue_option,
    examples,
    format_option,
    input_format_option,
    inputs_argument,
    model_option,
    store_option,
)
from kg.cli.terminal import counted, live_line, print_json, print_table, report

if TYPE_CHECKING:
    from kg.errors import DocumentError
    from kg.ingest import BuildReport, Pipeline
    from kg.model import Claim, Document

__all__ = ["build", "extract", "remove"]


@click.command(
    epilog=examples(
        "kg build articles/ --store aleppo",
        "kg build feed.xml report.html",
        "zcat archive.jsonl.gz | kg build - --input-format jsonl",
    )
)
@inputs_argument
@store_option
@model_option
@catalogue_option
@backend_options
@input_format_option
@click.option("--no-texts", is_flag=True, help="Do not keep the texts of the articles.  [default: KG_TEXTS]")
def build(
    inputs: tuple[str, ...],
    store: Path | None,
    model: str | None,
    catalogue: Path | None,
    backend: dict[str, Any],
    input_format: str | None,
    no_texts: bool,
) -> None:
    """Read articles and store what they claim.

    INPUT is a file, a folder or - for standard input: plain text, Markdown, HTML, JSONL, CSV, RSS or Atom. A
    document that is in the store already is skipped; one that has changed replaces its earlier claims; one
    that cannot be read is reported, and the rest goes on.

    A document is known by its id, or else its address. A text without one is known by its words: once
    edited, it is a new document, and the old one stays until kg remove takes it out.

    The store keeps the texts, so that kg rebuild can read them again; with --no-texts it keeps the sentences
    behind claims alone.
    """
    from kg.config import load_settings
    from kg.ingest import Pipeline
    from kg.ingest import build as build_graph

    texts = False if no_texts else None
    settings = load_settings(store=store, model=model, catalogue=catalogue, texts=texts, **backend)
    pipeline = Pipeline(settings)
    with _progress() as show:
        pipeline.check()  # before a store is made that nothing could be put into
        with open_store(settings) as opened:
            done = build_graph(
                inputs, opened, pipeline, input_format=input_format, on_progress=show, on_error=_complain
            )
            claims = opened.claim_count()
    report(
        f"{counted(done.documents, 'document')}: {done.added} added, {done.replaced} replaced, "
        f"{done.unchanged} unchanged, {done.failed} failed; {counted(claims, 'claim')} in {settings.store}"
    )
    if done.copies:
        known = "says what another one says" if done.copies == 1 else "say what others say"
        report(f"{counted(done.copies, 'document')} {known}, whole, edited or cut: kg documents --duplicates")
    if done.failed == done.documents:
        click.get_current_context().exit(1)


@click.command(
    epilog=examples(
        "kg extract article.txt",
        'echo "Turkey backs the Syrian National Army." | kg extract -',
        "kg extract articles/ --format jsonl > claims.jsonl",
        "kg extract article.txt --explain",
    )
)
@inputs_argument
@format_option("table", "jsonl")
@click.option(
    "--explain", is_flag=True, help="Tell for each sentence what was seen and why the rest was left out."
)
@model_option
@catalogue_option
@backend_options
@input_format_option
def extract(
    inputs: tuple[str, ...],
    form: str,
    explain: bool,
    model: str | None,
    catalogue: Path | None,
    backend: dict[str, Any],
    input_format: str | None,
) -> None:
    """Print what articles claim, without a store.

    INPUT is what it is for kg build. In jsonl each line is one claim; offsets count the characters of the
    document as it was given.

    With --explain, each sentence is told instead: who and what is named and how that was linked, which pairs
    were considered, what the rules and the classifier made of them, and why a claim is missing. In jsonl each
    line is then one sentence.
    """
    from kg.config import load_settings
    from kg.ingest import Pipeline
    from kg.text.reader import read_documents

    settings = load_settings(model=model, catalogue=catalogue, **backend)
    if explain and settings.backend in {"llm", "gliner"}:
        told = "--explain tells how the rules and the classifier read"
        raise click.UsageError(f"{told}; it cannot look into --backend {settings.backend}.")
    pipeline = Pipeline(settings)
    failures: list[DocumentError] = []

    def failed(error: DocumentError) -> None:
        failures.append(error)
        _complain(error)

    documents = read_documents(inputs, on_error=failed, format=input_format)
    show = _print_explained if explain else _print_claims
    read = show(pipeline, documents, form, failed)
    if failures and not read:
        click.get_current_context().exit(1)


def _print_explained(
    pipeline: Pipeline, documents: Iterable[Document], form: str, failed: Callable[[DocumentError], None]
) -> int:
    """Print how the documents are read; return how many were."""
    from kg.cli.explained import print_explained, sentence_json

    read = 0
    for document, sentences in pipeline.explain_many(documents, on_error=failed):
        if form == "table":
            print_explained(document, sentences, apart=read > 0)
        else:
            for sentence in sentences:
                print_json(sentence_json(sentence), indent=None)
        read += 1
    return read


def _print_claims(
    pipeline: Pipeline, documents: Iterable[Document], form: str, failed: Callable[[DocumentError], None]
) -> int:
    """Print what the documents claim; return how many were read."""
    from kg.cli.claims import CLAIM_COLUMNS, claim_json, claim_row

    read = 0
    claims: list[Claim] = []
    for reading in pipeline.read_many(documents, on_error=failed):
        read += 1
        if form == "table":
            claims += reading.claims
            continue
        for claim in reading.claims:
            print_json(claim_json(claim), indent=None)
    if form == "table":
        print_table(CLAIM_COLUMNS, map(claim_row, claims))
    return read


@click.command(
    epilog=examples(
        "kg remove 3f2a9c01d2e4b5a6",
        "kg remove https://example.org/article --store aleppo",
        "kg remove articles/2024-11-30.html",
    )
)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@store_option
def remove(documents: tuple[str, ...], store: Path | None) -> None:
    """Take documents and their claims out of the store.

    DOCUMENT is the id of a document, as kg documents lists them, or a file or folder with
    such documents. Nothing is removed where one of them is unknown.
    """
    from kg.config import load_settings
    from kg.errors import UnknownNameError
    from kg.ingest import stored_ids
    from kg.naming import did_you_mean

    settings = load_settings(store=store)
    with open_store(settings, must_exist=True) as opened:
        meant = {given: stored_ids(opened, given) for given in documents}
        for given, ids in meant.items():
            if not ids:
                near = did_you_mean(given, opened.documents())
                hint = f"{near} kg documents lists them.".strip()
                raise UnknownNameError(f"the store has no document {given!r}", hint=hint)
        gone = sorted({document for ids in meant.values() for document in ids})
        for document in gone:
            opened.remove(document)
    report(f"{counted(len(gone), 'document')} removed from {settings.store}")


def _complain(error: DocumentError) -> None:
    report(f"Skipped: {error}" + (f" ({error.hint})" if error.hint else ""))


@contextmanager
def _progress() -> Iterator[Callable[[BuildReport], None]]:
    """Yield what shows how far a build is."""
    with live_line("Loading the language model and the catalogue ...") as show:
        yield lambda done: show(f"{counted(done.documents, 'document')}, {counted(done.claims, 'claim')}")
