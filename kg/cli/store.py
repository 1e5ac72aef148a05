"""Commands that look after the store: backup, restore, compact, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.opening import store_folder
from kg.cli.options import catalogue_option, examples, format_option, model_option, store_option
from kg.cli.terminal import counted, live_line, print_json, print_table, report

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.store.folder.health import Finding

__all__ = ["backup", "compact", "doctor", "restore"]


@click.command(
    epilog=examples(
        "kg backup monday",
        "kg backup aleppo.tar.gz --store aleppo",
    )
)
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER|FILE")
@store_option
def backup(target: Path, store: Path | None) -> None:
    """Copy the store, even while somebody writes to it.

    A FOLDER takes milliseconds and hardly any space where it lies on the same disk, because it shares the
    files that hold the data, which never change; it is a store of its own. A FILE whose name ends in .tar.gz,
    .tgz or .tar can be carried to another disk; its SHA-256 is printed.

    Nothing is ever overwritten.
    """
    from kg.config import load_settings
    from kg.store.folder.backup import PACKED, back_up
    from kg.store.folder.manifest import digest_of

    folder = store_folder(load_settings(store=store))
    with live_line("Copying the store ..."):
        made = back_up(folder, target)
    size = f"{made.size / 1e6:,.1f} MB"
    report(f"{counted(made.documents, 'document')} ({size}) of {folder} backed up to {target}")
    if target.name.endswith(PACKED):
        click.echo(f"{digest_of(target)}  {target}")


@click.command(
    epilog=examples(
        "kg restore aleppo.tar.gz --store aleppo-as-it-was",
        "kg restore aleppo.tar.gz --store aleppo --overwrite",
    )
)
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar="BACKUP")
@click.option("--overwrite", is_flag=True, help="Give up the store that is there, be it damaged or not.")
@store_option
def restore(source: Path, overwrite: bool, store: Path | None) -> None:
    """Make the store what it was when BACKUP was made.

    Every file of the backup is compared with its digest first. The store then changes at once or not at all:
    whoever reads it goes on reading what it was, and a damaged backup changes nothing.
    """
    from kg.config import load_settings
    from kg.store.folder.restore import restore as put_back

    folder = store_folder(load_settings(store=store))
    with live_line("Checking the backup ..."):
        made = put_back(source, folder, overwrite=overwrite)
    report(f"{counted(made.documents, 'document')} restored to {folder}, backed up by version {made.made_by}")


@click.command(epilog=examples("kg compact", "kg compact --store aleppo"))
@store_option
def compact(store: Path | None) -> None:
    """Write the store anew: it takes less room and answers faster.

    It is worth it after a large first build and after many small ones. The store changes at once or not at
    all: whoever reads it goes on reading what it was. For a while, three times its room is needed.
    """
    from kg.config import load_settings
    from kg.store.folder.compact import compact as write_anew

    folder = store_folder(load_settings(store=store))
    with live_line("Writing the store anew ..."):
        done = write_anew(folder)
    report(f"{folder} takes {done.after / 1e6:,.1f} MB, before {done.before / 1e6:,.1f} MB")


@click.command(
    epilog=examples(
        "kg doctor",
        "kg doctor --store aleppo --format json",
        "kg doctor --full",
        "kg doctor --migrate",
    )
)
@click.option("--full", is_flag=True, help="Look at every text and triple, however many there are.")
@click.option("--migrate", is_flag=True, help="Bring a store of an older version up to date first.")
@click.option("--repair", is_flag=True, help="Make the union of the documents' graphs anew first.")
@format_option("table", "json")
@model_option
@catalogue_option
@store_option
def doctor(
    full: bool,
    migrate: bool,
    repair: bool,
    form: str,
    model: str | None,
    catalogue: Path | None,
    store: Path | None,
) -> None:
    """Check the store, the catalogue, the models and free space.

    Of the store it is checked that it opens, that every document is whole (each claim has its actors and its
    sentence, each quote stands in the text), and that the union holds exactly what the documents' graphs say.
    Of more than 50,000 triples it looks at a part of the texts and of the union and says so, unless --full.
    Nothing is changed without --migrate or --repair. The exit code is 4 where something is wrong.
    """
    from dataclasses import asdict

    from kg.config import load_settings
    from kg.doctor import examine_all

    settings = load_settings(store=store, model=model, catalogue=catalogue)
    if migrate or repair:
        _mend(settings, repair=repair)
    findings = []
    with live_line("Checking ...") as change:
        for finding in examine_all(settings, full=full):
            findings.append(finding)
            change(f"Checking ... {finding.check}: {finding.state}")
    if form == "json":
        print_json([asdict(finding) for finding in findings])
    else:
        print_table(("check", "state", "what is there"), map(_row, findings))
    wrong = sum(finding.state == "wrong" for finding in findings)
    if wrong:
        report(f"{counted(wrong, 'check')} failed.")
        click.get_current_context().exit(4)


def _mend(settings: Settings, *, repair: bool) -> None:
    from kg.errors import StoreError
    from kg.store import Store
    from kg.store.folder.record import FILE

    folder = store_folder(settings)
    if not (folder / FILE).is_file():
        raise StoreError("no store here", path=folder)
    with Store.open(folder) as opened:  # which brings it up to date
        if repair:
            opened.mend_union()


def _row(finding: Finding) -> tuple[str, str, str]:
    return finding.check, finding.state, finding.message + (f" ({finding.hint})" if finding.hint else "")
