"""Commands that ask who somebody is: alias, actor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.claims import RECORD_COLUMNS, record_json, record_row
from kg.cli.opening import actor_finder, read_store
from kg.cli.options import examples, filter_options, format_option, store_option
from kg.cli.terminal import print_json, print_table

if TYPE_CHECKING:
    from kg.analysis import ClaimRecord, Filter, Tie
    from kg.model import Actor, Name

__all__ = ["actor"]


@click.command(
    epilog=examples(
        "kg actor HTS", "kg actor 'Syrian National Army' --on 2024-11", "kg actor Iran --format json"
    )
)
@click.argument("name")
@click.option(
    "--sentences", default=5, show_default=True, metavar="NUMBER", help="How many sentences to show."
)
@format_option("table", "json")
@filter_options
@store_option
def actor(name: str, sentences: int, form: str, where: Filter, store: Path | None) -> None:
    """Show one actor: its names, its ties with the number of claims, and the latest sentences about it."""
    from kg.analysis import actor_of, project_readings, ties_of
    from kg.config import load_settings
    from kg.errors import UnknownNameError

    with read_store(load_settings(store=store)) as opened:
        who = opened.actor(actor_finder(opened)(name))
        if who is None:
            raise UnknownNameError(f"no actor is called {name!r}")
        graph = project_readings(opened.readings(), where)
    ties = ties_of(graph, who.id) if who.id in graph else []
    latest = _latest(ties)[:sentences]
    if form == "json":
        print_json(
            _actor_json(who)
            | {"ties": [_tie_json(tie) for tie in ties], "latest": [*map(record_json, latest)]}
        )
        return
    print_table(("id", "kind", "countries"), [(who.id, who.kind, " ".join(who.countries))], title=who.name)
    print_table(("name", "kind", "language", "since", "until"), map(_name_row, who.names), title="Names")
    rows = (
        (
            actor_of(graph, t.source).name,
            t.relation,
            actor_of(graph, t.target).name,
            t.affirmed,
            t.denied,
            t.first,
            t.last,
        )
        for t in ties
    )
    print_table(("who", "relation", "whom", "affirmed", "denied", "first", "last"), rows, title="Ties")
    print_table(RECORD_COLUMNS, map(record_row, latest), title="Latest sentences")


def _latest(ties: list[Tie]) -> list[ClaimRecord]:
    records = [record for tie in ties for record in tie.records]
    return sorted(
        records, key=lambda record: (str(record.document.date or ""), record.sort_key), reverse=True
    )


def _name_row(name: Name) -> tuple[object, ...]:
    return name.text, name.kind, name.language, name.valid_from, name.valid_until


def _actor_json(who: Actor) -> dict[str, Any]:
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
        "same_as": dict(who.same_as),
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
