"""Commands that ask who somebody is: alias, actor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.alias_batch import answer_batch
from kg.cli.claims import RECORD_COLUMNS, record_json, record_row
from kg.cli.history import LINEAGE_COLUMNS, lineage_json, lineage_rows, span_rows
from kg.cli.opening import decided_names, find_in, read_store
from kg.cli.options import DATE, TEXT, catalogue_option, examples, filter_options, format_option, store_option
from kg.cli.terminal import clean, print_json, print_table, report

if TYPE_CHECKING:
    from kg.analysis import ClaimRecord, Filter, Tie
    from kg.model import Actor, Date, Name
    from kg.naming import AliasAnswer

__all__ = ["actor", "alias"]


@click.command(
    epilog=examples(
        "kg alias HTS",
        "kg alias 'Jabhat al-Nusra' --on 2018",
        "kg alias SNA --country SY",
        "kg alias HTS ISIL PKK --format jsonl",
        "kg alias JNIM --lineage",
        "kg alias 'Islamic Front' --with 'Ahrar al-Sham'",
        "kg alias --batch rows.jsonl --catalogue actors.jsonl > answers.jsonl",
    )
)
@click.argument("names", type=TEXT, nargs=-1, metavar="NAME...")
@click.option("--on", type=DATE, metavar="DATE", help="What it was called then: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option(
    "--country",
    type=TEXT,
    metavar="NAME|CODE",
    help="Prefer actors of this country, named in any of many languages.",
)
@click.option(
    "--with",
    "beside",
    type=TEXT,
    multiple=True,
    metavar="NAME",
    help="An actor that is spoken of together with it; may be given several times.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    metavar="NUMBER",
    help="How many candidates to show.",
)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Answer rows of JSON lines, - for standard input; only the actors of --catalogue count, if given.",
)
@click.option(
    "--lineage", "with_lineage", is_flag=True, help="Also whom it came from, and what became of it."
)
@format_option("table", "json", "jsonl")
@catalogue_option
@store_option
def alias(
    names: tuple[str, ...],
    on: Date | None,
    country: str | None,
    beside: tuple[str, ...],
    limit: int,
    batch: Path | None,
    with_lineage: bool,
    form: str,
    catalogue: Path | None,
    store: Path | str | None,
) -> None:
    """Say who is meant by a name, and what else it is called.

    The answer holds the chain of the actor's names with their dates. No store is needed: it comes from the
    catalogue. What was decided about names with kg review, in the store if there is one, comes first.

    A row of --batch is {"surface": ...}, with "rid", "date" and "context_country" where they are known. Its
    answer has rid, id (null where nobody is meant, or it is not certain who), score, candidates,
    name_in_force, history and reason. The catalogue may be one of ours or a list of actors and names.
    """
    if batch is not None:
        if names:
            raise click.UsageError("Give names or --batch, not both.")
        answer_batch(batch, catalogue, on, country)
        return
    if not names:
        raise click.UsageError("Missing argument 'NAME...'.")
    from kg.config import load_settings
    from kg.errors import UnknownNameError
    from kg.ingest import Pipeline
    from kg.naming import Directory
    from kg.resolution import lineage

    settings = load_settings(store=store, catalogue=catalogue)
    known = Pipeline(settings).catalogue
    directory = Directory(known, decided_names(settings, asked=store is not None))
    if country is not None and directory.country(country) is None:
        raise click.BadParameter(f"no country is called {country!r}", param_hint="--country")
    for other in beside:
        if directory.alias(other).actor is None:
            raise click.BadParameter(f"it is not certain who {other!r} is", param_hint="--with")
    answers = [directory.alias(name, on, country, beside) for name in names]
    if form != "table":
        found_json = [_alias_json(answer, on, limit) for answer in answers]
        if with_lineage:
            for answer, values in zip(answers, found_json, strict=True):
                values["lineage"] = answer.actor and lineage_json(lineage(known, answer.actor.id))
        if form == "json":
            print_json(found_json)
        else:
            for values in found_json:
                print_json(values, indent=None)
    else:
        found = [answer for answer in answers if answer.actor or answer.candidates]
        for number, answer in enumerate(found):
            if number:
                click.echo()
            _print_alias(answer, on, directory.countries(answer.candidates), limit)
            if with_lineage and answer.actor is not None:
                line = lineage(known, answer.actor.id)
                if line.events:
                    print_table(LINEAGE_COLUMNS, lineage_rows(line, known), title="Lineage", apart=True)
    for answer in answers:
        if answer.actor is None and not answer.candidates:
            raise UnknownNameError(
                f"no actor is called {answer.asked!r}", hint=directory.nearest(answer.asked)
            )


def _print_alias(answer: AliasAnswer, on: Date | None, countries: list[str], limit: int) -> None:
    from kg.resolution import name_timeline

    who = answer.actor
    if who is not None:
        click.echo(clean(f"{answer.asked}: {who.name} ({who.kind.replace('_', ' ')}, {who.id})"))
        if on is not None:
            held = answer.name_in_force or "no name is known"
            click.echo(clean(f"On {on}: {held}"))
        click.echo(clean(f"Found by {answer.reason}"))
        print_table(("called", "from", "until"), span_rows(name_timeline(who)), title="History", apart=True)
        print_table(("kind", "names"), _names_by_kind(who).items(), title="Names", apart=True)
    else:
        click.echo(clean(f"{answer.asked}: it is not certain who is meant; {answer.reason}"))
    if who is None or len(answer.candidates) > 1:
        rows_of = ((c.actor_id, c.name, f"{c.score:.2f}", c.reason) for c in answer.candidates[:limit])
        print_table(("may be", "by its name", "score", "because"), rows_of, title="Candidates", apart=True)
    if who is None and not answer.bearers:
        report("Nobody is surely called so. If one of them is meant, ask for it by its id.")
    elif who is None:
        ways = [f"--country {code}" for code in countries] or ["an id"]
        report(f"Choose one with {' or '.join(ways)}" + (", or give an id." if countries else "."))


def _names_by_kind(who: Actor) -> dict[str, str]:
    kinds = dict.fromkeys(name.kind for name in who.names)
    return {
        kind.replace("_", " "): "; ".join(dict.fromkeys(n.text for n in who.names if n.kind is kind))
        for kind in kinds
    }


def _alias_json(answer: AliasAnswer, on: Date | None, limit: int) -> dict[str, Any]:
    who = answer.actor
    return {
        "asked": answer.asked,
        "id": who and who.id,
        "name": who and who.name,
        "kind": who and who.kind.value,
        "on": on and str(on),
        "name_in_force": answer.name_in_force,
        "history": [
            {
                "name": s.name,
                "from": s.valid_from and str(s.valid_from),
                "until": s.valid_until and str(s.valid_until),
            }
            for s in answer.history
        ],
        "names": [] if who is None else _actor_json(who)["names"],
        "candidates": [
            {
                "id": c.actor_id,
                "name": c.name,
                "kind": c.kind.value,
                "score": c.score,
                "reason": c.reason,
                "index": c.index,
                "source": c.source,
            }
            for c in answer.candidates[:limit]
        ],
        "reason": answer.reason,
    }


@click.command(
    epilog=examples(
        "kg actor HTS", "kg actor 'Syrian National Army' --on 2024-11", "kg actor Iran --format json"
    )
)
@click.argument("name", type=TEXT)
@click.option(
    "--sentences", default=5, show_default=True, metavar="NUMBER", help="How many sentences to show."
)
@format_option("table", "json")
@filter_options
@store_option
def actor(name: str, sentences: int, form: str, where: Filter, store: Path | None) -> None:
    """Show an actor: names, ties and the latest sentences."""
    from kg.analysis import actor_of, project_store, ties_of
    from kg.config import load_settings
    from kg.errors import UnknownNameError
    from kg.vocabulary import RELATIONS

    settings = load_settings(store=store)
    with read_store(settings) as opened:
        who = opened.actor(find_in(opened, settings)(name))
        if who is None:
            raise UnknownNameError(f"no actor is called {name!r}")
        graph = project_store(opened, where)
    ties = ties_of(graph, who.id) if who.id in graph else []
    latest = _latest(ties)[:sentences]
    if form == "json":
        print_json(
            _actor_json(who)
            | {"ties": [_tie_json(tie) for tie in ties], "latest": [*map(record_json, latest)]}
        )
        return
    print_table(("id", "kind", "countries"), [(who.id, who.kind, " ".join(who.countries))], title=who.name)
    print_table(("kind", "names"), _names_by_kind(who).items(), title="Names", apart=True)
    rows = (
        (
            actor_of(graph, t.source).name,
            RELATIONS[t.relation].label,
            actor_of(graph, t.target).name,
            t.affirmed,
            t.denied,
            t.first,
            t.last,
        )
        for t in ties
    )
    print_table(
        ("who", "relation", "whom", "affirmed", "denied", "first", "last"), rows, title="Ties", apart=True
    )
    print_table(RECORD_COLUMNS, map(record_row, latest), title="Latest sentences", apart=True)


def _latest(ties: list[Tie]) -> list[ClaimRecord]:
    records = [record for tie in ties for record in tie.records]
    return sorted(
        records, key=lambda record: (str(record.document.date or ""), record.sort_key), reverse=True
    )


def _name_row(name: Name) -> tuple[object, ...]:
    return name.text, name.kind, name.language, name.valid_from, name.valid_until


def _actor_json(who: Actor) -> dict[str, Any]:
    from kg.catalogue import ids_by_register

    keys = ("name", "kind", "language", "from", "until")
    return {
        "id": who.id,
        "name": who.name,
        "kind": who.kind.value,
        "countries": list(who.countries),
        "names": [
            dict(zip(keys, (cell and str(cell) for cell in _name_row(name)), strict=True))
            for name in who.names
        ],
        "same_as": ids_by_register(who.same_as),
    }


def _tie_json(tie: Tie) -> dict[str, Any]:
    return {
        "source": tie.source,
        "relation": tie.relation,
        "target": tie.target,
        "affirmed": tie.affirmed,
        "denied": tie.denied,
        "documents": tie.documents,
        "first": tie.first and str(tie.first),
        "last": tie.last and str(tie.last),
    }
