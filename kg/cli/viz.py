"""The command that draws the graph: one page, with everything in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from kg.cli.opening import find_in, read_store
from kg.cli.options import TEXT, examples, filter_options, store_option
from kg.cli.terminal import counted, report
from kg.files import write_file

if TYPE_CHECKING:
    from kg.analysis import Filter
    from kg.store import Store

__all__ = ["viz"]

_OPTIONS: Final = {
    "relations": "--relation",
    "signs": "--sign",
    "publishers": "--publisher",
    "claimants": "--claimant",
    "since": "--since",
    "until": "--until",
    "min_confidence": "--min-confidence",
    "contested": "--contested",
}


@click.command(
    epilog=examples(
        "kg viz",
        "kg viz Turkey 'Syrian National Army' -o turkey.html --open",
        "kg viz HTS --ego 2 --limit 100 -o around.html",
        "kg viz -o friends.html --sign friendly --at 2024-11",
        "kg viz --engine pyvis -o simple.html",
    )
)
@click.argument("actors", type=TEXT, nargs=-1, metavar="[ACTOR]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="graph.html",
    show_default=True,
    metavar="FILE",
    help="Write the page to this file; - writes it to standard output.",
)
@click.option(
    "--ego",
    type=click.IntRange(1, 10),
    metavar="NUMBER",
    help="How many ties away from the ACTORs the first view reaches.  [default: 1]",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 400),
    default=60,
    show_default=True,
    metavar="NUMBER",
    help="How many actors the first view shows.",
)
@click.option(
    "--engine",
    type=click.Choice(["vis", "pyvis"]),
    default="vis",
    show_default=True,
    help="What draws: vis is the explorer, pyvis a simple page of the first view alone.",
)
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
@click.option(
    "--title", type=TEXT, default="Actors and alliances", show_default=True, help="Heading of the page."
)
@filter_options
@store_option
def viz(
    actors: tuple[str, ...],
    output: Path,
    ego: int | None,
    limit: int,
    engine: str,
    show: bool,
    title: str,
    where: Filter,
    store: Path | None,
) -> None:
    """Draw the graph as one HTML page that works without a network.

    A click on a tie shows its sentences with claimant, date and document.

    Without ACTORs the page holds everybody and opens on the most connected. One ACTOR draws its neighbourhood
    first; all others are a search away. Two or more draw these, everybody tied to one of them, and the ties
    between all of those, and nothing else. --ego says how far a neighbourhood reaches.
    """
    from kg.config import load_settings

    if ego is not None and not actors:
        raise click.UsageError("--ego says how far to go from an ACTOR, and none is named.")
    if not output.name:
        raise click.UsageError("-o names no file.")
    is_piped = str(output) == "-"
    if show and is_piped:
        raise click.UsageError("--open needs a file to open, not standard output.")
    settings = load_settings(store=store)
    page = io.StringIO()
    with read_store(settings) as opened:
        find = find_in(opened, settings)
        chosen = list(dict.fromkeys(find(name) for name in actors))
        draw = _draw_with_pyvis if engine == "pyvis" else _draw
        told = draw(opened, where, chosen, ego or 1, limit, title, page)
        reason = _why_empty(opened, where) if told.startswith(_amount(0, 0)) else ""
    content = page.getvalue().encode()
    if is_piped:
        _write_out(content)
    else:
        write_file(output, content)
    report(told.format("the page" if is_piped else output))
    if reason:
        report(reason)
    if show:
        click.launch(output.resolve().as_uri())


def _write_out(content: bytes) -> None:
    from kg.errors import SettingsError

    try:
        opened = click.open_file("-", "wb")
    except RuntimeError:
        raise SettingsError("standard output is closed", hint="give a file with -o") from None
    with opened as stream:
        stream.write(content)


def _draw(
    store: Store, where: Filter, chosen: Sequence[str], steps: int, limit: int, title: str, page: TextIO
) -> str:
    """Write the explorer and return in words what it holds and draws first, a place left for its name."""
    from kg.scene.scene import Scene
    from kg.scene.stored import stored_graph, stored_scene
    from kg.visual.page import write_scene

    among = chosen if len(chosen) > 1 else ()
    graph = stored_graph(store, where, among=among, steps=steps)
    of = Scene(title=title, focus=chosen, limit=limit, steps=steps)
    drawn = stored_scene(store, graph, of)
    write_scene(drawn, page)
    first, held = len(drawn["first"]), len(drawn["actors"])
    told = _amount(held, len(drawn["ties"]["relation"]))
    if first == held:
        return f"{told} drawn in {{}}"
    return f"{told} in {{}}, which draws {counted(first, 'actor')} first"


def _draw_with_pyvis(
    store: Store, where: Filter, chosen: Sequence[str], steps: int, limit: int, title: str, page: TextIO
) -> str:
    """Write the simple page and return what it draws, likewise."""
    from kg.analysis import ego, project_store, subgraph
    from kg.visual import network

    graph = project_store(store, where)
    if chosen:
        graph = subgraph(graph, {node for actor in chosen for node in ego(graph, actor, steps)})
    drawn = network(graph, title=title, limit=limit, focus=chosen, steps=steps)
    page.write(drawn.generate_html())
    told = f"{_amount(len(drawn.nodes), len(drawn.edges))} drawn in {{}}"
    if len(drawn.nodes) == len(graph):
        return told
    return f"{told}, the most connected of {_amount(len(graph), graph.number_of_edges())}"


def _why_empty(store: Store, where: Filter) -> str:
    """Return in words which options leave no tie, each alone or else all together, if any."""
    from dataclasses import replace

    from kg.analysis import Filter, project
    from kg.analysis.loading import outlines

    anything = Filter()
    given = {field: getattr(where, field) for field in _OPTIONS}
    given = {field: value for field, value in given.items() if value != getattr(anything, field)}
    records = outlines(store)
    guilty = [
        field
        for field, value in given.items()
        if not project(records, where=replace(anything, **{field: value})).number_of_edges()
    ]
    options = [_as_given(field, given[field]) for field in guilty or given]
    return f"nothing matches {' together with '.join(options)}" if records and options else ""


def _as_given(field: str, value: object) -> str:
    if isinstance(value, frozenset):
        return " ".join(f"{_OPTIONS[field]} {each}" for each in sorted(value))
    return _OPTIONS[field] if value is True else f"{_OPTIONS[field]} {value}"


def _amount(actors: int, ties: int) -> str:
    return f"{counted(actors, 'actor')} and {counted(ties, 'tie')}"
