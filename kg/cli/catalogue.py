"""The catalogue's own commands: kg catalogue import, and those beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.catalogue_content import check, export, list_
from kg.cli.options import catalogue_option, examples
from kg.cli.program import Family
from kg.cli.terminal import counted, live_line, print_json, print_table, report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.importing.importer import ClaimsReport, ImportReport
    from kg.importing.merging import Doubt
    from kg.importing.records import Problem

__all__ = ["catalogue"]

_SHOWN = 20  # doubts in a table, and problems with one message; all of them are in the JSON
# Kept beside the table of readers, so that the help needs none of them; a test compares the two.
_FORMATS = ("ucdp", "un", "ftm", "wikidata", "cameo", "skos", "csv")


@click.group(
    cls=Family,
    epilog=examples(
        "kg catalogue import ucdp-actor-221.csv --into my-actors",
        "kg catalogue check my-actors",
    ),
)
def catalogue() -> None:
    """Import lists of actors, look into the catalogue and check it."""


for command in (list_, check, export):
    catalogue.add_command(command)


@catalogue.command(
    "import",
    epilog=examples(
        "kg catalogue import ucdp-actor-221.csv --into my-actors",
        "kg catalogue import consolidated.xml --into my-actors --store my-store",
        "curl -s https://example.org/list.xml | kg catalogue import - --into my-actors --report json",
    ),
)
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR|FILE",
    help="Folder of catalogue files, or one .jsonl file of it, to write to; made where it is missing.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="What kind of list it is.  [default: told from its content]",
)
@click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Put what the list says about its actors into this store too, as claims.",
)
@click.option(
    "--report",
    "shape",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to tell what became of the list.",
)
@catalogue_option
def import_(
    source: Path, into: Path, form: str | None, store: Path | None, shape: str, catalogue: Path | None
) -> None:
    """Import a list of actors; FILE may be - for standard input.

    Actors that the catalogue has already, by an id or by an exact name, get what the list adds: names and
    the id there. All others become new actors. An entry that cannot be read is reported, and the rest goes
    on. Importing a list again changes nothing.

    To use what was imported, name the folder with --catalogue or KG_CATALOGUE.
    """
    from kg.config import load_settings
    from kg.importing.importer import import_claims, import_list, load_beside, open_list

    settings = load_settings(catalogue=catalogue, store=store)
    problems: list[Problem] = []

    alike: Counter[str] = Counter()

    def complain(problem: Problem) -> None:
        problems.append(problem)
        alike[problem.message] += 1
        if alike[problem.message] <= _SHOWN:
            report(f"{problem}" + (f" ({problem.hint})" if problem.hint else ""))

    claims = None
    with open_list(source, form) as (stream, known), live_line(f"Reading the {known.title} ...") as show:
        done = import_list(stream, source, known, into, catalogue=settings.catalogue, report=complain)
        if store is not None and done.entries:
            from kg.cli.opening import open_store

            show(f"Storing what the {known.title} says ...")
            stream.seek(0)
            everybody = load_beside(into, settings.catalogue)
            with open_store(settings) as opened:
                claims = import_claims(stream, source, known, opened, everybody, report=complain)
    if hidden := sum(max(0, number - _SHOWN) for number in alike.values()):
        report(f"... and {hidden} more problems like these: --report json tells them all.")
    if shape == "json":
        print_json(_as_json(done, claims, problems))
    else:
        _print_doubts("New actors that may be others", done.outcome.ambiguous)
        _print_doubts("One actor here, several there", done.outcome.contradictions)
        _tell(done, claims, len(problems))
    if not done.entries:
        click.get_current_context().exit(1)


def _print_doubts(title: str, doubts: Sequence[Doubt]) -> None:
    if not doubts:
        return
    rows = ((d.identifier, d.name, d.actor_id, " or ".join(d.may_be[:3]), d.why) for d in doubts[:_SHOWN])
    print_table(("entry", "called", "is now", "may be", "because"), rows, title=title)
    if len(doubts) > _SHOWN:
        report(f"... and {len(doubts) - _SHOWN} more: --report json tells them all.")
    click.echo()


def _tell(done: ImportReport, claims: ClaimsReport | None, problems: int) -> None:
    outcome = done.outcome
    written = "written" if done.changed else "nothing to write"
    report(
        f"{counted(done.entries, 'actor')}: {outcome.new} new, {outcome.merged} merged, "
        f"{outcome.unchanged} unchanged; {len(outcome.ambiguous)} ambiguous; "
        f"{counted(problems, 'problem')}; {done.target}: {written}"
    )
    if claims is not None:
        report(
            f"{counted(claims.documents, 'document')}: {claims.added} added, {claims.replaced} replaced, "
            f"{claims.unchanged} unchanged, {claims.removed} removed; "
            f"{counted(claims.claims, 'claim')} stored"
        )


def _as_json(done: ImportReport, claims: ClaimsReport | None, problems: list[Problem]) -> dict[str, Any]:
    outcome = done.outcome
    return {
        "format": done.form.name,
        "target": str(done.target),
        "changed": done.changed,
        "new": outcome.new,
        "merged": outcome.merged,
        "unchanged": outcome.unchanged,
        "ambiguous": [asdict(doubt) for doubt in outcome.ambiguous],
        "contradictions": [asdict(doubt) for doubt in outcome.contradictions],
        "problems": [
            {"path": str(p.path), "place": p.place, "message": p.message, "hint": p.hint} for p in problems
        ],
        "claims": None if claims is None else asdict(claims),
    }
