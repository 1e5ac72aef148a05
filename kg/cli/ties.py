"""Commands that ask about ties: evidence, path, stats."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.claims import RECORD_COLUMNS, record_json, record_row
from kg.cli.opening import find_in, read_store
from kg.cli.options import TEXT, examples, filter_options, format_option, store_option
from kg.cli.terminal import clean, counted, print_json, print_table, report

if TYPE_CHECKING:
    from kg.analysis import ClaimRecord, Filter

__all__ = ["evidence", "path", "stats"]


@click.command(
    epilog=examples(
        "kg evidence Turkey",
        "kg evidence Russia backs",
        "kg evidence Russia backs Syria --format jsonl",
        "kg evidence HTS 'Syrian Army' --on 2024-11",
        "kg evidence --relation backs",
    )
)
@click.argument("source", type=TEXT, required=False)
@click.argument("relation", type=TEXT, required=False)
@click.argument("target", type=TEXT, required=False)
@format_option("table", "json", "jsonl")
@filter_options
@store_option
def evidence(
    source: str | None, relation: str | None, target: str | None, form: str, where: Filter, store: Path | None
) -> None:
    """Show the sentences behind the ties of an actor, or of all.

    Each comes with who says so, the document and its date; ties with many sentences come first.

    RELATION is one of the relations, for example backs; TARGET the actor or place at the other end. RELATION
    may be left out before TARGET.
    """
    from dataclasses import replace

    from kg.analysis import records_of, ties
    from kg.config import load_settings
    from kg.vocabulary import RELATIONS

    if relation is not None and target is None and relation not in RELATIONS:
        relation, target = None, relation
    if relation is not None:
        where = replace(where, relations=frozenset({relation}))
    settings = load_settings(store=store)
    with read_store(settings) as opened:
        find = find_in(opened, settings)
        start = None if source is None else find(source)
        end = None if target is None else _find_target(find, target, relation)
        said = list(records_of(opened.readings(actors=False)))
    found = [tie for tie in ties(said, where) if start is None or tie.leads(start, end)]
    found.sort(key=lambda tie: -len(tie.records))
    records = [record for tie in found for record in tie.records]
    if form == "table":
        print_table(RECORD_COLUMNS, map(record_row, records))
    elif form == "json":
        print_json([record_json(record) for record in records])
    else:
        for record in records:
            print_json(record_json(record), indent=None)
    if not records and source is not None and start is not None:
        for sentence in _instead(said, where, (source, relation, target), (start, end)):
            report(sentence)


def _find_target(find: Callable[[str], str], target: str, relation: str | None) -> str:
    """Find the second actor; where it may be a relation spelt wrong, offer that too."""
    from kg.errors import UnknownNameError
    from kg.naming import did_you_mean
    from kg.vocabulary import RELATIONS

    try:
        return find(target)
    except UnknownNameError as error:
        near = "" if relation is not None else did_you_mean(target, list(RELATIONS))
        if not near:
            raise
        raise UnknownNameError(f"no relation or actor is called {target!r}", hint=near) from error


def _instead(
    said: list[ClaimRecord],
    where: Filter,
    asked: tuple[str, str | None, str | None],
    ends: tuple[str, str | None],
) -> Iterator[str]:
    """Yield at most one sentence with a call that finds claims where the one asked finds none."""
    from dataclasses import replace

    from kg.analysis import ties
    from kg.vocabulary import RELATIONS

    (source, relation, target), (start, end) = asked, ends
    wider = None if relation is None else RELATIONS[relation].parent
    under = f"Claims of {relation!r} are stored under {wider!r}"
    round_ = "The other way round"
    calls: list[tuple[str, str, str | None, str | None, str, str | None]] = []
    if wider:
        calls.append((under, source, wider, target, start, end))
    if target is not None and end is not None:
        calls.append((round_, target, relation, source, end, start))
        if wider:
            calls.append((f"{under}, and the other way round", target, wider, source, end, start))
    for reason, a, kind, b, first, last in calls:
        chosen = replace(where, relations=[kind] if kind else where.relations)
        number = sum(len(tie.records) for tie in ties(said, chosen) if tie.leads(first, last))
        if number:
            call = shlex.join(word for word in (a, kind, b) if word)
            yield f"{reason}, with {counted(number, 'claim')}: kg evidence {call}"
            return


@click.command(
    epilog=examples(
        "kg path Iran HTS", "kg path Turkey Russia --sign friendly", "kg path Iran Israel --format json"
    )
)
@click.argument("start", type=TEXT, metavar="A")
@click.argument("end", type=TEXT, metavar="B")
@click.option("--through-places", is_flag=True, help="Go through places as well.")
@format_option("table", "json")
@filter_options
@store_option
def path(start: str, end: str, through_places: bool, form: str, where: Filter, store: Path | None) -> None:
    """Show how two actors hang together, step by step.

    Each step of a shortest way comes with its ties and the latest sentence behind each.
    """
    from kg.analysis import actor_of, project_store
    from kg.analysis import path as find_path
    from kg.config import load_settings

    settings = load_settings(store=store)
    with read_store(settings) as opened:
        find = find_in(opened, settings)
        ends = find(start), find(end)
        if ends[0] == ends[1]:
            who = opened.actor(ends[0])
            raise click.UsageError(f"Both names mean {clean(who.name if who else start)}.")
        graph = project_store(opened, where)
    steps = find_path(graph, *ends, through_places=through_places)
    ties = [tie for step in steps for tie in step.ties]
    if form == "json":
        print_json([[record_json(r) for tie in step.ties for r in tie.records] for step in steps])
    elif steps:
        names = [actor_of(graph, node).name for node in (ends[0], *(step.end for step in steps))]
        click.echo(clean(" - ".join(names)))
        print_table(("claims", *RECORD_COLUMNS), ((len(t.records), *record_row(t.records[-1])) for t in ties))
    else:
        report("No way leads from one to the other.")


@click.command(epilog=examples("kg stats", "kg stats --since 2024 --format json"))
@format_option("table", "json")
@filter_options
@store_option
def stats(form: str, where: Filter, store: Path | None) -> None:
    """Count actors, ties and claims, by kind and by who says so.

    "sources" are documents of which near duplicates, an agency's report in several papers, count once.
    """
    from dataclasses import fields

    from kg.analysis import actor_of, project_store
    from kg.analysis import stats as count
    from kg.config import load_settings
    from kg.text.duplicates import near_duplicates

    with read_store(load_settings(store=store)) as opened:
        graph = project_store(opened, where)
        copies = near_duplicates(opened.fingerprints())
    found = count(graph, copies=[group.documents for group in copies])
    counted = {field.name: getattr(found, field.name) for field in fields(found)}
    counted |= {"first": found.first and str(found.first), "last": found.last and str(found.last)}
    if form == "json":
        print_json(counted)
        return
    counted["most_connected"] = {
        actor_of(graph, node).name: number for node, number in found.most_connected.items()
    }
    single = ((key, value) for key, value in counted.items() if not isinstance(value, dict))
    print_table(("count", "value"), single)
    for key, values in counted.items():
        if isinstance(values, dict) and values:
            rows = ((name or "(the article itself)", number) for name, number in values.items())
            print_table((key.replace("_", " "), "number"), rows, apart=True)
