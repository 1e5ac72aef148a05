"""The command that lists what was read: documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.claims import CLAIM_COLUMNS, claim_json, claim_row
from kg.cli.opening import read_store
from kg.cli.options import DATE, TEXT, examples, format_option, store_option
from kg.cli.terminal import clean, counted, print_json, print_table, report

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.model import Date
    from kg.store import Store
    from kg.store.entries import DocumentEntry
    from kg.text.duplicates import Group

__all__ = ["documents"]

_COLUMNS = ("document", "date", "publisher", "title", "url", "claims", "run")
_GROUP_COLUMNS = ("group", "alike", *_COLUMNS[:-1])


@click.command(
    epilog=examples(
        "kg documents",
        "kg documents --publisher Reuters --since 2016 --format csv > documents.csv",
        "kg documents damascus-gazette-2015-10-01",
        "kg documents --duplicates",
        "kg documents --outdated",
    )
)
@click.argument("name", type=TEXT, required=False, metavar="[DOCUMENT]")
@click.option(
    "--publisher", "publishers", type=TEXT, multiple=True, metavar="NAME", help="Only its articles."
)
@click.option("--since", type=DATE, metavar="DATE", help="Only documents dated then or later.")
@click.option("--until", type=DATE, metavar="DATE", help="Only documents dated then or earlier.")
@click.option(
    "--outdated",
    is_flag=True,
    help="Only what other versions, rules or another catalogue have read: what kg rebuild reads again.",
)
@click.option(
    "--duplicates", is_flag=True, help="Only copies of one another, whole, edited or cut, group by group."
)
@click.option("--text", "with_text", is_flag=True, help="With DOCUMENT: show its text too.")
@format_option("table", "json", "jsonl", "csv")
@store_option
def documents(
    name: str | None,
    publishers: tuple[str, ...],
    since: Date | None,
    until: Date | None,
    outdated: bool,
    duplicates: bool,
    with_text: bool,
    form: str,
    store: Path | str | None,
) -> None:
    """List the documents of the store, or show one with its claims.

    Documents come by date. DOCUMENT is an id as the list shows it.

    With --duplicates, groups of documents that say the same are listed: the report of an agency as several
    papers carry it. "alike" is the part of the shorter text that the other one has, estimated; the claims of
    such a group come from one source.
    """
    from kg.config import load_settings

    if name is None and with_text:
        raise click.UsageError("Whose text? Give a DOCUMENT with --text.")
    settings = load_settings(store=store)
    with read_store(settings) as opened:
        if name is not None:
            _show(opened, name, form, with_text=with_text)
            return
        listed = _listed(opened, settings, outdated=outdated)
        groups = _groups(opened, listed) if duplicates else []
    wanted = {name.casefold() for name in publishers}
    chosen = [
        entry
        for entry in listed
        if (not wanted or entry.publisher.casefold() in wanted)
        and (since is None or (entry.date is not None and entry.date.last_day() >= since.first_day()))
        and (until is None or (entry.date is not None and entry.date.first_day() <= until.last_day()))
    ]
    if duplicates:
        ids = {entry.id for entry in chosen}
        shown = [group for group in groups if ids.intersection(group.documents)]
        _print_groups(shown, {entry.id: entry for entry in listed}, form)
    else:
        _print_rows(_COLUMNS, [_row(entry) for entry in chosen], form)


def _listed(store: Store, settings: Settings, *, outdated: bool) -> list[DocumentEntry]:
    from kg.store.entries import document_entries, runs

    entries = document_entries(store)
    if not outdated:
        return entries
    from kg.ingest import Pipeline

    present, known = Pipeline(settings).run, runs(store)
    old = {key for key, run in known.items() if run.rules and run != present}
    return [entry for entry in entries if entry.run in old]


def _groups(store: Store, entries: Iterable[DocumentEntry]) -> list[Group]:
    from kg.text.duplicates import near_duplicates

    ids = {entry.id for entry in entries}
    return near_duplicates({key: held for key, held in store.fingerprints().items() if key in ids})


def _row(entry: DocumentEntry) -> dict[str, object]:
    date = None if entry.date is None else str(entry.date)
    row = (entry.id, date, entry.publisher, entry.title, entry.url, entry.claims, entry.run)
    return dict(zip(_COLUMNS, row, strict=True))


def _print_rows(columns: tuple[str, ...], rows: list[dict[str, object]], form: str) -> None:
    if form == "table":
        print_table(columns, (tuple(row[column] for column in columns) for row in rows))
    elif form == "json":
        print_json(rows)
    elif form == "jsonl":
        for row in rows:
            print_json(row, indent=None)
    else:
        _print_csv(columns, rows)


def _print_csv(columns: tuple[str, ...], rows: Iterable[dict[str, object]]) -> None:
    from kg.text.outgoing import cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell("" if row[column] is None else row[column]) for column in columns])
    with click.open_file("-", "wb") as stream:
        stream.write(text.getvalue().encode())


def _print_groups(groups: Sequence[Group], entries: Mapping[str, DocumentEntry], form: str) -> None:
    if form in {"json", "jsonl"}:
        made = [_group_json(group, entries) for group in groups]
        if form == "json":
            print_json(made)
        for group in made if form == "jsonl" else ():
            print_json(group, indent=None)
        return
    rows = [
        {"group": number, "alike": group.similarity} | _row(entries[each])
        for number, group in enumerate(groups, start=1)
        for each in group.documents
    ]
    _print_rows(_GROUP_COLUMNS, rows, form)
    if groups:
        documents = sum(len(group.documents) for group in groups)
        report(f"{counted(documents, 'document')} from {counted(len(groups), 'source')}")


def _group_json(group: Group, entries: Mapping[str, DocumentEntry]) -> dict[str, Any]:
    members = [entries[each] for each in group.documents]
    exact = len({entry.text_digest for entry in members}) == 1
    return {"alike": group.similarity, "same_text": exact, "documents": [_row(entry) for entry in members]}


def _show(store: Store, name: str, form: str, *, with_text: bool) -> None:
    from kg.errors import UnknownNameError
    from kg.naming import did_you_mean

    document_id = store.iris.document_id(name.strip("<>")) or name
    reading = store.reading(document_id, actors=False)
    if reading is None:
        near = did_you_mean(name, store.documents())
        raise UnknownNameError(
            f"the store has no document {name!r}", hint=f"{near} kg documents lists them.".strip()
        )
    document, text, run = reading.document, store.text(document_id), store.run_of(document_id)
    about: dict[str, Any] = {
        "document": document.id,
        "date": None if document.date is None else str(document.date),
        "publisher": document.publisher,
        "title": document.title,
        "url": document.url,
        "text_kept": "no" if text is None else "yes",
        "version": run and run.version,
        "model": run and run.model,
        "reader": run and run.reader,
        "rules": run and run.rules,
        "catalogue": run and run.catalogue,
    }
    if form == "table":
        rows = ((key.replace("_", " "), value) for key, value in about.items() if value not in {None, ""})
        print_table(("property", "value"), rows)
        print_table(CLAIM_COLUMNS, map(claim_row, reading.claims), apart=True)
        if with_text:
            for line in ["", *_lines(text)]:
                click.echo(line)
        return
    if form == "csv":
        raise click.UsageError("One document is shown as table, json or jsonl, not as csv.")
    if with_text:
        about["text"] = text
    about["claims"] = [claim_json(claim) for claim in reading.claims]
    print_json(about, indent=2 if form == "json" else None)


def _lines(text: str | None) -> Iterator[str]:
    yield from ["(The store does not keep the text.)"] if text is None else map(clean, text.splitlines())
