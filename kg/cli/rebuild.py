"""Commands that read stored documents again, and that tell what has read them: rebuild, runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.claims import CLAIM_COLUMNS, claim_json, claim_row
from kg.cli.opening import open_store, read_store
from kg.cli.options import (
    TEXT,
    backend_options,
    catalogue_option,
    examples,
    format_option,
    model_option,
    store_option,
)
from kg.cli.terminal import counted, live_line, print_json, print_table, report

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.errors import DocumentError
    from kg.ingest import Difference, RebuildReport
    from kg.store import Store

__all__ = ["rebuild", "runs"]

_COLUMNS = ("change", *CLAIM_COLUMNS)
_LOADING = "Loading the language model and the catalogue ..."
_NAMED = 5  # documents without a text that are named


@click.command(
    epilog=examples(
        "kg rebuild",
        "kg rebuild --dry-run",
        "kg rebuild damascus-gazette-2015-10-01 --dry-run --format jsonl",
        "kg rebuild --all --backend thorough",
    )
)
@click.argument("names", nargs=-1, type=TEXT, metavar="[DOCUMENT]...")
@click.option("--all", "everything", is_flag=True, help="Also read what the present versions have read.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@format_option("table", "jsonl")
@model_option
@catalogue_option
@backend_options
@store_option
def rebuild(
    names: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    form: str,
    model: str | None,
    catalogue: Path | None,
    backend: dict[str, Any],
    store: Path | str | None,
) -> None:
    """Read stored documents again with the present rules and models.

    The texts come from the store; no files are needed. Documents that the present versions have read are left
    as they are, so a rebuild that was broken off goes on where it stopped. What was judged stays judged.

    What changes is printed: claims that are new, that are gone, and that were and are now. DOCUMENT is an id;
    without one, all documents are meant.
    """
    from kg.config import load_settings
    from kg.ingest import Pipeline
    from kg.ingest import rebuild as read_again

    settings = load_settings(store=store, model=model, catalogue=catalogue, **backend)
    pipeline = Pipeline(settings)
    found: list[Difference] = []

    def show(difference: Difference) -> None:
        if form == "jsonl":
            _print_lines(difference)
        else:
            found.append(difference)

    # Lines are results, which a line in motion on the same terminal would run into.
    with live_line(_LOADING) if form == "table" else _still(_LOADING) as line:
        pipeline.check()
        with read_store(settings) if dry_run else open_store(settings, must_exist=True) as opened:
            done = read_again(
                opened,
                pipeline,
                _meant(opened, names),
                everything=everything,
                dry_run=dry_run,
                on_difference=show,
                on_progress=lambda done: line(f"{counted(done.documents, 'document')} looked at"),
                on_error=_complain,
            )
    for number, difference in enumerate(found):
        print_table(_COLUMNS, _rows(difference), title=difference.document, apart=number > 0)
    _sum_up(done, settings, dry_run=dry_run)
    if done.failed and not done.read:
        click.get_current_context().exit(1)


def _meant(store: Store, names: tuple[str, ...]) -> list[str] | None:
    from kg.errors import UnknownNameError
    from kg.naming import did_you_mean

    if not names:
        return None
    known, found = set(store.documents()), []
    for name in names:
        document_id = store.iris.document_id(name.strip("<>")) or name
        if document_id not in known:
            hint = f"{did_you_mean(name, sorted(known))} kg documents lists them.".strip()
            raise UnknownNameError(f"the store has no document {name!r}", hint=hint)
        found.append(document_id)
    return list(dict.fromkeys(found))


@contextmanager
def _still(text: str) -> Iterator[Callable[[str], None]]:
    report(text)
    yield lambda _: None


def _rows(difference: Difference) -> Iterator[tuple[object, ...]]:
    for claim in difference.gone:
        yield "gone", *claim_row(claim)
    for claim in difference.new:
        yield "new", *claim_row(claim)
    for before, after in difference.changed:
        yield "was", *claim_row(before)
        yield "is", *claim_row(after)


def _print_lines(difference: Difference) -> None:
    for claim in difference.gone:
        print_json({"change": "gone"} | claim_json(claim), indent=None)
    for claim in difference.new:
        print_json({"change": "new"} | claim_json(claim), indent=None)
    for before, after in difference.changed:
        print_json({"change": "changed"} | claim_json(after) | {"before": claim_json(before)}, indent=None)


def _sum_up(done: RebuildReport, settings: Settings, *, dry_run: bool) -> None:
    would = "would be read" if dry_run else "read"
    kept = f"{done.current} up to date, {done.failed} failed"
    same = f"{done.same} the same, {done.weighed} but for their confidence"
    claims = f"{done.new} new, {done.gone} gone, {done.changed} changed, {same}"
    report(f"{counted(done.read, 'document')} {would} again, {kept}; claims: {claims}")
    if done.lists:
        report(
            f"{counted(done.lists, 'entry').replace('entrys', 'entries')} of lists left: kg catalogue import"
        )
    if done.textless:
        named = ", ".join(done.textless[:_NAMED]) + (", ..." if len(done.textless) > _NAMED else "")
        left = f"{counted(len(done.textless), 'document')} left, without a text in {settings.store}"
        report(f"{left}: kg build reads the files again ({named})")


def _complain(error: DocumentError) -> None:
    report(f"Skipped: {error}" + (f" ({error.hint})" if error.hint else ""))


@click.command(epilog=examples("kg runs", "kg runs --versions", "kg runs --format json"))
@click.option(
    "--versions", is_flag=True, help="What the stored documents were read with, and how many each has read."
)
@format_option("table", "json")
@store_option
def runs(versions: bool, form: str, store: Path | str | None) -> None:
    """List when the program wrote to the store, or with which versions.

    The times come from a log in the store's folder, runs.jsonl, which may be deleted; the graph knows
    versions alone, so that the same articles give the same graph. A run without an end was broken off, or is
    still at it.
    """
    from kg.config import load_settings

    with read_store(load_settings(store=store)) as opened:
        rows = _versions(opened) if versions else _executions(opened)
    if form == "json":
        print_json(rows)
    elif rows:
        columns = tuple(column for column in rows[0] if column != "read_with")
        print_table(columns, ([_cell(row[column]) for column in columns] for row in rows))
    else:
        report("Nothing is written down about this store.")


def _executions(store: Store) -> list[dict[str, Any]]:
    from kg.ingest import executions

    return [
        {
            "start": each.start,
            "end": each.end,
            "command": each.command,
            "outcome": each.outcome,
            "counts": each.counts,
            "read_with": each.run,
        }
        for each in executions(store)
    ]


def _versions(store: Store) -> list[dict[str, Any]]:
    from collections import Counter
    from dataclasses import asdict

    from kg.store.entries import document_entries
    from kg.store.entries import runs as stored_runs

    entries = document_entries(store)
    documents = Counter(entry.run for entry in entries)
    known = stored_runs(store)
    return [
        {"run": key, "documents": documents[key]} | asdict(known[key])
        for key in sorted(known, key=lambda key: (-documents[key], key))
    ]


def _cell(value: object) -> object:
    return ", ".join(f"{key} {held}" for key, held in value.items()) if isinstance(value, dict) else value
