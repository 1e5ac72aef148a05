"""The command that asks the graph in SPARQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kg.cli.opening import find_in, read_store
from kg.cli.options import TEXT, examples, format_option, store_option
from kg.cli.terminal import print_json, print_table

if TYPE_CHECKING:
    from kg.queries import Query
    from kg.store import Answer, AnswerFormat, Node

__all__ = ["query"]


@click.command(
    epilog=examples(
        "kg query --list",
        "kg query who-backs-whom",
        "kg query backers-of-actor -p actor='Syrian National Army' -p on=2024-11",
        "kg query my-question.rq --format csv > answer.csv",
        "echo 'SELECT ?a WHERE { ?a kg:backs ?b }' | kg query -",
    )
)
@click.argument("name", required=False, metavar="NAME|FILE|-")
@click.option(
    "-p",
    "--param",
    "params",
    type=TEXT,
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; may be repeated.",
)
@click.option(
    "--list", "listing", is_flag=True, help="Show the ready queries with their questions, as table or json."
)
@format_option("table", "json", "csv", "tsv", "xml", "ttl")
@store_option
def query(name: str | None, params: tuple[str, ...], listing: bool, form: str, store: Path | None) -> None:
    """Ask a ready query, or one of your own in SPARQL 1.1.

    NAME is one of the ready queries, FILE a file with a query, - standard input. An actor in a parameter may
    be given by any of its names. The prefixes kg, skos, prov, oa, dcterms, schema, rdf, rdfs and xsd need no
    declaration.
    """
    if listing:
        _print_list(form)
        return
    if name is None:
        raise click.UsageError("Which query? kg query --list shows the ready ones.")
    from kg.config import load_settings
    from kg.queries import run
    from kg.store import write_answer

    values = _values(params)
    chosen = _chosen(name)
    settings = load_settings(store=store)
    with read_store(settings) as opened:
        answer = run(opened, chosen, values, resolve=find_in(opened, settings))
        if form == "table":
            _print_answer(answer, opened.iris.base)
            return
        for part in write_answer(answer, cast("AnswerFormat", form)):
            click.echo(part, nl=False)


def _print_list(form: str) -> None:
    from dataclasses import asdict

    from kg.queries import load_all

    queries = load_all().values()
    if form == "json":
        print_json([asdict(each) for each in queries])
    else:
        rows = ((each.name, each.question, _takes(each)) for each in queries)
        print_table(("query", "question", "parameters"), rows)


def _takes(chosen: Query) -> str:
    return ", ".join(
        parameter.name if parameter.required else f"[{parameter.name}]" for parameter in chosen.parameters
    )


def _chosen(name: str) -> Query:
    from kg.errors import DataError
    from kg.queries import find, load, parse

    if name == "-":
        try:
            return parse(click.open_file("-", encoding="utf-8").read(), name="standard input")
        except UnicodeDecodeError as error:
            raise DataError("cannot read the query: it is not UTF-8", path="standard input") from error
    path = Path(name)
    return load(path) if path.suffix == ".rq" or path.is_file() else find(name)


def _values(params: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for param in params:
        name, sign, value = param.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"{param!r} is not NAME=VALUE", param_hint="-p")
        if name.strip() in values:
            raise click.BadParameter(f"{name.strip()} is given twice", param_hint="-p")
        values[name.strip()] = value
    return values


def _print_answer(answer: Answer, base: str) -> None:
    from kg.store import Graph, Table, shorten

    if isinstance(answer, bool):
        click.echo("yes" if answer else "no")
    elif isinstance(answer, Table):
        # An id beside its name says nothing more to a reader; programs get both from the other formats.
        shown = [n for n, column in enumerate(answer.columns) if f"{column}Name" not in answer.columns]
        columns = [answer.columns[n].removesuffix("Name") for n in shown]
        print_table(columns, ([shorten(row[n], base) for n in shown] for row in answer))
    elif isinstance(answer, Graph):
        nodes = (cast("tuple[Node, Node, Node]", (t.subject, t.predicate, t.object)) for t in answer)
        print_table(
            ("subject", "predicate", "object"),
            ([shorten(n, base, prefixed=True) for n in row] for row in nodes),
        )
