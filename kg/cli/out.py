"""Commands that take the graph out of the store: export, validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from kg.cli.opening import read_store
from kg.cli.options import TEXT, examples, filter_options, format_option, output_option, store_option
from kg.cli.terminal import print_json, print_table, report
from kg.files import writing

if TYPE_CHECKING:
    from kg.analysis import Filter

__all__ = ["export", "validate"]

_GRAPH_FORMATS = ("graphml", "gexf", "csv")
_RDF_FORMATS = ("ttl", "trig", "nq", "nt", "jsonld", "xml")


@click.command(
    epilog=examples(
        "kg export --format trig -o graph.trig",
        "kg export --format csv --relation backs > backs.csv",
        "kg export --format gexf -o graph.gexf",
    )
)
@click.option(
    "--format",
    "form",
    type=click.Choice((*_RDF_FORMATS, *_GRAPH_FORMATS)),
    default="ttl",
    show_default=True,
    help="Which file to write.",
)
@output_option
@click.option("--texts", is_flag=True, help="Write the texts of the articles too; only for RDF formats.")
@filter_options
@store_option
def export(form: str, output: Path | None, texts: bool, where: Filter, store: Path | None) -> None:
    """Write the graph as a file; the same graph gives the same bytes.

    nq, trig and jsonld hold one named graph per document and one of the catalogue, with all its actors, names
    and facts; ttl, nt and xml hold their union. graphml and gexf hold actors and ties, csv one row for each
    claim, all without the rest of the catalogue; the options that choose claims are for these three.
    """
    from kg.analysis import Filter, project_store
    from kg.config import load_settings
    from kg.export import write_graph, write_rdf

    if form in _RDF_FORMATS and where != Filter():
        raise click.UsageError(f"Claims can be chosen for {', '.join(_GRAPH_FORMATS)}, not for {form}.")
    if form not in _RDF_FORMATS and texts:
        raise click.UsageError(f"Texts can be written as {', '.join(_RDF_FORMATS)}, not as {form}.")
    target = None if output is None or str(output) == "-" else output
    with (
        read_store(load_settings(store=store)) as opened,
        click.open_file("-", "wb") if target is None else writing(target) as stream,
    ):
        if form in _RDF_FORMATS:
            write_rdf(opened.quads(texts=texts), form, stream)
        else:
            write_graph(project_store(opened, where), form, cast("BinaryIO", stream))


@click.command(
    epilog=examples(
        "kg validate",
        "kg validate --fast",
        "kg validate --document aleppo-1 --format json",
    )
)
@click.option("--fast", is_flag=True, help="Check graph by graph, as it is done before a document is stored.")
@click.option("--document", type=TEXT, metavar="ID", help="Check the graph of one document, fast.")
@format_option("table", "json")
@store_option
def validate(fast: bool, document: str | None, form: str, store: Path | None) -> None:
    """Check the graph against its SHACL shapes.

    The whole graph is checked as one, which takes long and much memory where it is large. --fast looks at
    each document on its own, with what the catalogue describes, as it is done before a document is stored.

    Ends with 4 where the graph breaks them.
    """
    from dataclasses import asdict

    from kg.config import load_settings
    from kg.errors import ValidationError
    from kg.store.shacl.validate import validate as check

    with read_store(load_settings(store=store)) as opened:
        found = opened.check_shapes(document) if fast or document else check(opened.triples())
    if form == "json":
        print_json({"triples": found.triples, "findings": [asdict(finding) for finding in found.findings]})
    elif not found.conforms:
        rows = ((f.message, f.focus, f.path, f.value) for f in found.findings)
        print_table(("what is wrong", "node", "property", "value"), rows)
    if not found.conforms:
        raise ValidationError(f"the graph breaks its shapes in {len(found.findings)} places")
    report(f"The graph conforms to its shapes ({found.triples} triples).")
