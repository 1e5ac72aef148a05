"""Command that tells an actor's past: history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import TEXT, catalogue_option, examples, format_option
from kg.cli.terminal import clean, print_json, print_table
from kg.text.dates import from_day

if TYPE_CHECKING:
    from kg.catalogue import Catalogue
    from kg.model import Actor, Date, Event
    from kg.naming import Directory
    from kg.resolution import Identity, Lineage, NameSpan

__all__ = ["LINEAGE_COLUMNS", "history", "lineage_json", "lineage_rows", "span_json", "span_rows"]

_SPAN_COLUMNS = ("called", "from", "until")
LINEAGE_COLUMNS = ("when", "what", "before", "after")


@click.command(
    epilog=examples(
        "kg history HTS",
        "kg history ISIL --view name",
        "kg history 'Rapid Support Forces' --view lineage",
        "kg history PKK --format json",
    )
)
@click.argument("name", type=TEXT)
@click.option("--country", type=TEXT, metavar="NAME|CODE", help="The actor of this country.")
@click.option(
    "--view",
    type=click.Choice(["name", "actor", "lineage"]),
    default="actor",
    show_default=True,
    help="What counts as one: each name, the actor, or it with those that it succeeded.",
)
@format_option("table", "json")
@catalogue_option
def history(name: str, country: str | None, view: str, form: str, catalogue: Path | None) -> None:
    """Tell what an actor was called, what it came from and became.

    Names come in the order of time, a time of which no name is known among them; then splits, mergers,
    successions and ends, each with the names of that day. No store is needed: it comes from the catalogue.
    """
    from kg.config import load_settings
    from kg.ingest import Pipeline
    from kg.naming import Directory
    from kg.resolution import View, identities, lineage, undated_names

    known = Pipeline(load_settings(catalogue=catalogue)).catalogue
    who = _actor(Directory(known), name, country)
    seen = identities(known, who.id, View(view))
    line = lineage(known, who.id)
    if form == "json":
        print_json(
            {
                "asked": name,
                "id": who.id,
                "name": who.name,
                "kind": who.kind.value,
                "view": view,
                "identities": [_identity_json(one) for one in seen],
                "undated_names": list(undated_names(who)),
                "lineage": lineage_json(line),
            }
        )
        return
    click.echo(clean(f"{name}: {who.name} ({who.kind.replace('_', ' ')}, {who.id})"))
    if len(seen) == 1:
        (one,) = seen
        print_table(_SPAN_COLUMNS, span_rows(one.chain), title="Names", apart=True)
    else:
        rows = [(one.id, one.name, one.valid_from, one.valid_until) for one in seen]
        print_table(("id", *_SPAN_COLUMNS), rows, title="Names", apart=True)
    if undated := undated_names(who):
        click.echo(clean(f"Also once called, it is not known when: {'; '.join(undated)}"))
    if line.events:
        print_table(LINEAGE_COLUMNS, lineage_rows(line, known), title="Lineage", apart=True)


def _actor(directory: Directory, name: str, country: str | None) -> Actor:
    from kg.errors import UnknownNameError

    if country is not None and directory.country(country) is None:
        raise click.BadParameter(f"no country is called {country!r}", param_hint="--country")
    answer = directory.alias(name, country=country)
    if answer.actor is not None:
        return answer.actor
    if answer.bearers:
        ids = " or ".join(candidate.actor_id for candidate in answer.bearers[:5])
        raise UnknownNameError(f"it is not clear who {name!r} is", hint=f"Give an id: {ids}.")
    raise UnknownNameError(f"no actor is called {name!r}", hint=directory.nearest(name))


def span_rows(chain: tuple[NameSpan, ...]) -> list[tuple[object, ...]]:
    """Return the names of a chain as the rows of a table, unnamed times in brackets."""
    return [(span.name or "[no name is known]", span.valid_from, span.valid_until) for span in chain]


def span_json(span: NameSpan) -> dict[str, Any]:
    """Return a span as JSON; its name is ``null`` where none is known."""
    return {"name": span.name or None, "from": _text(span.valid_from), "until": _text(span.valid_until)}


def lineage_rows(line: Lineage, catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Return the events of a lineage as the rows of a table, actors under the names of those days."""

    def named(ids: tuple[str, ...], on: Date | None) -> str:
        return "; ".join(_called(catalogue.actors[actor_id], on) for actor_id in ids)

    return [
        (event.date, event.kind, named(event.predecessors, _eve(event)), named(event.successors, event.date))
        for event in line.events
    ]


def lineage_json(line: Lineage) -> dict[str, Any]:
    """Return a lineage as JSON: ids of those before and after, and the events."""
    return {
        "ancestors": [actor.id for actor in line.ancestors],
        "descendants": [actor.id for actor in line.descendants],
        "events": [
            {
                "kind": event.kind.value,
                "date": _text(event.date),
                "predecessors": list(event.predecessors),
                "successors": list(event.successors),
                "sources": list(event.sources),
            }
            for event in line.events
        ],
    }


def _eve(event: Event) -> Date | None:
    """Return the day before an event, since many a name changes on the very day."""
    if event.date is None or event.date.precision != "day":
        return event.date
    return from_day(event.date.first_day() - dt.timedelta(days=1))


def _called(actor: Actor, on: Date | None) -> str:
    from kg.resolution import name_in_force

    return (None if on is None else name_in_force(actor, on)) or actor.name


def _identity_json(one: Identity) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "from": _text(one.valid_from),
        "until": _text(one.valid_until),
        "actors": list(one.actors),
        "names": [span_json(span) for span in one.chain],
    }


def _text(date: Date | None) -> str | None:
    return None if date is None else str(date)
