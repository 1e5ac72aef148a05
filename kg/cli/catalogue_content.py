"""Commands that look into the catalogue and take it out: kg catalogue list, check, export."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import TEXT, catalogue_option, examples, format_option, output_option
from kg.cli.terminal import clean, counted, print_json, print_table, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.catalogue import Catalogue
    from kg.importing.checking import Finding
    from kg.model import Actor

__all__ = ["check", "export", "list_"]

_COLUMNS = ("id", "kind", "name", "countries", "names", "sources")
# Kept beside the table of writers, so that the help needs none of them; a test compares the two.
_FORMATS = ("skos", "ftm", "csv", "jsonl")


def _choice_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose actors."""
    for option in reversed(
        (
            click.option(
                "--kind",
                "kinds",
                type=TEXT,
                multiple=True,
                metavar="KIND",
                help="Only this kind, for example armed_group; repeatable.",
            ),
            click.option(
                "--country",
                "countries",
                type=TEXT,
                multiple=True,
                metavar="NAME|CODE",
                help="Only actors of this country; repeatable.",
            ),
            click.option(
                "--source",
                "sources",
                type=TEXT,
                multiple=True,
                metavar="TEXT",
                help="Only what comes from it: words of a source, or a register (un, ucdp); repeatable.",
            ),
        )
    ):
        command = option(command)
    return command


def _chosen(
    catalogue: Path | None, kinds: tuple[str, ...], countries: tuple[str, ...], sources: tuple[str, ...]
) -> Catalogue:
    from kg.config import load_settings
    from kg.importing.listing import choose
    from kg.ingest import Pipeline
    from kg.model import ActorKind

    known = Pipeline(load_settings(catalogue=catalogue)).catalogue
    plain = [kind.lower().replace(" ", "_").replace("-", "_") for kind in kinds]
    for kind in plain:
        if kind not in set(ActorKind):
            raise click.BadParameter(f"{kind!r} is none of {', '.join(ActorKind)}", param_hint="--kind")
    return choose(known, plain, [_code(country) for country in countries], sources)


def _code(country: str) -> str:
    from kg.resolution.countries import country_code

    code = country.upper() if len(country) == 2 and country.isascii() else country_code(country)
    if code is None:
        raise click.BadParameter(f"no country is called {country!r}", param_hint="--country")
    return code


@click.command(
    "list",
    epilog=examples(
        "kg catalogue list --kind armed_group --country Syria",
        "kg catalogue list --source ucdp --format csv > ucdp.csv",
        "kg catalogue list --country LB --format jsonl",
    ),
)
@_choice_options
@format_option("table", "json", "jsonl", "csv")
@catalogue_option
def list_(
    kinds: tuple[str, ...],
    countries: tuple[str, ...],
    sources: tuple[str, ...],
    form: str,
    catalogue: Path | None,
) -> None:
    """List the actors of the catalogue.

    json and jsonl hold everything that is known of them; table and csv have a row for each, with the number
    of its names.
    """
    actors = list(_chosen(catalogue, kinds, countries, sources).actors.values())
    if form in {"json", "jsonl"}:
        import json

        from kg.catalogue import actor_line

        found = [json.loads(actor_line(actor)) for actor in actors]
        if form == "json":
            print_json(found)
        else:
            for item in found:
                print_json(item, indent=None)
    elif form == "csv":
        _print_csv(actors)
    else:
        print_table(_COLUMNS[:-1], (_row(actor)[:-1] for actor in actors))
        if actors:
            report(f"{counted(len(actors), 'actor')}.")


def _row(actor: Actor) -> tuple[object, ...]:
    countries, sources = " ".join(actor.countries), "; ".join(actor.sources)
    return actor.id, actor.kind, actor.name, countries, len(actor.names), sources


def _print_csv(actors: list[Actor]) -> None:
    from kg.importing.cells import guard

    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    rows.writerows([guard(str(cell)) for cell in _row(actor)] for actor in actors)
    sys.stdout.buffer.write(text.getvalue().encode())


@click.command(
    epilog=examples(
        "kg catalogue check",
        "kg catalogue check my-actors.jsonl",
        "kg catalogue check my-actors --format json",
    )
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[FILE]...")
@format_option("table", "json", "jsonl")
@catalogue_option
def check(files: tuple[Path, ...], form: str, catalogue: Path | None) -> None:
    """Find everything that is wrong with catalogue files at once.

    FILEs, or folders of them, are checked beside the built-in catalogue and that of --catalogue; without any,
    those two are checked. Errors keep a catalogue from being loaded, and end the command with 4. Warnings do
    not: names and ids that two actors have, names that were in force at one time, common words.
    """
    from kg.config import load_settings
    from kg.errors import ValidationError
    from kg.importing.checking import check_files
    from kg.resources import catalogue_dir

    known = [catalogue_dir(), *filter(None, [load_settings(catalogue=catalogue).catalogue])]
    findings = check_files(files, beside=known) if files else check_files(known)
    errors = sum(finding.is_error for finding in findings)
    if form == "json":
        print_json([_finding_json(finding) for finding in findings])
    elif form == "jsonl":
        for finding in findings:
            print_json(_finding_json(finding), indent=None)
    else:
        for finding in findings:
            click.echo(clean(_finding_line(finding)))
    if errors:
        warnings = f" and {counted(len(findings) - errors, 'warning')}" if len(findings) > errors else ""
        raise ValidationError(f"the catalogue has {counted(errors, 'error')}{warnings}")
    report(f"No errors, {counted(len(findings), 'warning')}.")


def _finding_line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}" if finding.line is not None else f"{finding.path}"
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{place}: {'error' if finding.is_error else 'warning'}: {finding.message}{hint}"


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "path": str(finding.path),
        "line": finding.line,
        "level": "error" if finding.is_error else "warning",
        "message": finding.message,
        "hint": finding.hint,
    }


@click.command(
    epilog=examples(
        "kg catalogue export -o actors.ttl",
        "kg catalogue export --format csv --country Syria -o syria.csv",
        "kg catalogue export --format ftm --kind person > persons.ftm.json",
    )
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="skos",
    show_default=True,
    help="Which file to write.",
)
@output_option
@_choice_options
@catalogue_option
def export(
    form: str,
    output: Path | None,
    kinds: tuple[str, ...],
    countries: tuple[str, ...],
    sources: tuple[str, ...],
    catalogue: Path | None,
) -> None:
    """Write the catalogue as a file; the same catalogue gives the same bytes.

    skos is Turtle with the dated labels of SKOS-XL, csv a row for each name, jsonl the lines of a catalogue
    file: kg catalogue import reads skos, csv and ftm back. ftm (FollowTheMoney) has no place for dates and
    languages of names, nor for places.
    """
    from kg.config import load_settings
    from kg.export.catalogues import write_catalogue
    from kg.files import write_file

    chosen = _chosen(catalogue, kinds, countries, sources)
    data = io.BytesIO()
    write_catalogue(chosen, form, data, base=load_settings().base)
    if output is None or str(output) == "-":
        with click.open_file("-", "wb") as stream:
            stream.write(data.getbuffer())
    else:
        write_file(output, data.getbuffer())
        report(f"{counted(len(chosen.actors), 'actor')} written to {output}")
